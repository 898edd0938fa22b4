import { newestForeignBeat } from './foreign-heartbeat.ts'
import { GRACE_MS } from './grace.ts'
import {
  deadlineLimits,
  type ExecutionLimits,
  type HardLimit,
  takenByMs,
  type UnreadLimit,
  unreadLimit,
} from './hard-limit.ts'
import type { TaskFacts } from './in-flight-task.ts'
import { earlier, exactly, type Interval, later } from './interval.ts'

export { GRACE_MS }

/** A heartbeat that this console sent, and that AWS accepted or may have. */
export interface OwnBeat {
  /**
   * Server time: it took effect no earlier than `lo`, when it was sent at the earliest, and no later than `hi`, when it was answered or
   * its signature ran out.
   */
  readonly at: Interval
  /**
   * `history`: the token is proved to be this task's. `pasted`: AWS does not tell whose it is. `lost`: its answer was, or it may have been
   * for another task. `unread`: part of the journal could not be read, and heartbeats may be in it.
   */
  readonly basis: 'history' | 'pasted' | 'lost' | 'unread'
}

/** All that is known of one open task. */
export interface Evidence {
  readonly task: TaskFacts
  readonly execution: ExecutionLimits
  /** Server time at which the task was open for certain, by the newest sight of it: `sightOf` a read, or an own beat's sending. */
  readonly openAt: Interval
  readonly ownBeats: readonly OwnBeat[]
}

/** `unknownHeartbeat`: the task may have a heartbeat timeout, of which its history says nothing. */
export type EstimateKind = 'guaranteed' | 'due' | 'beaten' | 'waiting' | 'noHeartbeat' | 'unknownHeartbeat'

/** What is known of a task's end at one moment. All times are epoch milliseconds of server time. */
export interface Estimate {
  readonly kind: EstimateKind
  /** What the guarantee counts from. */
  readonly basis: 'start' | 'ownBeat' | 'none'
  /** The moment the guarantee counts from, at the earliest; null where no heartbeat clock runs. */
  readonly clockFromMs: number | null
  /** No timeout came or comes before. */
  readonly lowerMs: number
  /** If nobody beats from now on, it has timed out by then (but for AWS's own lateness); null: not known. */
  readonly upperMs: number | null
  /** No timeout comes before the heartbeat's guarantee and the hard limit, whichever is first; Infinity where there is neither. */
  readonly safeUntilMs: number
  /**
   * The earliest moment at which it can have ended, where it has not been read for so long that this is an alarm; null while there is no
   * such doubt.
   */
  readonly unseenSinceMs: number | null
  /** When the heartbeat's guarantee runs out, before the hard limit is looked at; null where no heartbeat clock runs. */
  readonly guaranteeMs: number | null
  readonly hard: HardLimit | null
  /** True where the hard limit comes before the heartbeat's guarantee runs out. */
  readonly hardFirst: boolean
  /**
   * The newest interval in which somebody else sent a heartbeat for certain. Its age is counted from `lo`. An own heartbeat sent after it
   * does not take it back.
   */
  readonly proof: Interval | null
  /** `due` only: the task was still open after its guarantee had run out. */
  readonly seenSince: boolean
  readonly openAt: Interval
  /** A beat with a token that nothing proves to be this task's: safe until then if it is. */
  readonly ifTokenRightMs: number | null
  /** A TimeoutSeconds that has not been read, so it may end the task before everything said here; null: all have been. */
  readonly limitUnread: UnreadLimit | null
}

/**
 * The deadline of one open task at server time `now`: what is known, and no more (the model of docs/architecture.md, from the
 * semantics of SendTaskHeartbeat: a beat resets the clock, leaves no event, and no API tells of it).
 */
export function estimate(evidence: Evidence, now: Interval): Estimate {
  const { task } = evidence
  // Its history still shows it open then, but what is around it was failing already.
  const doubtMs = task.siblingFailedAtMs ?? Number.POSITIVE_INFINITY
  const openAt = earlier(evidence.openAt, exactly(doubtMs))
  const hard = deadlineLimits(task, evidence.execution)
  const hardLo = hard?.at.lo ?? Number.POSITIVE_INFINITY
  const hardHi = hard?.at.hi ?? Number.POSITIVE_INFINITY
  const limitUnread = unreadLimit(task, evidence.execution)
  const base = { hard, openAt, proof: null, seenSince: false, ifTokenRightMs: null, limitUnread }
  // A task that was open after the early edge of its hard limit is over by the late one, but for AWS's own lateness.
  const hardAlarmMs = openAt.lo <= hardLo ? hardLo : hardHi + GRACE_MS
  /** From `alarmMs` on, and where a limit or a failing sibling ends it, a task that no read has shown open since may be over. */
  const unseen = (alarmMs: number, lowerMs: number): number | null => {
    const isDoubtful = [alarmMs, hardAlarmMs, doubtMs].some((ms) => openAt.lo <= ms && ms <= now.hi)
    return isDoubtful ? Math.min(lowerMs, doubtMs) : null
  }

  const start = heartbeatClockStart(task)
  // Unclaimed as of that read; a worker may have taken it just after, and then its limits began.
  const firstLossMs = openAt.lo + 1000 * (start === null ? shortestLimit(task) : Number.POSITIVE_INFINITY)
  const untakenSafeMs = Math.min(firstLossMs, hardLo)
  const untakenLowerMs = Math.max(untakenSafeMs, openAt.lo)

  if (task.heartbeatSeconds === null) {
    return {
      ...base,
      kind: 'noHeartbeat',
      basis: 'none',
      clockFromMs: null,
      lowerMs: untakenLowerMs,
      upperMs: finite(hardHi),
      safeUntilMs: untakenSafeMs,
      unseenSinceMs: unseen(firstLossMs, untakenLowerMs),
      guaranteeMs: null,
      hardFirst: hard !== null,
    }
  }

  if (task.heartbeatSeconds === undefined) {
    return {
      ...base,
      kind: 'unknownHeartbeat',
      basis: 'none',
      clockFromMs: null,
      // A heartbeat of any length may run out, so nothing is safe beyond what was seen.
      lowerMs: openAt.lo,
      upperMs: finite(hardHi),
      safeUntilMs: openAt.lo,
      unseenSinceMs: unseen(hardLo, openAt.lo),
      guaranteeMs: null,
      hardFirst: false,
    }
  }

  const intervalMs = task.heartbeatSeconds * 1000
  if (start === null) {
    return {
      ...base,
      kind: 'waiting',
      basis: 'none',
      clockFromMs: null,
      lowerMs: untakenLowerMs,
      upperMs: finite(Math.min(Math.max(now.hi, takenByMs(task)) + intervalMs, hardHi)),
      safeUntilMs: untakenSafeMs,
      unseenSinceMs: unseen(firstLossMs, untakenLowerMs),
      guaranteeMs: null,
      hardFirst: false,
    }
  }

  const beat = newestBeat(evidence.ownBeats)
  const last = beat === null ? start : later(start, beat)
  const guaranteeMs = last.lo + intervalMs
  const safeUntilMs = Math.min(guaranteeMs, hardLo)
  const lowerMs = Math.max(safeUntilMs, openAt.lo)
  const ownBeatsAt = evidence.ownBeats.map(({ at }) => at)
  const proof = newestForeignBeat({ openAtMs: openAt.lo, intervalMs, afterMs: start.hi, ownBeatsAt })
  const kind = now.hi < safeUntilMs ? 'guaranteed' : proof !== null ? 'beaten' : 'due'
  const pasted = newestOf(evidence.ownBeats, 'pasted')
  return {
    ...base,
    kind,
    basis: beat !== null && beat.lo >= start.lo ? 'ownBeat' : 'start',
    clockFromMs: last.lo,
    lowerMs,
    safeUntilMs,
    // A worker that died just after that read has lost the task by then.
    unseenSinceMs: unseen(kind === 'beaten' ? openAt.hi + intervalMs + GRACE_MS : safeUntilMs, lowerMs),
    // A beat whose answer was lost may still be on its way, so its late edge counts like a beat that comes now.
    upperMs: finite(Math.min(Math.max(now.hi, last.hi) + intervalMs, hardHi)),
    guaranteeMs,
    hardFirst: hardLo < guaranteeMs,
    proof,
    seenSince: openAt.lo > safeUntilMs,
    ifTokenRightMs: pasted === null ? null : Math.min(pasted.at.lo + intervalMs, hardLo),
  }
}

/**
 * When the heartbeat clock first started. Activity: ActivityStarted; not before a worker took it. Callbacks and jobs: AWS does
 * not document it, so somewhere between TaskScheduled and TaskSubmitted (M); no end is known until TaskSubmitted is seen.
 */
function heartbeatClockStart(task: TaskFacts): Interval | null {
  if (task.kind === 'activity') return task.startedAtMs === null ? null : exactly(task.startedAtMs)
  return { lo: task.scheduledAtMs, hi: task.submittedAtMs ?? Number.POSITIVE_INFINITY }
}

/** The shorter of the limits that begin when a worker takes the task, seconds; Infinity where there is neither. */
function shortestLimit({ heartbeatSeconds, timeoutSeconds }: TaskFacts): number {
  return Math.min(heartbeatSeconds ?? Number.POSITIVE_INFINITY, timeoutSeconds ?? Number.POSITIVE_INFINITY)
}

/**
 * The newest own beat, edge by edge: only an accepted beat with a proved token raises `lo`; every beat that may have reached
 * AWS raises `hi`, because it may have reset the clock.
 */
function newestBeat(beats: readonly OwnBeat[]): Interval | null {
  if (beats.length === 0) return null
  let lo = Number.NEGATIVE_INFINITY
  let hi = Number.NEGATIVE_INFINITY
  for (const beat of beats) {
    if (beat.basis === 'history') lo = Math.max(lo, beat.at.lo)
    hi = Math.max(hi, beat.at.hi)
  }
  return { lo, hi }
}

function newestOf(beats: readonly OwnBeat[], basis: OwnBeat['basis']): OwnBeat | null {
  return beats.findLast((beat) => beat.basis === basis) ?? null
}

function finite(ms: number): number | null {
  return Number.isFinite(ms) ? ms : null
}
