import type { Decision } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import {
  complete,
  decideIn,
  domain,
  historyOf,
  newest,
  startedWorkflow,
  startInput,
  typesOf,
  type Workflow,
  workflowId,
} from './test-workflow.ts'

const otherId = 'order-2'
const aMomentMs = 300

function signalTo(target: { workflowId: string; runId?: string }): Decision {
  return {
    decisionType: 'SignalExternalWorkflowExecution',
    signalExternalWorkflowExecutionDecisionAttributes: {
      ...target,
      signalName: 'hurry',
      input: 'in',
      control: 'mine',
    },
  }
}

function cancelOf(target: { workflowId: string; runId?: string }): Decision {
  return {
    decisionType: 'RequestCancelExternalWorkflowExecution',
    requestCancelExternalWorkflowExecutionDecisionAttributes: { ...target, control: 'mine' },
  }
}

/** Two executions, each with a decider of its own. */
async function two(): Promise<Workflow & { readonly otherRunId: string }> {
  const workflow = await startedWorkflow()
  const input = startInput({ workflowId: otherId, taskList: { name: 'others' } })
  const { runId = '' } = await workflow.aws.call('StartWorkflowExecution', input)
  return { ...workflow, otherRunId: runId }
}

describe('what goes from one execution to another', () => {
  it('is a signal: both histories name the other one, and both deciders are asked', async () => {
    const workflow = await two()
    const { aws, runId, otherRunId } = workflow
    await decideIn(aws, 'others')
    await workflow.decide(signalTo({ workflowId: otherId }))
    expect((await workflow.last()).signalExternalWorkflowExecutionInitiatedEventAttributes).toEqual({
      workflowId: otherId,
      signalName: 'hurry',
      input: 'in',
      control: 'mine',
      decisionTaskCompletedEventId: 4,
    })
    await aws.step(aMomentMs)
    expect((await historyOf(aws, otherId)).slice(-2)).toMatchObject([
      {
        workflowExecutionSignaledEventAttributes: {
          signalName: 'hurry',
          input: 'in',
          externalInitiatedEventId: 5,
          externalWorkflowExecution: { workflowId, runId },
        },
      },
      { eventType: 'DecisionTaskScheduled' },
    ])
    expect((await workflow.events()).slice(-2)).toMatchObject([
      {
        externalWorkflowExecutionSignaledEventAttributes: {
          workflowExecution: { workflowId: otherId, runId: otherRunId },
          initiatedEventId: 5,
        },
      },
      { eventType: 'DecisionTaskScheduled' },
    ])
  })

  it('is a request to cancel, which shows in its description', async () => {
    const workflow = await two()
    const { aws, runId, otherRunId } = workflow
    await workflow.decide(cancelOf({ workflowId: otherId, runId: otherRunId }))
    expect((await workflow.last()).requestCancelExternalWorkflowExecutionInitiatedEventAttributes).toEqual({
      workflowId: otherId,
      runId: otherRunId,
      control: 'mine',
      decisionTaskCompletedEventId: 4,
    })
    await aws.step(aMomentMs)
    expect((await historyOf(aws, otherId)).at(-1)?.workflowExecutionCancelRequestedEventAttributes).toEqual({
      externalInitiatedEventId: 5,
      externalWorkflowExecution: { workflowId, runId },
    })
    const execution = { workflowId: otherId, runId: otherRunId }
    const { executionInfo } = await aws.call('DescribeWorkflowExecution', { domain, execution })
    expect(executionInfo?.cancelRequested).toBe(true)
    expect(
      (await newest(workflow, 'ExternalWorkflowExecutionCancelRequested'))
        ?.externalWorkflowExecutionCancelRequestedEventAttributes,
    ).toEqual({ workflowExecution: execution, initiatedEventId: 5 })
  })

  it.each([
    ['one that never was', () => ({ workflowId: 'nothing' })],
    ['another run of it', () => ({ workflowId: otherId, runId: 'another' })],
    [
      'one that has closed',
      ({ otherRunId }: { otherRunId: string }) => ({ workflowId: otherId, runId: otherRunId }),
    ],
  ] as const)('cannot reach %s', async (what, targetIn) => {
    const workflow = await two()
    const target: { workflowId: string; runId?: string } = targetIn(workflow)
    if (what === 'one that has closed') await decideIn(workflow.aws, 'others', complete)
    await workflow.decide(signalTo(target), cancelOf(target))
    await workflow.aws.step(aMomentMs)
    const failed = { ...target, control: 'mine', cause: 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION' }
    expect(
      (await newest(workflow, 'SignalExternalWorkflowExecutionFailed'))
        ?.signalExternalWorkflowExecutionFailedEventAttributes,
    ).toEqual({ ...failed, initiatedEventId: 5, decisionTaskCompletedEventId: 4 })
    expect(
      (await newest(workflow, 'RequestCancelExternalWorkflowExecutionFailed'))
        ?.requestCancelExternalWorkflowExecutionFailedEventAttributes,
    ).toEqual({ ...failed, initiatedEventId: 6, decisionTaskCompletedEventId: 4 })
    expect((await workflow.types()).includes('DecisionTaskScheduled')).toBe(true)
  })

  it('may be for the sender itself', async () => {
    const workflow = await startedWorkflow()
    await workflow.decide(signalTo({ workflowId, runId: '' }))
    await workflow.aws.step(aMomentMs)
    expect(typesOf(await workflow.events()).slice(-2)).toEqual([
      'WorkflowExecutionSignaled',
      'ExternalWorkflowExecutionSignaled',
    ])
  })

  it('arrives also where its sender has closed with the same answer', async () => {
    const workflow = await two()
    await workflow.decide(signalTo({ workflowId: otherId }), cancelOf({ workflowId: otherId }), complete)
    await workflow.aws.step(aMomentMs)
    // Either may arrive first.
    expect(new Set(typesOf(await historyOf(workflow.aws, otherId)))).toEqual(
      new Set(['WorkflowExecutionStarted', 'WorkflowExecutionSignaled', 'WorkflowExecutionCancelRequested']),
    )
    expect((await workflow.types()).at(-1)).toBe('WorkflowExecutionCompleted')
  })

  it.each([
    ['SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED', signalTo],
    ['REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED', cancelOf],
  ])('is refused where it is too much: %s', async (cause, decision) => {
    const workflow = await startedWorkflow()
    await workflow.decide(...Array.from({ length: 1201 }, () => decision({ workflowId: 'nobody' })))
    const told = (await workflow.events()).at(-2)
    expect(
      told?.signalExternalWorkflowExecutionFailedEventAttributes ??
        told?.requestCancelExternalWorkflowExecutionFailedEventAttributes,
    ).toMatchObject({ cause, initiatedEventId: 0 })
  })

  it('is refused later where the account has more', async () => {
    const workflow = await startedWorkflow()
    workflow.aws.world.settings.quotaFactor = 2
    await workflow.decide(...Array.from({ length: 1201 }, () => signalTo({ workflowId: 'nobody' })))
    expect((await workflow.types()).at(-1)).toBe('SignalExternalWorkflowExecutionInitiated')
  })
})
