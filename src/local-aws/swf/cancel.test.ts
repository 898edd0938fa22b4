import type { Decision } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { domain, newest, startedWorkflow, type Workflow, workflowId } from './test-workflow.ts'

/** The decider asks for an activity to be canceled, as soon as it has something to decide. */
async function requestCancel(workflow: Workflow, activityId = 'pack-1'): Promise<void> {
  await workflow.signal()
  await workflow.decide(cancelOf(activityId))
}

function cancelOf(activityId: string): Decision {
  return {
    decisionType: 'RequestCancelActivityTask',
    requestCancelActivityTaskDecisionAttributes: { activityId },
  }
}

describe('canceling an activity task', () => {
  it('is told to its worker with the next beat, and is over when the worker says so', async () => {
    const workflow = await startedWorkflow()
    const task = await workflow.take()
    expect(await workflow.beat(task, '10 %')).toBe(false)
    await requestCancel(workflow)
    const requested = await workflow.last()
    expect(requested).toMatchObject({
      eventType: 'ActivityTaskCancelRequested',
      activityTaskCancelRequestedEventAttributes: { activityId: 'pack-1', decisionTaskCompletedEventId: 10 },
    })
    expect(await workflow.beat(task, '20 %')).toBe(true)
    expect(await workflow.beat(task)).toBe(true)
    const { taskToken } = task
    await workflow.aws.call('RespondActivityTaskCanceled', { taskToken, details: 'stopped at 20 %' })
    expect((await newest(workflow, 'ActivityTaskCanceled'))?.activityTaskCanceledEventAttributes).toEqual({
      details: 'stopped at 20 %',
      scheduledEventId: 5,
      startedEventId: 6,
      latestCancelRequestedEventId: requested.eventId,
    })
    expect((await workflow.types()).at(-1)).toBe('DecisionTaskScheduled')
  })

  it('may be ignored: the task goes on, completes, fails or times out as any other', async () => {
    const workflow = await startedWorkflow()
    const task = await workflow.take({ startToCloseTimeout: '3600' })
    await requestCancel(workflow)
    for (let beat = 0; beat < 10; beat += 1) {
      await workflow.aws.step(50_000)
      expect(await workflow.beat(task)).toBe(true)
    }
    await workflow.aws.call('RespondActivityTaskCompleted', {
      taskToken: task.taskToken,
      result: 'all the same',
    })
    expect((await newest(workflow, 'ActivityTaskCompleted'))?.activityTaskCompletedEventAttributes).toEqual({
      result: 'all the same',
      scheduledEventId: 5,
      startedEventId: 6,
    })
    await workflow.decide(workflow.schedule())
    const again = await workflow.poll()
    // Whoever comes after it was not asked to stop.
    expect(await workflow.beat(again)).toBe(false)
  })

  it('is not accepted from a worker that nobody has asked to', async () => {
    const workflow = await startedWorkflow()
    const { taskToken } = await workflow.take()
    await expect(workflow.aws.call('RespondActivityTaskCanceled', { taskToken })).rejects.toMatchObject({
      code: 'ValidationException',
    })
    expect((await workflow.types()).at(-1)).toBe('ActivityTaskStarted')
  })

  it('is done at once for a task that nobody has taken', async () => {
    const workflow = await startedWorkflow()
    await workflow.decide(workflow.schedule(), cancelOf('pack-1'))
    expect((await workflow.types()).slice(-4)).toEqual([
      'ActivityTaskScheduled',
      'ActivityTaskCancelRequested',
      'ActivityTaskCanceled',
      'DecisionTaskScheduled',
    ])
    expect((await newest(workflow, 'ActivityTaskCanceled'))?.activityTaskCanceledEventAttributes).toEqual({
      scheduledEventId: 5,
      startedEventId: 0,
      latestCancelRequestedEventId: 6,
    })
    expect((await workflow.poll()).taskToken).toBe('')
  })

  it('means the open task of that activityId, not one that is over', async () => {
    const workflow = await startedWorkflow()
    await workflow.take()
    await workflow.aws.step(61_000)
    await workflow.decide(workflow.schedule(), workflow.schedule({ activityId: 'pack-2' }))
    const second = await workflow.poll()
    const other = await workflow.poll()
    expect([second.activityId, other.activityId]).toEqual(['pack-1', 'pack-2'])
    await requestCancel(workflow)
    expect(await workflow.beat(second)).toBe(true)
    expect(await workflow.beat(other)).toBe(false)
  })

  it.each([
    ['one that never was', 'nothing'],
    ['one that is over', 'pack-1'],
  ])('fails for %s', async (_what, activityId) => {
    const workflow = await startedWorkflow()
    const { taskToken } = await workflow.take()
    await workflow.aws.call('RespondActivityTaskFailed', { taskToken, reason: 'R', details: 'D' })
    expect((await newest(workflow, 'ActivityTaskFailed'))?.activityTaskFailedEventAttributes).toEqual({
      reason: 'R',
      details: 'D',
      scheduledEventId: 5,
      startedEventId: 6,
    })
    await workflow.decide(cancelOf(activityId))
    expect((await workflow.events()).at(-2)).toMatchObject({
      eventType: 'RequestCancelActivityTaskFailed',
      requestCancelActivityTaskFailedEventAttributes: { activityId, cause: 'ACTIVITY_ID_UNKNOWN' },
    })
    expect((await workflow.types()).at(-1)).toBe('DecisionTaskScheduled')
  })
})

describe('canceling an execution', () => {
  it('is up to its decider', async () => {
    const workflow = await startedWorkflow()
    const task = await workflow.take()
    const { aws, runId } = workflow
    await aws.call('RequestCancelWorkflowExecution', { domain, workflowId, runId })
    expect((await workflow.events()).at(-2)).toMatchObject({
      eventType: 'WorkflowExecutionCancelRequested',
      workflowExecutionCancelRequestedEventAttributes: { externalInitiatedEventId: 0 },
    })
    const described = await aws.call('DescribeWorkflowExecution', {
      domain,
      execution: { workflowId, runId },
    })
    expect(described.executionInfo).toMatchObject({ cancelRequested: true, executionStatus: 'OPEN' })
    expect(await workflow.beat(task)).toBe(false)
    await workflow.decide(cancelOf('pack-1'))
    expect(await workflow.beat(task)).toBe(true)
    await aws.call('RespondActivityTaskCanceled', { taskToken: task.taskToken })
    await workflow.decide({ decisionType: 'CancelWorkflowExecution' })
    expect((await workflow.types()).at(-1)).toBe('WorkflowExecutionCanceled')
  })
})
