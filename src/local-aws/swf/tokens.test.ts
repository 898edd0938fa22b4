import { describe, expect, it } from 'vitest'
import { AwsError } from '../aws-error.ts'
import { swfOperations } from './operations.ts'
import { swfWorld } from './test-swf-world.ts'
import { complete, deciders, domain, startedWorkflow, type Workflow, workflowId } from './test-workflow.ts'

const byToken = [
  'RecordActivityTaskHeartbeat',
  'RespondActivityTaskCanceled',
  'RespondActivityTaskCompleted',
  'RespondActivityTaskFailed',
] as const

describe('the token of an activity task', () => {
  it('is long, unlike any other, and no more than SWF allows', async () => {
    const workflow = await startedWorkflow()
    const names = Array.from({ length: 50 }, (_, index) => `a-${index}`)
    await workflow.decide(...names.map((activityId) => workflow.schedule({ activityId })))
    const tokens = new Set<string>()
    for (const _ of names) tokens.add((await workflow.poll()).taskToken ?? '')
    expect(tokens.size).toBe(50)
    for (const token of tokens) {
      expect(token).toMatch(/^[A-Za-z0-9+/]+=*$/)
      expect(token.length).toBeGreaterThanOrEqual(400)
      expect(token.length).toBeLessThanOrEqual(1024)
    }
  })

  const endings: Readonly<Record<string, (workflow: Workflow, taskToken: string) => Promise<unknown>>> = {
    completed: ({ aws }, taskToken) => aws.call('RespondActivityTaskCompleted', { taskToken }),
    failed: ({ aws }, taskToken) => aws.call('RespondActivityTaskFailed', { taskToken }),
    'timed out': ({ aws }) => aws.step(61_000),
  }

  it.each(Object.entries(endings))('is good for nothing once the task is over: %s', async (_how, end) => {
    const workflow = await startedWorkflow()
    const { taskToken = '' } = await workflow.take()
    await end(workflow, taskToken)
    const before = await workflow.events()
    for (const name of byToken) {
      await expect(workflow.aws.call(name, { taskToken })).rejects.toMatchObject({
        code: 'UnknownResourceFault',
        message: 'Unknown activity, scheduledEventId = 5',
      })
    }
    expect(await workflow.events()).toEqual(before)
  })

  it.each(byToken)('tells %s that the execution is over', async (name) => {
    const workflow = await startedWorkflow()
    const { taskToken } = await workflow.take()
    await workflow.aws.call('TerminateWorkflowExecution', { domain, workflowId })
    await expect(workflow.aws.call(name, { taskToken })).rejects.toMatchObject({
      code: 'UnknownResourceFault',
      message: `Unknown execution: WorkflowExecution=[workflowId=order-1, runId=${workflow.runId}]`,
    })
  })

  it('is unknown in another region, and once its execution is not kept any more', async () => {
    const workflow = await startedWorkflow()
    const { taskToken } = await workflow.take()
    const elsewhere = swfWorld({ within: workflow.aws, region: 'us-east-1' })
    const unknown = { code: 'UnknownResourceFault', message: 'Unknown execution' }
    await expect(elsewhere.call('RecordActivityTaskHeartbeat', { taskToken })).rejects.toMatchObject(unknown)
    await workflow.signal()
    await workflow.decide(complete)
    await workflow.aws.step(86_400_000)
    await expect(workflow.aws.call('RecordActivityTaskHeartbeat', { taskToken })).rejects.toMatchObject(
      unknown,
    )
    expect(workflow.aws.store.tasks.size).toBe(0)
  })

  it.each(byToken)('is told from what never was one, which %s does not repeat', async (name) => {
    const workflow = await startedWorkflow()
    const { taskToken: ofDecider = '' } = await workflow.aws.call('PollForDecisionTask', {
      domain,
      taskList: deciders,
    })
    for (const taskToken of ['garbage', 'x'.repeat(1024), ofDecider]) {
      const error: unknown = await workflow.aws.call(name, { taskToken }).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'ValidationException', message: 'Invalid token' })
    }
    for (const taskToken of ['', 'secret'.repeat(200)]) {
      const error: unknown = await workflow.aws.call(name, { taskToken }).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'ValidationException' })
      expect(error instanceof AwsError && error.message).not.toContain('secret')
    }
  })

  it('is authorised on the domain of its task', async () => {
    const workflow = await startedWorkflow()
    const { taskToken } = await workflow.take()
    const { world, store } = workflow.aws
    const { RecordActivityTaskHeartbeat: operation } = swfOperations(world, store)
    const call = {
      account: world.account,
      region: 'eu-west-1',
      requestId: '',
      principal: { arn: '', kind: 'root' as const },
    }
    const arn = `arn:aws:swf:eu-west-1:${world.account}:/domain/orders`
    expect(operation.resource({ taskToken }, call)).toBe(arn)
    expect(() => operation.resource({ taskToken: 'garbage' }, call)).toThrow('Invalid token')
  })

  it('limits what a beat may say', async () => {
    const workflow = await startedWorkflow()
    const task = await workflow.take()
    expect(await workflow.beat(task, 'x'.repeat(2048))).toBe(false)
    await expect(workflow.beat(task, 'x'.repeat(2049))).rejects.toMatchObject({ code: 'ValidationException' })
  })
})
