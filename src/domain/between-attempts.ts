import type { Failure } from './fold-place.ts'

/** A state whose attempt has failed and that nothing has followed yet: its retry is due, or its Catch, or its end. */
export interface BetweenAttempts {
  /** Id of the event that ended the attempt: unique in the execution. */
  readonly failedEventId: number
  /** The state's name; null where it was not readable. */
  readonly name: string | null
  /** As in `TaskFacts`. */
  readonly path: readonly string[]
  readonly within: readonly number[]
  /** Number of the attempt that has failed; null where earlier ones may not have been readable. */
  readonly attempt: number | null
  /** When it failed, epoch milliseconds of server time. */
  readonly sinceMs: number
  /** `States.Timeout` for either limit of a task. */
  readonly error: string | null
  /** All attempts of this visit of the state that failed, oldest first; the last is this one. */
  readonly failures: readonly Failure[]
}
