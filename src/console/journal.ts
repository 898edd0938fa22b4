import type { AppError } from '../domain/app-error.ts'
import type { OwnBeat } from '../domain/estimate.ts'
import type { ExecutionId } from '../domain/execution-id.ts'
import type { EndedTask } from '../domain/in-flight-task.ts'
import type { Interval } from '../domain/interval.ts'
import { createStore, type ReadableStore } from '../lib/store.ts'

/** Which task of which execution of which connection. */
export interface TaskRef {
  readonly connectionId: string
  readonly executionId: ExecutionId
  readonly scheduledEventId: number
}

export function sameTask(a: TaskRef, b: TaskRef): boolean {
  return (
    a.scheduledEventId === b.scheduledEventId &&
    a.executionId === b.executionId &&
    a.connectionId === b.connectionId
  )
}

/** `history`: the execution's history proves the token to be this task's. `pasted`: nothing does. */
export type TokenBasis = 'history' | 'pasted'

/** How a write ended. `at`, in server time: from when it was sent to when it was answered. */
export type WriteOutcome =
  /** `cancelRequested` as SWF answered it; null: Step Functions, which has no such thing. */
  | { readonly kind: 'accepted'; readonly at: Interval; readonly cancelRequested: boolean | null }
  /** AWS: the task is over. An outcome, not a fault. */
  | { readonly kind: 'taskClosed'; readonly at: Interval }
  | { readonly kind: 'taskDoesNotExist'; readonly at: Interval }
  | { readonly kind: 'invalidToken'; readonly at: Interval }
  /** SWF: closed, or never known; it does not say which. */
  | { readonly kind: 'taskUnknown'; readonly at: Interval }
  /** AWS refused it for another reason; it had no effect. */
  | { readonly kind: 'refused'; readonly error: AppError }
  /** Nothing was sent: the task was found ended. */
  | { readonly kind: 'alreadyEnded'; readonly ended: EndedTask['ending'] | null }
  /** Nothing was sent: an earlier write to this task is still under way. Not in the journal. */
  | { readonly kind: 'underWay' }
  /** Nothing was sent: AWS could not be reached, or did not accept the sign-in, at the re-read just before. */
  | { readonly kind: 'notSent'; readonly error: AppError }
  /** Not known whether AWS got it; `at.hi` is as late as it may still take effect. Never sent again by itself. */
  | {
      readonly kind: 'unknown'
      readonly at: Interval
      readonly reachable: boolean | null
      /** AWS answered, but with a fault of its own, which may come after the work was done. */
      readonly answered: boolean
    }

/** `askCancelRequested`: an SWF heartbeat for the sake of its answer. It resets the clock like any other. */
export type ActionKind = 'heartbeat' | 'askCancelRequested'

export interface JournalEntry {
  readonly id: string
  readonly kind: ActionKind
  readonly task: TaskRef
  /** Such as `Orders / Charge card`. */
  readonly taskName: string
  readonly tokenBasis: TokenBasis
  readonly tokenFingerprint: string
  /** Server time when the person asked for it, at the latest: what is sent may take effect for so long after it. */
  readonly askedAtMs: number
  /** The same, at the earliest: it takes no effect before. Absent: not known (written by an earlier version). */
  readonly askedFromMs?: number
  /** null while under way. */
  readonly outcome: WriteOutcome | null
}

/** Every write of this console, written down before it is sent. Holds fingerprints, never tokens. */
export interface Journal {
  readonly entries: ReadableStore<readonly JournalEntry[]>
  open(entry: Omit<JournalEntry, 'id' | 'outcome'>): string
  settle(id: string, outcome: WriteOutcome): void
}

/** The number is that of the entries' shape: what an earlier one left in this tab is not read. */
const STORAGE_KEY = 'heartbeat-console.journal.2'
const KEPT = 500

/** A signature is good for 5 minutes (SigV4): so long may a request on its way still take effect. */
export const SIGNATURE_MS = 5 * 60_000

/** Kept for the tab's life, so that a reload does not forget what was sent. */
export function createJournal(storage: Pick<Storage, 'getItem' | 'setItem'>): Journal {
  const entries = createStore<readonly JournalEntry[]>(restored(storage))
  const change = (next: readonly JournalEntry[]): void => {
    entries.set(next.slice(-KEPT))
    try {
      storage.setItem(STORAGE_KEY, JSON.stringify(entries.get()))
    } catch {
      // Storage that is full or forbidden costs memory over a reload only.
    }
  }
  return {
    entries,
    open(entry) {
      const id = String(Number(entries.get().at(-1)?.id ?? 0) + 1)
      change([...entries.get(), { ...entry, id, outcome: null }])
      return id
    },
    settle(id, outcome) {
      const kept = withoutMessages(outcome)
      change(entries.get().map((entry) => (entry.id === id ? { ...entry, outcome: kept } : entry)))
    },
  }
}

/** AWS's own messages may repeat what was sent to it, and the journal is stored. */
function withoutMessages(outcome: WriteOutcome): WriteOutcome {
  return 'error' in outcome && 'message' in outcome.error
    ? { ...outcome, error: { ...outcome.error, message: '' } }
    : outcome
}

/** A write that was under way when the page went away is not known to have arrived. */
function restored(storage: Pick<Storage, 'getItem'>): readonly JournalEntry[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? '[]')
    if (!Array.isArray(stored)) return []
    return (stored as JournalEntry[]).map(
      (
        entry, // written by this module in this tab
      ) =>
        entry.outcome === null
          ? {
              ...entry,
              outcome: {
                kind: 'unknown',
                at: mayArrive(entry),
                reachable: null,
                answered: false,
              },
            }
          : entry,
    )
  } catch {
    return []
  }
}

/** When a write may take effect, as long as nothing more is known of it. */
function mayArrive({ askedFromMs = 0, askedAtMs }: JournalEntry): Interval {
  return { lo: askedFromMs, hi: askedAtMs + SIGNATURE_MS }
}

/** What the journal says about one task's heartbeat clock, oldest first. */
export function ownBeatsOf(entries: readonly JournalEntry[], task: TaskRef): readonly OwnBeat[] {
  return entries.flatMap((entry): OwnBeat[] => {
    const { task: of, outcome, tokenBasis } = entry
    if (!sameTask(of, task)) return []
    // Under way: it may have reset the clock already, so it must not pass for somebody else's.
    if (outcome === null) return [{ at: mayArrive(entry), basis: 'lost' }]
    if (outcome.kind === 'accepted') return [{ at: outcome.at, basis: tokenBasis }]
    return outcome.kind === 'unknown' ? [{ at: outcome.at, basis: 'lost' }] : []
  })
}
