import { aTokenText } from '../../src/domain/testing-history.ts'

export const TOKEN = aTokenText('own')

/** What `aws stepfunctions get-execution-history` prints of a callback and an activity in two branches, both in flight. */
export function statesAnswer(): { events: Record<string, unknown>[] } {
  const event = (id: number, previousEventId: number, type: string, details: object = {}) => ({
    timestamp: `2026-11-20T15:00:0${id % 10}.250000+01:00`,
    type,
    id,
    previousEventId,
    ...details,
  })
  const entered = (name: string) => ({
    stateEnteredEventDetails: { name, input: '{}', inputDetails: { truncated: false } },
  })
  return {
    events: [
      event(1, 0, 'ExecutionStarted', {
        executionStartedEventDetails: { input: '{}', roleArn: 'arn:aws:iam::123456789012:role/orders' },
      }),
      event(2, 0, 'ParallelStateEntered', entered('Orders')),
      event(3, 2, 'ParallelStateStarted'),
      event(4, 3, 'TaskStateEntered', entered('Ask manager')),
      event(5, 3, 'TaskStateEntered', entered('Charge card')),
      event(6, 4, 'TaskScheduled', {
        taskScheduledEventDetails: {
          resourceType: 'sqs',
          resource: 'sendMessage.waitForTaskToken',
          region: 'eu-west-1',
          parameters: JSON.stringify({ MessageBody: JSON.stringify({ TaskToken: TOKEN }) }),
          heartbeatInSeconds: 60,
        },
      }),
      event(7, 5, 'ActivityScheduled', {
        activityScheduledEventDetails: {
          resource: 'arn:aws:states:eu-west-1:123456789012:activity:charge',
          input: '{}',
          timeoutInSeconds: 900,
          heartbeatInSeconds: 30,
        },
      }),
      event(8, 7, 'ActivityStarted', { activityStartedEventDetails: { workerName: 'worker-7' } }),
    ],
  }
}

export const STATES_TASKS = [
  {
    provider: 'stepfunctions',
    kind: 'callback',
    scheduledEventId: 6,
    name: 'Ask manager',
    path: 'Orders / branch 1 / Ask manager',
    attempt: 1,
    heartbeatSeconds: 60,
    timeoutSeconds: null,
    startedAt: null,
    cancelRequested: null,
    hasToken: true,
  },
  {
    provider: 'stepfunctions',
    kind: 'activity',
    scheduledEventId: 7,
    name: 'Charge card',
    path: 'Orders / branch 2 / Charge card',
    attempt: 1,
    heartbeatSeconds: 30,
    timeoutSeconds: 900,
    startedAt: '2026-11-20T14:00:08.250Z',
    cancelRequested: null,
    hasToken: false,
  },
]

/** What `aws swf get-workflow-execution-history` prints of two tries of an activity, the second in flight and asked to stop. */
export function swfAnswer(): { events: Record<string, unknown>[] } {
  const event = (eventId: number, eventType: string, name: string, attributes: object) => ({
    eventTimestamp: 1795183200 + eventId + 0.5,
    eventType,
    eventId,
    [`${name}EventAttributes`]: attributes,
  })
  const scheduled = (eventId: number) =>
    event(eventId, 'ActivityTaskScheduled', 'activityTaskScheduled', {
      activityId: 'charge-1',
      activityType: { name: 'ChargeCard', version: '1.2' },
      taskList: { name: 'payments' },
      heartbeatTimeout: '60',
      startToCloseTimeout: '900',
      scheduleToStartTimeout: 'NONE',
      scheduleToCloseTimeout: 'NONE',
      decisionTaskCompletedEventId: 4,
    })
  return {
    events: [
      event(1, 'WorkflowExecutionStarted', 'workflowExecutionStarted', {
        workflowType: { name: 'Fulfilment', version: '3' },
        executionStartToCloseTimeout: '3600',
        input: '{}',
      }),
      scheduled(2),
      event(3, 'ActivityTaskTimedOut', 'activityTaskTimedOut', {
        scheduledEventId: 2,
        startedEventId: 0,
        timeoutType: 'SCHEDULE_TO_START',
      }),
      scheduled(4),
      event(5, 'ActivityTaskStarted', 'activityTaskStarted', { scheduledEventId: 4, identity: 'worker-7' }),
      event(6, 'ActivityTaskCancelRequested', 'activityTaskCancelRequested', {
        activityId: 'charge-1',
        decisionTaskCompletedEventId: 4,
      }),
    ],
  }
}

export const SWF_TASKS = [
  {
    provider: 'swf',
    kind: 'activity',
    scheduledEventId: 4,
    name: 'ChargeCard',
    path: 'ChargeCard',
    attempt: 2,
    heartbeatSeconds: 60,
    timeoutSeconds: 900,
    startedAt: '2026-11-20T14:00:05.500Z',
    cancelRequested: true,
    hasToken: false,
  },
]
