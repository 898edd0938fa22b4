import type { HistoryEvent as SdkEvent, TaskSubmittedEventDetails } from '@aws-sdk/client-sfn'
import type { Seconds } from '../asl/lint-rules.ts'
import type { HistoryEvent, Limits, TaskOutcome } from '../domain/history-event.ts'
import { maskTokens } from '../domain/masked-tokens.ts'
import { type AnswerSource, countOf, listOf, textOf, timeOf, unreadable } from './read-members.ts'

/**
 * The events of one answer to GetExecutionHistory as domain facts, in its order. Throws `AppFailure` where there is no list, or an event
 * without what places it in its history: its id, its time, its type and, but for the execution's own events, the event it follows.
 */
export function readHistoryEvents(
  source: AnswerSource,
  events: readonly SdkEvent[] | undefined,
): readonly HistoryEvent[] {
  return listOf(source, events).map((event) => {
    const type = textOf(event.type) ?? ''
    if ((countOf(event.id) ?? 0) === 0 || type === '') throw unreadable(source, 'malformed')
    if (timeOf(event.timestamp) === null) throw unreadable(source, 'noTime')
    if (countOf(event.previousEventId) === null && !type.startsWith('Execution'))
      throw unreadable(source, 'malformed')
    return toHistoryEvent(event)
  })
}

/** An event of GetExecutionHistory as a domain fact. Types that say nothing about tasks come through as `other`. */
export function toHistoryEvent(event: SdkEvent): HistoryEvent {
  const base = {
    id: event.id ?? 0,
    previousEventId: event.previousEventId ?? 0,
    atMs: event.timestamp?.getTime() ?? 0,
  }
  const type: string = event.type ?? ''
  if (type.endsWith('StateEntered')) {
    const details = event.stateEnteredEventDetails
    return {
      ...base,
      kind: 'stateEntered',
      name: textOf(details?.name) ?? '',
      dataText: textOf(details?.input),
      ...(type === 'FailStateEntered' ? { fails: true } : {}),
    }
  }
  if (type.endsWith('StateExited')) {
    const details = event.stateExitedEventDetails
    // Assigned variables can carry a token on just as an output can.
    const dataText = [details?.output, ...Object.values(details?.assignedVariables ?? {})].join('\n')
    return { ...base, kind: 'stateExited', name: textOf(details?.name) ?? '', dataText: dataText || null }
  }
  switch (type) {
    case 'ExecutionStarted':
      return {
        ...base,
        kind: 'executionStarted',
        inputText: textOf(event.executionStartedEventDetails?.input),
      }
    case 'ExecutionRedriven':
      return { ...base, kind: 'executionRedriven' }
    case 'ExecutionSucceeded':
      return { ...base, kind: 'executionEnded', outcome: 'succeeded', error: null }
    case 'ExecutionFailed':
      return {
        ...base,
        kind: 'executionEnded',
        outcome: 'failed',
        error: shown(event.executionFailedEventDetails?.error),
      }
    case 'ExecutionTimedOut':
      return { ...base, kind: 'executionEnded', outcome: 'timedOut', error: null }
    case 'ExecutionAborted':
      return { ...base, kind: 'executionEnded', outcome: 'aborted', error: null }
    case 'ParallelStateStarted':
    case 'MapStateStarted':
      return { ...base, kind: 'branchesStarted' }
    case 'MapIterationStarted':
      return {
        ...base,
        kind: 'iterationStarted',
        index: countOf(event.mapIterationStartedEventDetails?.index) ?? 0,
      }
    case 'ParallelStateSucceeded':
    case 'MapStateSucceeded':
      return { ...base, kind: 'branchesSucceeded' }
    case 'ParallelStateFailed':
    case 'MapStateFailed':
      return { ...base, kind: 'branchesFailed' }
    case 'TaskStateAborted':
    case 'WaitStateAborted':
    case 'ParallelStateAborted':
    case 'MapStateAborted':
    case 'MapIterationAborted':
    case 'MapIterationFailed':
      return { ...base, kind: 'aborted' }
    case 'MapRunStarted':
      return {
        ...base,
        kind: 'mapRunStarted',
        mapRunArn: textOf(event.mapRunStartedEventDetails?.mapRunArn),
      }
    case 'MapRunRedriven':
      return {
        ...base,
        kind: 'mapRunRedriven',
        mapRunArn: textOf(event.mapRunRedrivenEventDetails?.mapRunArn),
      }
    case 'MapRunSucceeded':
      return { ...base, kind: 'mapRunEnded', outcome: 'succeeded', error: null }
    case 'MapRunAborted':
      return { ...base, kind: 'mapRunEnded', outcome: 'aborted', error: null }
    case 'MapRunFailed':
      return {
        ...base,
        kind: 'mapRunEnded',
        outcome: 'failed',
        error: shown(event.mapRunFailedEventDetails?.error),
      }
    case 'ActivityScheduled': {
      const details = event.activityScheduledEventDetails
      return {
        ...base,
        kind: 'activityScheduled',
        resource: textOf(details?.resource) ?? '',
        ...limits(details),
      }
    }
    case 'LambdaFunctionScheduled': {
      const details = event.lambdaFunctionScheduledEventDetails
      return {
        ...base,
        kind: 'lambdaScheduled',
        resource: textOf(details?.resource) ?? '',
        ...limits(details),
      }
    }
    case 'TaskScheduled': {
      const details = event.taskScheduledEventDetails
      return {
        ...base,
        kind: 'taskScheduled',
        resourceType: textOf(details?.resourceType) ?? '',
        resource: textOf(details?.resource) ?? '',
        // AWS's type requires it, so it is perhaps empty where execution data was not asked for.
        parametersText: textOf(details?.parameters) || null,
        ...limits(details),
      }
    }
    case 'ActivityStarted':
      return {
        ...base,
        kind: 'taskStarted',
        workerName: shown(event.activityStartedEventDetails?.workerName),
      }
    case 'TaskStarted':
    case 'LambdaFunctionStarted':
      return { ...base, kind: 'taskStarted', workerName: null }
    case 'TaskSubmitted':
      return { ...base, kind: 'taskSubmitted', childExecutionArn: childOf(event.taskSubmittedEventDetails) }
    default:
      return ended(event, type, base)
  }
}

/** A Map: a type may be called like a member of every object. */
const OUTCOME_OF: ReadonlyMap<string, TaskOutcome> = new Map<string, TaskOutcome>([
  ['ActivitySucceeded', 'succeeded'],
  ['TaskSucceeded', 'succeeded'],
  ['LambdaFunctionSucceeded', 'succeeded'],
  ['ActivityTimedOut', 'timedOut'],
  ['TaskTimedOut', 'timedOut'],
  ['LambdaFunctionTimedOut', 'timedOut'],
  ['ActivityFailed', 'failed'],
  ['ActivityScheduleFailed', 'failed'],
  ['TaskFailed', 'failed'],
  ['TaskStartFailed', 'failed'],
  ['TaskSubmitFailed', 'failed'],
  ['LambdaFunctionFailed', 'failed'],
  ['LambdaFunctionScheduleFailed', 'failed'],
  ['LambdaFunctionStartFailed', 'failed'],
  ['EvaluationFailed', 'failed'],
])

function ended(
  event: SdkEvent,
  type: string,
  base: { id: number; previousEventId: number; atMs: number },
): HistoryEvent {
  const outcome = OUTCOME_OF.get(type)
  if (outcome === undefined) return { ...base, kind: 'other', type }
  const details =
    event.activityFailedEventDetails ??
    event.activityScheduleFailedEventDetails ??
    event.activityTimedOutEventDetails ??
    event.taskFailedEventDetails ??
    event.taskStartFailedEventDetails ??
    event.taskSubmitFailedEventDetails ??
    event.taskTimedOutEventDetails ??
    event.lambdaFunctionFailedEventDetails ??
    event.lambdaFunctionScheduleFailedEventDetails ??
    event.lambdaFunctionStartFailedEventDetails ??
    event.lambdaFunctionTimedOutEventDetails ??
    event.evaluationFailedEventDetails
  return { ...base, kind: 'taskEnded', outcome, error: shown(details?.error), cause: shown(details?.cause) }
}

/** A text for a screen: a worker may have put its token into it. */
function shown(value: unknown): string | null {
  const text = textOf(value)
  return text === null ? null : maskTokens(text)
}

/**
 * The execution that `states:startExecution` has started: `ExecutionArn` of the output, which is StartExecution's own answer. AWS may
 * cut or leave out an output: then it is not known.
 */
function childOf(details: TaskSubmittedEventDetails | undefined): string | null {
  if (details?.resourceType !== 'states' || !/^startExecution\b/.test(details.resource ?? '')) return null
  try {
    const output: unknown = JSON.parse(details.output ?? '')
    if (typeof output !== 'object' || output === null) return null
    const { ExecutionArn } = output as { ExecutionArn?: unknown } // an answer of AWS inside a text, read defensively
    return typeof ExecutionArn === 'string' && ExecutionArn !== '' ? ExecutionArn : null
  } catch {
    return null
  }
}

function limits(
  details: { heartbeatInSeconds?: number | undefined; timeoutInSeconds?: number | undefined } | undefined,
): Limits {
  return {
    heartbeatSeconds: secondsOf(details?.heartbeatInSeconds),
    timeoutSeconds: secondsOf(details?.timeoutInSeconds),
  }
}

/** Absent where the state declares none (recorded histories); undefined: there is one, in a form that this console does not know. */
function secondsOf(value: unknown): Seconds {
  return value === undefined ? null : (countOf(value) ?? undefined)
}
