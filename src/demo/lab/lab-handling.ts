import type { Catcher, Retrier, StateMachineDefinition } from '../../asl/state-machine.ts'
import { stateNamed } from '../../asl/state-named.ts'
import type { HistoryEvent } from '../../domain/history-event.ts'
import { names } from '../../local-aws/states/engine/error-handling.ts'

/** What a failure met with, seen in the event that follows it. */
export interface Handling {
  readonly kind: 'retry' | 'catch' | 'nothing'
  /** The event in which it shows. */
  readonly eventId: number
  /** The state that handled it. */
  readonly state: string | null
  /** `ErrorEquals` of the retrier or catcher; null: it cannot be told which one it was. */
  readonly errorEquals: readonly string[] | null
  /** Where a catcher leads. */
  readonly next: string | null
}

/** A failure as AWS matches it with `ErrorEquals`; a history says neither `heartbeat` nor States.HeartbeatTimeout. */
export interface Matched {
  readonly error: string
  readonly heartbeat?: boolean
}

type Facts = ReadonlyMap<number, HistoryEvent>

/**
 * Which Retry or Catch took each failure. A history does not say: the definition does, by the failure that `errorOf` tells
 * of a task: which limit it was is known to the lab.
 */
export function handlings(
  events: readonly HistoryEvent[],
  definition: StateMachineDefinition,
  errorOf: (failed: HistoryEvent) => Matched | null,
): readonly Handling[] {
  const facts: Facts = new Map(events.map((event) => [event.id, event]))
  return events.flatMap((failed) => {
    const next = isFailure(failed) ? followerOf(failed, events) : undefined
    if (next === undefined) return []
    const kind = handlingBy(next)
    if (kind === undefined) return []
    const state = stateOf(failed, facts)
    const list = kind === 'nothing' ? [] : handlersOf(definition, state, kind === 'retry' ? 'Retry' : 'Catch')
    const handler = taken(list, errorIn(failed, facts, definition, errorOf))
    const entered = kind === 'catch' ? followerOf(next, events) : undefined
    return [
      {
        kind,
        eventId: next.id,
        state,
        errorEquals: handler?.ErrorEquals ?? null,
        next: entered?.kind === 'stateEntered' ? entered.name : null,
      },
    ]
  })
}

/** The next event of its own chain; the aborts that a failure causes point at it, too. */
function followerOf(event: HistoryEvent, events: readonly HistoryEvent[]): HistoryEvent | undefined {
  return events.find(
    ({ id, previousEventId, kind }) => id > event.id && previousEventId === event.id && kind !== 'aborted',
  )
}

function handlingBy(next: HistoryEvent): Handling['kind'] | undefined {
  switch (next.kind) {
    case 'activityScheduled':
    case 'taskScheduled':
    case 'lambdaScheduled':
    case 'branchesStarted':
      return 'retry'
    case 'stateExited':
      return 'catch'
    case 'executionEnded':
    case 'branchesFailed':
      return 'nothing'
    default:
      return undefined
  }
}

function isFailure(event: HistoryEvent): boolean {
  return (
    event.kind === 'branchesFailed' ||
    (event.kind === 'taskEnded' && (event.outcome === 'failed' || event.outcome === 'timedOut'))
  )
}

/** The handlers that a state declares. */
function handlersOf(
  definition: StateMachineDefinition,
  name: string | null,
  field: 'Retry' | 'Catch',
): readonly Handler[] {
  const state = name === null ? undefined : stateNamed(definition, name)
  return state !== undefined && field in state ? ((state as ErrorHandled)[field] ?? []) : []
}

type Handler = Pick<Retrier, 'ErrorEquals'>

/** Sound where the field is there: only such states have it. */
interface ErrorHandled {
  readonly Retry?: readonly Retrier[]
  readonly Catch?: readonly Catcher[]
}

function taken(handlers: readonly Handler[], failure: Matched | null): Handler | undefined {
  // One took it, so of one alone it is known which.
  if (handlers.length === 1) return handlers[0]
  return failure === null ? undefined : handlers.find(({ ErrorEquals }) => names(ErrorEquals, failure))
}

/** The state whose attempt an event belongs to: the chain back to its Entered event, past attempts and branches that are over. */
export function stateOf(event: HistoryEvent, facts: Facts): string | null {
  let depth = 0
  for (let at: HistoryEvent | undefined = event; at !== undefined; at = facts.get(at.previousEventId)) {
    if (at.kind === 'branchesFailed' || at.kind === 'branchesSucceeded') depth += 1
    else if (at.kind === 'branchesStarted') depth -= 1
    else if (at.kind === 'stateEntered' && depth <= 0) return at.name
  }
  return null
}

/** The error that a handler is matched with; of branches, that of the failure that ended them. */
function errorIn(
  failed: HistoryEvent,
  facts: Facts,
  definition: StateMachineDefinition,
  errorOf: (failed: HistoryEvent) => Matched | null,
): Matched | null {
  if (failed.kind !== 'branchesFailed') return errorOf(failed)
  const cause = facts.get(failed.previousEventId)
  if (cause === undefined) return null
  if (cause.kind !== 'stateEntered') return errorIn(cause, facts, definition, errorOf)
  const state = stateNamed(definition, cause.name)
  return state?.Type === 'Fail' && state.Error !== undefined ? { error: state.Error } : null
}
