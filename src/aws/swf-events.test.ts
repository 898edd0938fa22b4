import { ActivityTaskTimeoutType, EventType, type HistoryEvent as SdkEvent } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { TaskToken } from '../domain/task-token.ts'
import { aBase64Token } from '../domain/testing-tokens.ts'
import { seededRandom } from '../lib/random.ts'
import { toSwfEvent } from './swf-events.ts'

const AT = new Date(Date.UTC(2026, 10, 20, 14, 2, 31))
const BASE = { eventId: 7, eventTimestamp: AT }

/** Types of which each must mean something. All others must not: the failed-to-schedule ones above all, which make no task. */
const MEANS: Readonly<Record<string, string>> = {
  WorkflowExecutionStarted: 'workflowStarted',
  WorkflowExecutionCancelRequested: 'workflowCancelRequested',
  WorkflowExecutionCompleted: 'workflowEnded',
  WorkflowExecutionFailed: 'workflowEnded',
  WorkflowExecutionTimedOut: 'workflowEnded',
  WorkflowExecutionCanceled: 'workflowEnded',
  WorkflowExecutionTerminated: 'workflowEnded',
  WorkflowExecutionContinuedAsNew: 'workflowEnded',
  DecisionTaskStarted: 'decisionStarted',
  DecisionTaskCompleted: 'decisionCompleted',
  ActivityTaskScheduled: 'activityScheduled',
  ActivityTaskStarted: 'activityStarted',
  ActivityTaskCompleted: 'activityEnded',
  ActivityTaskFailed: 'activityEnded',
  ActivityTaskTimedOut: 'activityEnded',
  ActivityTaskCanceled: 'activityEnded',
  ActivityTaskCancelRequested: 'activityCancelRequested',
}

/** The timeouts that the answer says; the rest is as a decider would have it. */
function scheduledWith(timeouts: object): SdkEvent {
  return {
    ...BASE,
    eventType: 'ActivityTaskScheduled',
    activityTaskScheduledEventAttributes: {
      activityId: 'charge-1',
      activityType: { name: 'Charge card', version: '2.1' },
      taskList: { name: 'payments' },
      decisionTaskCompletedEventId: 4,
      ...timeouts,
    },
  }
}

describe('toSwfEvent', () => {
  it.each(Object.values(EventType))('knows %s, with or without attributes', (eventType) => {
    const event = toSwfEvent({ ...BASE, eventType })
    expect(event).toMatchObject({ id: 7, atMs: AT.getTime(), kind: MEANS[eventType] ?? 'other' })
    expect(JSON.stringify(event)).not.toContain('undefined')
  })

  // Of which some are called like members of every object.
  it.each(['ActivityTaskPaused', 'constructor', 'toString'])(
    'passes %s, a later type, through',
    (eventType) => {
      // A type this SDK does not know is still a string on the wire.
      const later = { ...BASE, eventType } as unknown as SdkEvent
      expect(toSwfEvent(later)).toEqual({
        id: 7,
        atMs: AT.getTime(),
        kind: 'other',
        type: eventType,
      })
    },
  )

  it('reads what was scheduled, with all four limits in seconds', () => {
    const event = scheduledWith({
      heartbeatTimeout: '60',
      startToCloseTimeout: '900',
      scheduleToStartTimeout: '0',
      scheduleToCloseTimeout: '1200',
    })
    expect(toSwfEvent(event)).toEqual({
      id: 7,
      atMs: AT.getTime(),
      kind: 'activityScheduled',
      activityId: 'charge-1',
      activityType: { name: 'Charge card', version: '2.1' },
      taskList: 'payments',
      heartbeatSeconds: 60,
      startToCloseSeconds: 900,
      scheduleToStartSeconds: 0,
      scheduleToCloseSeconds: 1200,
      decisionEventId: 4,
    })
  })

  it.each([
    ['NONE', null],
    [undefined, undefined],
    ['', undefined],
    ['soon', undefined],
    ['-1', undefined],
    ['Infinity', undefined],
  ])('takes the timeout %j for %s: no limit is what SWF says, and nothing else', (timeout, seconds) => {
    const event = scheduledWith({
      heartbeatTimeout: timeout,
      startToCloseTimeout: timeout,
      scheduleToStartTimeout: timeout,
      scheduleToCloseTimeout: timeout,
    })
    expect(toSwfEvent(event)).toMatchObject({
      heartbeatSeconds: seconds,
      startToCloseSeconds: seconds,
      scheduleToStartSeconds: seconds,
      scheduleToCloseSeconds: seconds,
    })
  })

  it.each([
    ['3600', 3600],
    ['NONE', null],
    [undefined, undefined],
  ])('reads the limit %s of the workflow itself', (executionStartToCloseTimeout, seconds) => {
    const event = toSwfEvent({
      ...BASE,
      eventType: 'WorkflowExecutionStarted',
      workflowExecutionStartedEventAttributes: {
        childPolicy: 'TERMINATE',
        taskList: { name: 'deciders' },
        workflowType: { name: 'Order', version: '1' },
        executionStartToCloseTimeout,
      },
    })
    expect(event).toMatchObject({
      workflowType: { name: 'Order', version: '1' },
      executionStartToCloseSeconds: seconds,
    })
  })

  it('names the worker that took a task, where it gave its name', () => {
    const started = (identity?: string): SdkEvent => ({
      ...BASE,
      eventType: 'ActivityTaskStarted',
      activityTaskStartedEventAttributes: { scheduledEventId: 5, ...(identity ? { identity } : {}) },
    })
    expect(toSwfEvent(started('host-1'))).toMatchObject({ scheduledEventId: 5, identity: 'host-1' })
    expect(toSwfEvent(started())).toMatchObject({ scheduledEventId: 5, identity: null })
  })

  it('leads from a cancellation to the decider that asked for it', () => {
    const requested = toSwfEvent({
      ...BASE,
      eventType: 'ActivityTaskCancelRequested',
      activityTaskCancelRequestedEventAttributes: {
        activityId: 'charge-1',
        decisionTaskCompletedEventId: 12,
      },
    })
    const completed = toSwfEvent({
      ...BASE,
      eventId: 12,
      eventType: 'DecisionTaskCompleted',
      decisionTaskCompletedEventAttributes: { scheduledEventId: 10, startedEventId: 11 },
    })
    const started = toSwfEvent({
      ...BASE,
      eventId: 11,
      eventType: 'DecisionTaskStarted',
      decisionTaskStartedEventAttributes: { scheduledEventId: 10, identity: 'decider-3' },
    })
    expect(requested).toMatchObject({ activityId: 'charge-1', decisionEventId: completed.id })
    expect(completed).toMatchObject({ startedEventId: started.id })
    expect(started).toMatchObject({ identity: 'decider-3' })
  })

  it.each<[EventType, Partial<SdkEvent>, object]>([
    [
      'ActivityTaskCompleted',
      { activityTaskCompletedEventAttributes: { scheduledEventId: 5, startedEventId: 6, result: 'ok' } },
      { outcome: 'completed', reason: null, details: null, timeoutType: null },
    ],
    [
      'ActivityTaskFailed',
      {
        activityTaskFailedEventAttributes: {
          scheduledEventId: 5,
          startedEventId: 6,
          reason: 'Declined',
          details: 'No cover',
        },
      },
      { outcome: 'failed', reason: 'Declined', details: 'No cover', timeoutType: null },
    ],
    [
      'ActivityTaskCanceled',
      {
        activityTaskCanceledEventAttributes: {
          scheduledEventId: 5,
          startedEventId: 6,
          details: 'rolled back',
        },
      },
      { outcome: 'canceled', reason: null, details: 'rolled back', timeoutType: null },
    ],
  ])('reads the ending of %s', (eventType, attributes, ending) => {
    expect(toSwfEvent({ ...BASE, eventType, ...attributes })).toMatchObject({
      kind: 'activityEnded',
      scheduledEventId: 5,
      ...ending,
    })
  })

  it.each(Object.values(ActivityTaskTimeoutType))(
    'knows that it was %s, and what the last heartbeat said',
    (timeoutType) => {
      const event = toSwfEvent({
        ...BASE,
        eventType: 'ActivityTaskTimedOut',
        activityTaskTimedOutEventAttributes: {
          scheduledEventId: 5,
          startedEventId: 0,
          timeoutType,
          details: '40 of 100',
        },
      })
      expect(event).toMatchObject({
        kind: 'activityEnded',
        scheduledEventId: 5,
        outcome: 'timedOut',
        timeoutType,
        details: '40 of 100',
      })
    },
  )

  it.each([
    ['WorkflowExecutionCompleted', 'completed'],
    ['WorkflowExecutionFailed', 'failed'],
    ['WorkflowExecutionTimedOut', 'timedOut'],
    ['WorkflowExecutionCanceled', 'canceled'],
    ['WorkflowExecutionTerminated', 'terminated'],
    ['WorkflowExecutionContinuedAsNew', 'continuedAsNew'],
  ] as const)('%s is the end, %s', (eventType, outcome) => {
    expect(toSwfEvent({ ...BASE, eventType })).toMatchObject({ kind: 'workflowEnded', outcome })
  })

  it('shows a token that a worker or a decider wrote down by its fingerprint, and ids alike alike', () => {
    const token = aBase64Token(seededRandom(2))
    const texts = { identity: token, reason: `for ${token}`, details: `{"t":"${token}"}`, activityId: token }
    const events = [
      {
        eventType: 'ActivityTaskStarted',
        activityTaskStartedEventAttributes: { scheduledEventId: 1, ...texts },
      },
      {
        eventType: 'ActivityTaskFailed',
        activityTaskFailedEventAttributes: { scheduledEventId: 1, startedEventId: 2, ...texts },
      },
      {
        eventType: 'ActivityTaskTimedOut',
        activityTaskTimedOutEventAttributes: {
          scheduledEventId: 1,
          startedEventId: 2,
          timeoutType: 'HEARTBEAT',
          ...texts,
        },
      },
      {
        eventType: 'ActivityTaskCanceled',
        activityTaskCanceledEventAttributes: { scheduledEventId: 1, startedEventId: 2, ...texts },
      },
      {
        eventType: 'DecisionTaskStarted',
        decisionTaskStartedEventAttributes: { scheduledEventId: 1, ...texts },
      },
      {
        eventType: 'ActivityTaskScheduled',
        activityTaskScheduledEventAttributes: {
          activityId: token,
          activityType: { name: token, version: token },
          taskList: { name: token },
          decisionTaskCompletedEventId: 1,
        },
      },
      {
        eventType: 'WorkflowExecutionStarted',
        workflowExecutionStartedEventAttributes: {
          workflowType: { name: token, version: '1' },
          taskList: { name: token },
          childPolicy: 'TERMINATE',
        },
      },
    ] as const
    const shown = `token ${new TaskToken(token).fingerprint}`
    for (const event of events) {
      const text = JSON.stringify(toSwfEvent({ ...BASE, ...event }))
      expect(text).not.toContain(token.slice(0, 40))
      expect(text).toContain(shown)
    }
    const asked = toSwfEvent({
      ...BASE,
      eventType: 'ActivityTaskCancelRequested',
      activityTaskCancelRequestedEventAttributes: { activityId: token, decisionTaskCompletedEventId: 1 },
    })
    expect(asked).toMatchObject({ activityId: shown })
  })
})
