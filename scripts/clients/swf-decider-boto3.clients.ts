import type { Decision, DecisionTask, HistoryEvent } from '@aws-sdk/client-swf'
import { beforeEach, describe, expect, it } from 'vitest'
import { testBoto3 } from './testing-boto3.ts'
import { testPlace } from './testing-place.ts'
import { domain, swfSetting, workflowType } from './testing-swf.ts'

const place = testPlace()
const boto3 = testBoto3(place)
const setting = swfSetting(place)
const { control } = place

beforeEach(async () => {
  await control.openScenario('quiet', { paused: true })
  await setting.register()
})

/** Asks for a decision task as boto3 does. */
async function polled(list = 'orders'): Promise<DecisionTask> {
  const poll = { domain, taskList: { name: list }, identity: 'boto3' }
  // What boto3 answers has the members of the SDK's own output; so below.
  return (await boto3.output('swf', 'poll_for_decision_task', poll)) as DecisionTask
}

/** Is a decider once: gives the task that it has answered. */
async function decide(
  decisions: readonly Decision[],
  list?: string,
  more: object = {},
): Promise<DecisionTask> {
  const task = await polled(list)
  const { taskToken } = task
  await boto3.output('swf', 'respond_decision_task_completed', { taskToken, decisions, ...more })
  return task
}

async function start(workflowId: string): Promise<string> {
  const input = { domain, workflowId, workflowType, lambdaRole: 'arn:aws:iam::123456789012:role/Invoker' }
  const { runId } = (await boto3.output('swf', 'start_workflow_execution', input)) as { runId: string }
  return runId
}

/** What happened since the decider was here last. */
function news({ events = [], previousStartedEventId = 0 }: DecisionTask): (string | undefined)[] {
  return events
    .filter(({ eventId = 0 }) => eventId > previousStartedEventId)
    .map(({ eventType }) => eventType)
    .filter((type) => type?.startsWith('DecisionTask') === false)
}

async function history(workflowId: string, runId: string): Promise<readonly HistoryEvent[]> {
  await control.step(10) // what SWF shows lags behind what is
  const read = { domain, execution: { workflowId, runId }, PaginationConfig: { PageSize: 4 } }
  const { events = [] } = (await boto3.output('swf', 'get_workflow_execution_history', read, {
    paginate: true,
  })) as { events?: HistoryEvent[] }
  return events
}

const timer: Decision = {
  decisionType: 'StartTimer',
  startTimerDecisionAttributes: { timerId: 'patience', startToFireTimeout: '30', control: 'mine' },
}
const marker: Decision = {
  decisionType: 'RecordMarker',
  recordMarkerDecisionAttributes: { markerName: 'step', details: '1 of 2' },
}
const child: Decision = {
  decisionType: 'StartChildWorkflowExecution',
  startChildWorkflowExecutionDecisionAttributes: {
    workflowId: 'parcel',
    workflowType,
    taskList: { name: 'parcels' },
    input: 'box',
  },
}
const complete: Decision = {
  decisionType: 'CompleteWorkflowExecution',
  completeWorkflowExecutionDecisionAttributes: { result: 'sent' },
}

describe('a decider that is written with boto3', () => {
  it('waits for a timer, leaves a marker, has a child work, and goes on as a new run', async () => {
    const runId = await start('order-1')
    await decide([timer, marker])
    await control.step(35)
    expect(news(await decide([child]))).toEqual(['TimerStarted', 'MarkerRecorded', 'TimerFired'])
    await control.step(1)
    expect(news(await decide([]))).toEqual([
      'StartChildWorkflowExecutionInitiated',
      'ChildWorkflowExecutionStarted',
    ])
    const [started] = (await decide([complete], 'parcels')).events ?? []
    expect(started?.workflowExecutionStartedEventAttributes).toMatchObject({
      input: 'box',
      parentWorkflowExecution: { workflowId: 'order-1', runId },
      parentInitiatedEventId: 11,
    })
    await control.step(1)
    const goOn: Decision = {
      decisionType: 'ContinueAsNewWorkflowExecution',
      continueAsNewWorkflowExecutionDecisionAttributes: { input: 'rest', tagList: ['second'] },
    }
    const last = await decide([goOn])
    expect(
      last.events?.findLast((event) => event.childWorkflowExecutionCompletedEventAttributes)
        ?.childWorkflowExecutionCompletedEventAttributes,
    ).toMatchObject({ result: 'sent', workflowExecution: { workflowId: 'parcel' } })
    const events = await history('order-1', runId)
    const nextRunId = events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? ''
    expect((await history('order-1', nextRunId))[0]?.workflowExecutionStartedEventAttributes).toMatchObject({
      continuedExecutionRunId: runId,
      input: 'rest',
      tagList: ['second'],
    })
    const read = { domain, startTimeFilter: { oldestDate: 0 }, executionFilter: { workflowId: 'order-1' } }
    expect(await boto3.output('swf', 'list_closed_workflow_executions', read)).toMatchObject({
      executionInfos: [{ execution: { runId }, closeStatus: 'CONTINUED_AS_NEW' }],
    })
    expect(await boto3.output('swf', 'list_open_workflow_executions', read)).toMatchObject({
      executionInfos: [{ execution: { runId: nextRunId }, tagList: ['second'] }],
    })
  })

  it('runs a function, signals another execution and asks for its cancellation', async () => {
    await start('order-1')
    await decide([
      {
        decisionType: 'ScheduleLambdaFunction',
        scheduleLambdaFunctionDecisionAttributes: { id: 'price', name: 'Price', input: '{}' },
      },
    ])
    await control.step(3)
    const task = await decide([
      {
        decisionType: 'SignalExternalWorkflowExecution',
        signalExternalWorkflowExecutionDecisionAttributes: { workflowId: 'order-1', signalName: 'self' },
      },
      {
        decisionType: 'RequestCancelExternalWorkflowExecution',
        requestCancelExternalWorkflowExecutionDecisionAttributes: { workflowId: 'nobody' },
      },
    ])
    expect(news(task)).toEqual([
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionCompleted',
    ])
    await control.step(1)
    expect(new Set(news(await decide([complete])))).toEqual(
      new Set([
        'SignalExternalWorkflowExecutionInitiated',
        'RequestCancelExternalWorkflowExecutionInitiated',
        'WorkflowExecutionSignaled',
        'ExternalWorkflowExecutionSignaled',
        'RequestCancelExternalWorkflowExecutionFailed',
      ]),
    )
  })

  it('reads in the next task why a decision was not carried out', async () => {
    await start('order-1')
    await decide([timer, timer, child])
    await control.step(1)
    const { events = [] } = await polled()
    expect(events.find((event) => event.startTimerFailedEventAttributes)).toMatchObject({
      startTimerFailedEventAttributes: { timerId: 'patience', cause: 'TIMER_ID_ALREADY_IN_USE' },
    })
  })

  it('leaves its children to their policy where somebody terminates its execution', async () => {
    await start('order-1')
    await decide([child])
    await control.step(1)
    await boto3.output('swf', 'terminate_workflow_execution', { domain, workflowId: 'order-1', reason: 'r' })
    await control.step(10)
    const read = { domain, startTimeFilter: { oldestDate: 0 }, executionFilter: { workflowId: 'parcel' } }
    expect(await boto3.output('swf', 'list_closed_workflow_executions', read)).toMatchObject({
      executionInfos: [{ closeStatus: 'TERMINATED', parent: { workflowId: 'order-1' } }],
    })
  })

  it.each([
    [{ decisionType: 'StartTimer' }, /2 validation errors detected: .*startTimerDecisionAttributes.timerId/],
    [
      {
        decisionType: 'StartTimer',
        startTimerDecisionAttributes: { timerId: 'a/b', startToFireTimeout: '1' },
      },
      /timerId' failed to satisfy constraint/,
    ],
  ])('gets a ValidationException for what cannot be a decision (%#)', async (decision, message) => {
    await start('order-1')
    const { taskToken } = await polled()
    const answer = { taskToken, decisions: [decision] }
    expect(await boto3.call('swf', 'respond_decision_task_completed', answer)).toMatchObject({
      kind: 'refusal',
      code: 'ValidationException',
      message: expect.stringMatching(message),
      status: 400,
    })
  })
})
