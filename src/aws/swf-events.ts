import type { ActivityTaskScheduledEventAttributes, HistoryEvent as SdkEvent } from '@aws-sdk/client-swf'
import type { Seconds } from '../asl/lint-rules.ts'
import { maskTokens } from '../domain/masked-tokens.ts'
import type { SwfEvent, SwfTimeoutType, SwfType, WorkflowOutcome } from '../domain/swf-event.ts'
import { type AnswerSource, countOf, listOf, textOf, timeOf, unreadable } from './read-members.ts'

type Base = Pick<SwfEvent, 'id' | 'atMs'>

/**
 * The events of one answer to GetWorkflowExecutionHistory as domain facts, in its order. Throws `AppFailure` where there is no list, or an
 * event without its id, its time, its type, or the task that it starts or ends.
 */
export function readSwfEvents(
  source: AnswerSource,
  events: readonly SdkEvent[] | undefined,
): readonly SwfEvent[] {
  return listOf(source, events).map((event) => {
    if ((countOf(event.eventId) ?? 0) === 0 || !textOf(event.eventType)) throw unreadable(source, 'malformed')
    if (timeOf(event.eventTimestamp) === null) throw unreadable(source, 'noTime')
    const fact = toSwfEvent(event)
    if ('scheduledEventId' in fact && (countOf(fact.scheduledEventId) ?? 0) === 0)
      throw unreadable(source, 'malformed')
    return fact
  })
}

/** An event of GetWorkflowExecutionHistory as a domain fact. Types that say nothing about activity tasks come through as `other`. */
export function toSwfEvent(event: SdkEvent): SwfEvent {
  const base: Base = { id: event.eventId ?? 0, atMs: event.eventTimestamp?.getTime() ?? 0 }
  const type: string = event.eventType ?? ''
  const outcome = WORKFLOW_OUTCOME_OF.get(type)
  if (outcome !== undefined) return { ...base, kind: 'workflowEnded', outcome }
  switch (type) {
    case 'WorkflowExecutionStarted': {
      const details = event.workflowExecutionStartedEventAttributes
      return {
        ...base,
        kind: 'workflowStarted',
        workflowType: typeOf(details?.workflowType),
        executionStartToCloseSeconds: secondsOf(details?.executionStartToCloseTimeout),
      }
    }
    case 'WorkflowExecutionCancelRequested':
      return { ...base, kind: 'workflowCancelRequested' }
    case 'DecisionTaskStarted':
      return {
        ...base,
        kind: 'decisionStarted',
        identity: shown(event.decisionTaskStartedEventAttributes?.identity),
      }
    case 'DecisionTaskCompleted':
      return {
        ...base,
        kind: 'decisionCompleted',
        startedEventId: event.decisionTaskCompletedEventAttributes?.startedEventId ?? 0,
      }
    case 'ActivityTaskScheduled':
      return scheduled(event.activityTaskScheduledEventAttributes, base)
    case 'ActivityTaskStarted': {
      const details = event.activityTaskStartedEventAttributes
      return {
        ...base,
        kind: 'activityStarted',
        scheduledEventId: details?.scheduledEventId ?? 0,
        identity: shown(details?.identity),
      }
    }
    case 'ActivityTaskCancelRequested': {
      const details = event.activityTaskCancelRequestedEventAttributes
      return {
        ...base,
        kind: 'activityCancelRequested',
        activityId: shown(details?.activityId) ?? '',
        decisionEventId: details?.decisionTaskCompletedEventId ?? 0,
      }
    }
    default:
      return ended(event, type, base)
  }
}

/** A Map: a type may be called like a member of every object. */
const WORKFLOW_OUTCOME_OF: ReadonlyMap<string, WorkflowOutcome> = new Map<string, WorkflowOutcome>([
  ['WorkflowExecutionCompleted', 'completed'],
  ['WorkflowExecutionFailed', 'failed'],
  ['WorkflowExecutionTimedOut', 'timedOut'],
  ['WorkflowExecutionCanceled', 'canceled'],
  ['WorkflowExecutionTerminated', 'terminated'],
  ['WorkflowExecutionContinuedAsNew', 'continuedAsNew'],
])

function scheduled(details: ActivityTaskScheduledEventAttributes | undefined, base: Base): SwfEvent {
  return {
    ...base,
    kind: 'activityScheduled',
    activityId: shown(details?.activityId) ?? '',
    activityType: typeOf(details?.activityType),
    taskList: shown(details?.taskList?.name) ?? '',
    heartbeatSeconds: secondsOf(details?.heartbeatTimeout),
    startToCloseSeconds: secondsOf(details?.startToCloseTimeout),
    scheduleToStartSeconds: secondsOf(details?.scheduleToStartTimeout),
    scheduleToCloseSeconds: secondsOf(details?.scheduleToCloseTimeout),
    decisionEventId: details?.decisionTaskCompletedEventId ?? 0,
  }
}

function ended(event: SdkEvent, type: string, base: Base): SwfEvent {
  const silent = { reason: null, details: null, timeoutType: null }
  switch (type) {
    case 'ActivityTaskCompleted': {
      const told = event.activityTaskCompletedEventAttributes
      return { ...base, ...silent, ...endOf(told), outcome: 'completed' }
    }
    case 'ActivityTaskFailed': {
      const told = event.activityTaskFailedEventAttributes
      return {
        ...base,
        ...silent,
        ...endOf(told),
        outcome: 'failed',
        reason: shown(told?.reason),
        details: shown(told?.details),
      }
    }
    case 'ActivityTaskTimedOut': {
      const told = event.activityTaskTimedOutEventAttributes
      return {
        ...base,
        ...silent,
        ...endOf(told),
        outcome: 'timedOut',
        details: shown(told?.details),
        timeoutType: timeoutTypeOf(told?.timeoutType),
      }
    }
    case 'ActivityTaskCanceled': {
      const told = event.activityTaskCanceledEventAttributes
      return { ...base, ...silent, ...endOf(told), outcome: 'canceled', details: shown(told?.details) }
    }
    default:
      return { ...base, kind: 'other', type }
  }
}

function endOf(told: { scheduledEventId: number | undefined } | undefined) {
  return { kind: 'activityEnded', scheduledEventId: told?.scheduledEventId ?? 0 } as const
}

function typeOf(type: { name: string | undefined; version: string | undefined } | undefined): SwfType {
  return { name: shown(type?.name) ?? '', version: shown(type?.version) ?? '' }
}

/** A text for a screen: a worker or a decider may have put a token into it. Alike stays alike, so ids can still be compared. */
function shown(value: unknown): string | null {
  const text = textOf(value)
  return text === null ? null : maskTokens(text)
}

/** A timeout as SWF writes it, seconds in digits or `NONE`; null: no limit; undefined: missing, or in another form. */
function secondsOf(timeout: unknown): Seconds {
  if (timeout === 'NONE') return null
  return typeof timeout === 'string' && /^\d+$/.test(timeout) ? Number(timeout) : undefined
}

const TIMEOUT_TYPES: readonly SwfTimeoutType[] = [
  'START_TO_CLOSE',
  'SCHEDULE_TO_START',
  'SCHEDULE_TO_CLOSE',
  'HEARTBEAT',
]

function timeoutTypeOf(type: string | undefined): SwfTimeoutType | null {
  return TIMEOUT_TYPES.find((known) => known === type) ?? null
}
