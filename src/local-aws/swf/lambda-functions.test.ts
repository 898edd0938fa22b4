import type { Decision, ScheduleLambdaFunctionDecisionAttributes } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import type { Workloads } from '../workloads.ts'
import {
  complete,
  domain,
  newest,
  startedWorkflow,
  typesOf,
  type Workflow,
  workflowId,
} from './test-workflow.ts'

const lambdaRole = 'arn:aws:iam::123456789012:role/Invoker'
const workloads: Workloads = {
  functions: [
    { name: 'Resize', workSeconds: [2, 4], echoes: true },
    { name: 'Slow', workSeconds: [100, 100] },
    {
      name: 'Broken',
      workSeconds: [1, 1],
      failing: 1,
      failure: { error: 'E', cause: '{"errorMessage":"no"}' },
    },
    { name: 'Fragile', workSeconds: [1, 1], failing: 1 },
  ],
}

function run(attributes: Partial<ScheduleLambdaFunctionDecisionAttributes> = {}): Decision {
  return {
    decisionType: 'ScheduleLambdaFunction',
    scheduleLambdaFunctionDecisionAttributes: { id: 'f', name: 'Resize', ...attributes },
  }
}

const started = (more: object = { lambdaRole }): Promise<Workflow> => startedWorkflow({ workloads }, more)

async function openFunctions({ aws, runId }: Workflow): Promise<number | undefined> {
  const described = await aws.call('DescribeWorkflowExecution', { domain, execution: { workflowId, runId } })
  return described.openCounts?.openLambdaFunctions
}

describe('a Lambda function', () => {
  it('runs as its workload says, and its decider is asked', async () => {
    const workflow = await started()
    await workflow.decide(run({ input: '{"w":1}', control: 'mine' }))
    expect((await workflow.last()).lambdaFunctionScheduledEventAttributes).toEqual({
      id: 'f',
      name: 'Resize',
      input: '{"w":1}',
      control: 'mine',
      startToCloseTimeout: '900',
      decisionTaskCompletedEventId: 4,
    })
    await workflow.aws.step(1000)
    expect((await workflow.last()).lambdaFunctionStartedEventAttributes).toEqual({ scheduledEventId: 5 })
    expect(await openFunctions(workflow)).toBe(1)
    await workflow.aws.step(4000)
    expect((await workflow.events()).slice(-2)).toMatchObject([
      {
        lambdaFunctionCompletedEventAttributes: {
          scheduledEventId: 5,
          startedEventId: 6,
          result: '{"w":1}',
        },
      },
      { eventType: 'DecisionTaskScheduled' },
    ])
    expect(await openFunctions(workflow)).toBe(0)
  })

  it('that the world knows nothing of answers an empty object', async () => {
    const workflow = await started()
    await workflow.decide(run({ name: 'arn:aws:lambda:eu-west-1:123456789012:function:Any' }))
    await workflow.aws.step(2000)
    expect(
      (await newest(workflow, 'LambdaFunctionCompleted'))?.lambdaFunctionCompletedEventAttributes?.result,
    ).toBe('{}')
  })

  it('fails as its workload says, or with an exception of its own', async () => {
    const workflow = await started()
    await workflow.decide(run({ name: 'Broken' }))
    await workflow.aws.step(2000)
    expect((await newest(workflow, 'LambdaFunctionFailed'))?.lambdaFunctionFailedEventAttributes).toEqual({
      scheduledEventId: 5,
      startedEventId: 6,
      reason: 'E',
      details: '{"errorMessage":"no"}',
    })
    await workflow.decide(run({ name: 'Fragile' }))
    await workflow.aws.step(2000)
    const { reason, details = '' } =
      (await newest(workflow, 'LambdaFunctionFailed'))?.lambdaFunctionFailedEventAttributes ?? {}
    expect(JSON.parse(details)).toMatchObject({ errorType: reason })
  })

  it('times out, counted from its start', async () => {
    const workflow = await started()
    await workflow.decide(run({ name: 'Slow', startToCloseTimeout: '30' }))
    await workflow.aws.step(29_000)
    expect(await newest(workflow, 'LambdaFunctionTimedOut')).toBeUndefined()
    await workflow.aws.step(2000)
    expect((await newest(workflow, 'LambdaFunctionTimedOut'))?.lambdaFunctionTimedOutEventAttributes).toEqual(
      { scheduledEventId: 5, startedEventId: 6, timeoutType: 'START_TO_CLOSE' },
    )
  })

  it('cannot be started for an execution without a role', async () => {
    const workflow = await started({})
    await workflow.decide(run())
    await workflow.aws.step(1000)
    expect(typesOf(await workflow.events()).slice(-2)).toEqual([
      'LambdaFunctionScheduled',
      'StartLambdaFunctionFailed',
    ])
    expect((await workflow.events()).at(-2)?.startLambdaFunctionFailedEventAttributes).toMatchObject({
      scheduledEventId: 5,
      cause: 'ASSUME_ROLE_FAILED',
    })
    expect(await openFunctions(workflow)).toBe(0)
    await workflow.decide(run())
    expect((await workflow.types()).at(-1)).toBe('LambdaFunctionScheduled')
  })

  it('is refused under the id of one that runs, and as the 1,001st', async () => {
    const workflow = await started()
    await workflow.decide(run({ name: 'Slow' }), run({ name: 'Slow' }))
    expect(
      (await newest(workflow, 'ScheduleLambdaFunctionFailed'))?.scheduleLambdaFunctionFailedEventAttributes,
    ).toEqual({ id: 'f', name: 'Slow', cause: 'ID_ALREADY_IN_USE', decisionTaskCompletedEventId: 4 })
    await workflow.decide(
      ...Array.from({ length: 1000 }, (_, index) => run({ id: `f-${index}`, name: 'Slow' })),
    )
    expect(
      (await newest(workflow, 'ScheduleLambdaFunctionFailed'))?.scheduleLambdaFunctionFailedEventAttributes,
    ).toMatchObject({ id: 'f-999', cause: 'OPEN_LAMBDA_FUNCTIONS_LIMIT_EXCEEDED' })
  })

  it('leaves no word in an execution that has closed', async () => {
    const workflow = await started()
    await workflow.decide(run(), run({ id: 'g' }))
    await workflow.aws.step(1000)
    await workflow.signal()
    await workflow.decide(complete)
    await workflow.aws.step(60_000)
    expect((await workflow.types()).at(-1)).toBe('WorkflowExecutionCompleted')
  })
})
