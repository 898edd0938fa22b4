import type { AppError } from '../domain/app-error.ts'
import type { OwnBeat } from '../domain/estimate.ts'
import { type ExecutionId, sameExecution } from '../domain/execution-id.ts'
import type { EndedTask } from '../domain/in-flight-task.ts'
import type { Interval } from '../domain/interval.ts'

/** Which task of which execution of which connection. */
export interface TaskRef {
  readonly connectionId: string
  readonly executionId: ExecutionId
  readonly scheduledEventId: number
}

export function sameTask(a: TaskRef, b: TaskRef): boolean {
  return (
    a.scheduledEventId === b.scheduledEventId &&
    a.connectionId === b.connectionId &&
    sameExecution(a.executionId, b.executionId)
  )
}

/** `history`: the execution's history proves the token to be this task's. `pasted`: nothing does. */
export type TokenBasis = 'history' | 'pasted'

/**
 * Why the outcome of a write is unknown. `noAnswer`: the connection broke, or the answer was late. `awsFault`: AWS answered with a fault of its own, which may
 * follow on the work. `foreignAnswer`: an answer came that is not AWS's. `unproved`: an answer came that names a refusal, but lacks what proves
 * that AWS refused. `pageClosed`: the page that sent it closed before the answer.
 */
export const unknownReasons = ['noAnswer', 'awsFault', 'foreignAnswer', 'unproved', 'pageClosed'] as const
export type UnknownReason = (typeof unknownReasons)[number]

/** How a write ended. `at`, in server time: from when it was sent to when it was answered. */
export type WriteOutcome =
  /** `cancelRequested` as SWF answered it; null: Step Functions, which has no such thing. */
  | { readonly kind: 'accepted'; readonly at: Interval; readonly cancelRequested: boolean | null }
  /** AWS: the task has ended. An outcome, not a fault. */
  | { readonly kind: 'taskClosed'; readonly at: Interval }
  | { readonly kind: 'taskDoesNotExist'; readonly at: Interval }
  | { readonly kind: 'invalidToken'; readonly at: Interval }
  /** SWF: closed, or never known; SWF does not report which. */
  | { readonly kind: 'taskUnknown'; readonly at: Interval }
  /** AWS refused it for another reason; it had no effect. */
  | { readonly kind: 'refused'; readonly error: AppError }
  /** Nothing was sent: the task was found ended. */
  | { readonly kind: 'alreadyEnded'; readonly ended: EndedTask['ending'] | null }
  /** Nothing was sent: an earlier write to this task is still under way. Not in the journal. */
  | { readonly kind: 'underWay' }
  /** Nothing was sent: the journal could not be written, and nobody has agreed to go without. Not in the journal. */
  | { readonly kind: 'unrecorded' }
  /** Nothing was sent: its page closed before the request left. */
  | { readonly kind: 'pageClosed' }
  /** Nothing left this machine, or the relay reports that it passed nothing on. */
  | { readonly kind: 'notSent'; readonly error: AppError }
  /** Whether AWS carried it out is unknown; it may take effect until `at.hi`. The console never sends it again by itself. */
  | {
      readonly kind: 'unknown'
      readonly at: Interval
      /** Whether AWS's host answered afterwards; null: not asked. */
      readonly reachable: boolean | null
      readonly why: UnknownReason
    }

/** How a write ended that the journal holds. */
export type SettledOutcome = Exclude<WriteOutcome, { kind: 'underWay' | 'unrecorded' }>

/** `askCancelRequested`: an SWF heartbeat for the sake of its answer. It resets the clock like any other. */
export type ActionKind = 'heartbeat' | 'askCancelRequested'

/** One write as the journal's store holds it. It has the token's fingerprint, never the token. */
export interface StoredEntry {
  /** Unique in this browser. */
  readonly id: string
  readonly kind: ActionKind
  readonly task: TaskRef
  /** Such as `Orders / Charge card`. */
  readonly taskName: string
  readonly tokenBasis: TokenBasis
  readonly tokenFingerprint: string
  /** Who was signed in, as in `Person`; null: the sign-in names nobody. */
  readonly personId: string | null
  /** The page that wrote it. */
  readonly pageId: string
  /** Server time when the person asked for it, at the latest. */
  readonly askedAtMs: number
  /** Server time just before the request left; null: it has not left. Written before it does. */
  readonly sentAt: Interval | null
  /** null while under way. */
  readonly outcome: SettledOutcome | null
}

/**
 * How much of an entry outlives this page. `whole`: all of it. `withoutOutcome`: another page shows it as unknown. `none`: this page alone
 * shows it, until it closes.
 */
export type Recorded = 'whole' | 'withoutOutcome' | 'none'

export interface JournalEntry extends StoredEntry {
  readonly recorded: Recorded
}

/** A signature is good for 5 minutes (SigV4): a request on its way may take effect for so long. */
export const SIGNATURE_MS = 5 * 60_000

/**
 * How long after `sentAt` a request may still be signed, milliseconds: the way to AWS may have to be found, credentials to be renewed,
 * each within its own limit.
 */
const SIGNED_WITHIN_MS = 60_000

/** When a request that left at `sentAt` may take effect, as long as nothing more is known of it. */
export function mayArrive(sentAt: Interval): Interval {
  return { lo: sentAt.lo, hi: sentAt.hi + SIGNED_WITHIN_MS + SIGNATURE_MS }
}

/**
 * An entry of a page that is gone, as it was last stored: nothing was sent where the page had not noted that the request leaves; otherwise
 * the outcome is unknown.
 */
export function abandoned(entry: JournalEntry): JournalEntry {
  if (entry.outcome !== null) return entry
  const outcome: SettledOutcome =
    entry.sentAt === null
      ? { kind: 'pageClosed' }
      : { kind: 'unknown', at: mayArrive(entry.sentAt), reachable: null, why: 'pageClosed' }
  return { ...entry, outcome }
}

/**
 * Whether AWS may refuse a copy of a request of which it has accepted an earlier one. What IAM denies, it denies to each; quotas and
 * credentials run out between them.
 */
export function mayFollowAcceptance(error: AppError): boolean {
  return error.kind !== 'denied'
}

/** What the journal shows of one task's heartbeat clock, oldest first. */
export function ownBeatsOf(entries: readonly JournalEntry[], task: TaskRef): readonly OwnBeat[] {
  return entries.flatMap(({ task: of, outcome, tokenBasis, sentAt }): OwnBeat[] => {
    if (!sameTask(of, task)) return []
    // Under way: it may have reset the clock already, so it must not pass for somebody else's.
    if (outcome === null) return sentAt === null ? [] : [{ at: mayArrive(sentAt), basis: 'lost' }]
    if (outcome.kind === 'accepted') return [{ at: outcome.at, basis: tokenBasis }]
    if (outcome.kind === 'unknown') return [{ at: outcome.at, basis: 'lost' }]
    // A browser may have resent it: then this refusal is of the last copy, and an earlier one may have counted.
    if (outcome.kind === 'refused' && mayFollowAcceptance(outcome.error) && sentAt !== null)
      return [{ at: { lo: sentAt.lo, hi: sentAt.hi + SIGNED_WITHIN_MS }, basis: 'lost' }]
    return []
  })
}
