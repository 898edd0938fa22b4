import { type AnswerProblem, AppFailure } from '../domain/app-error.ts'

/** The call that an answer belongs to, for the words of a failure. */
export interface AnswerSource {
  readonly endpoint: string
  /** The IAM action, such as `states:ListExecutions`. */
  readonly action: string
}

/** The failure of an answer that AWS would not give. */
export function unreadable({ endpoint, action }: AnswerSource, problem: AnswerProblem): AppFailure {
  return new AppFailure({ kind: 'unreadable', endpoint, action, problem })
}

/*
 * The SDK parses an awsJson answer without checking it: a member may be missing or have any type, whatever its TypeScript type says. So
 * what is read of an answer is read by these.
 */

/** A text member; null: missing, or no text. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** A member with a whole number of 0 or more; null: missing, or nothing of the kind. */
export function countOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}

/** 1 January 2000: both services began later, and a count of seconds taken for milliseconds lies before it. */
const EARLIEST_MS = 946_684_800_000
/** 1 January 2200: a count of milliseconds taken for seconds lies beyond it. */
const LATEST_MS = 7_258_118_400_000

/** A timestamp member as epoch milliseconds; null: missing, or no time at which an event can have happened. */
export function timeOf(value: unknown): number | null {
  const ms = value instanceof Date ? value.getTime() : Number.NaN
  return ms >= EARLIEST_MS && ms <= LATEST_MS ? ms : null
}

/** The list that a call is made for. Throws `AppFailure` where it is missing, or no list. */
export function listOf<T>(source: AnswerSource, list: readonly T[] | undefined): readonly T[] {
  if (list === undefined) throw unreadable(source, 'noList')
  if (!Array.isArray(list)) throw unreadable(source, 'malformed')
  return list
}

/** The token of the next page; undefined: this is the last one. Throws `AppFailure` where it is no text. */
export function pageTokenOf(source: AnswerSource, token: string | undefined): string | undefined {
  if (token === undefined || token === '') return undefined
  if (typeof token !== 'string') throw unreadable(source, 'malformed')
  return token
}

/** What `read` makes of an answer. Throws `AppFailure` where the answer is not of the documented form. */
export function reading<T>(source: AnswerSource, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw cause instanceof AppFailure ? cause : unreadable(source, 'malformed')
  }
}

/** A boolean member; null: missing, or something else. */
export function booleanOf(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null
}
