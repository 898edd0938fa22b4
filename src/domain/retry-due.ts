import type { Retrier, StateMachineDefinition } from '../asl/state-machine.ts'
import { stateNamed } from '../asl/state-named.ts'
import type { BetweenAttempts } from './between-attempts.ts'
import type { Failure } from './fold-place.ts'
import type { Interval } from './interval.ts'

/** What becomes of a state whose attempt has failed, by its definition's `Retry`. */
export type RetryDue =
  /** The next attempt, `of` so many while the same error comes, begins within `at` (epoch milliseconds), but for AWS's own lateness. */
  | { readonly kind: 'due'; readonly attempt: number; readonly of: number; readonly at: Interval }
  /** No retrier takes the error, or its attempts are used up: a Catch or the end of the state comes at once. */
  | { readonly kind: 'none' }
  /** Nothing shows whether `States.Timeout` was a heartbeat's (`explainTimeout`), an error was not told, or the retrier's number is out of range. */
  | { readonly kind: 'cannotBeTold' }

/** Defaults of a Retrier (Amazon States Language, Errors; "Error handling in Step Functions workflows"). */
const DEFAULT_INTERVAL_SECONDS = 1
const DEFAULT_MAX_ATTEMPTS = 3
const DEFAULT_BACKOFF_RATE = 2

/** When the next attempt of a state is due by the definition that its execution runs; a history cut short does not tell. */
export function retryDueIn(
  definition: Pick<StateMachineDefinition, 'States'>,
  { name, attempt, failures }: Pick<BetweenAttempts, 'name' | 'attempt' | 'failures'>,
): RetryDue {
  const state = name === null ? undefined : stateNamed(definition, name)
  if (state === undefined || attempt === null) return { kind: 'cannotBeTold' }
  return retryDue('Retry' in state ? (state.Retry ?? []) : [], failures)
}

/**
 * When the next attempt of a state is due. `failures` are all attempts of this visit of the state, oldest first, the last one just now. The
 * first retrier whose `ErrorEquals` takes an error counts it; each counts for itself. With `JitterStrategy` FULL, AWS waits any time up to
 * the delay.
 */
export function retryDue(retriers: readonly Retrier[], failures: readonly Failure[]): RetryDue {
  const counts = new Map<Retrier, number>()
  let latest: Retrier | undefined
  for (const failed of failures) {
    const found = retrierFor(retriers, failed)
    if (found === 'cannotBeTold') return { kind: 'cannotBeTold' }
    latest = found
    if (found !== undefined) counts.set(found, (counts.get(found) ?? 0) + 1)
  }
  const failure = failures.at(-1)
  if (latest === undefined || failure === undefined) return { kind: 'none' }
  const count = counts.get(latest) ?? 0
  const left = (latest.MaxAttempts ?? DEFAULT_MAX_ATTEMPTS) - count
  if (left < 0) return { kind: 'none' }
  const delayMs = delaySeconds(latest, count) * 1000
  if (!Number.isFinite(delayMs)) return { kind: 'cannotBeTold' }
  const soonestMs = latest.JitterStrategy === 'FULL' ? 0 : delayMs
  return {
    kind: 'due',
    attempt: failures.length + 1,
    of: failures.length + 1 + left,
    at: { lo: failure.atMs + soonestMs, hi: failure.atMs + delayMs },
  }
}

function delaySeconds(retrier: Retrier, count: number): number {
  const { IntervalSeconds = DEFAULT_INTERVAL_SECONDS, BackoffRate = DEFAULT_BACKOFF_RATE } = retrier
  return Math.min(
    IntervalSeconds * BackoffRate ** (count - 1),
    retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY,
  )
}

function retrierFor(retriers: readonly Retrier[], failure: Failure): Retrier | undefined | 'cannotBeTold' {
  for (const retrier of retriers) {
    const taken = takes(retrier.ErrorEquals, failure)
    if (taken === 'perhaps') return 'cannotBeTold'
    if (taken) return retrier
  }
  return undefined
}

/** Errors that `States.ALL` does not take ("Error handling in Step Functions workflows"). */
const TERMINAL = new Set(['States.DataLimitExceeded', 'States.Runtime'])

/**
 * Matches a list of error names against a failure of a history. History calls both timeouts `States.Timeout`; a list may name the
 * heartbeat's alone, and `explainTimeout` decides. `States.TaskFailed` takes every failure of a task but a timeout.
 */
function takes(names: readonly string[], { error, timeout }: Failure): boolean | 'perhaps' {
  if (names.includes('States.ALL')) return error === null ? 'perhaps' : !TERMINAL.has(error)
  if (error === null) return 'perhaps'
  if (names.includes(error)) return true
  if (error === 'States.Timeout') {
    if (!names.includes('States.HeartbeatTimeout')) return false
    return timeout === undefined || timeout === 'cannotBeTold' ? 'perhaps' : timeout === 'heartbeat'
  }
  if (error === 'States.HeartbeatTimeout') return names.includes('States.Timeout')
  return names.includes('States.TaskFailed') && !TERMINAL.has(error)
}
