import { type Estimate, type Evidence, GRACE_MS, type OwnBeat } from '../domain/estimate.ts'
import type { Interval } from '../domain/interval.ts'
import type { WriteMoment } from './deadline-words.ts'

export type MarkKind =
  | 'began'
  | 'siblingFailed'
  | 'proof'
  | 'ownBeat'
  | 'seen'
  | 'now'
  | 'guarantee'
  | 'ifTokenRight'
  | 'gone'
  | 'hard'

/** A moment on the line, with its words. */
export interface TimelineMark {
  readonly kind: MarkKind
  readonly words: string
  /** Its place as a share of the line's width, [0, 1]. */
  readonly at: number
  /** It lies outside of what is drawn, on that side. */
  readonly beyond: 'before' | 'after' | null
}

/** A stretch of the line: shares of its width, `from` < `to`. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** What is known of a task's end as a line through time; shares of its width. */
export interface Timeline {
  /** What has happened, and now: in the order of time. */
  readonly past: readonly TimelineMark[]
  readonly future: readonly TimelineMark[]
  /** It was open in here. */
  readonly open: Stretch | null
  /** Somebody else's heartbeat came in here. */
  readonly proof: Stretch | null
  /** No timeout comes in here. */
  readonly solid: Stretch | null
  /** It ends somewhere in here, or has ended, if nobody beats any more. */
  readonly hatched: Stretch | null
}

/** Room at both ends of the line, as a share of what has to fit. */
const MARGIN = 0.08

/**
 * The estimate of `evidence` at `now`, drawn. Now stands in the middle of two intervals where a heartbeat clock may run, because what
 * matters lies within one interval of it on either side; without one, the line runs from the task's beginning to its hard limit.
 */
export function deadlineTimeline(
  evidence: Evidence,
  estimate: Estimate,
  now: Interval,
  write: WriteMoment,
): Timeline {
  const { task } = evidence
  const nowMs = now.hi
  const hardMs = estimate.hard === null || estimate.hard.because === 'oneYear' ? null : estimate.hard.at.lo
  const beganMs = task.startedAtMs ?? task.scheduledAtMs
  const window = drawn(estimate, beganMs, hardMs, task.heartbeatSeconds ?? null, nowMs)
  const share = (ms: number): number => (ms - window.lo) / (window.hi - window.lo)
  const stretch = (fromMs: number, toMs: number): Stretch | null => {
    const from = clamped(share(fromMs))
    const to = clamped(share(toMs))
    return to > from ? { from, to } : null
  }
  const mark = (kind: MarkKind, ms: number, words: string): TimelineMark => {
    const at = share(ms)
    const beyond = at < 0 ? 'before' : at > 1 ? 'after' : null
    return { kind, words, at: clamped(at), beyond }
  }

  const { proof, upperMs, lowerMs, openAt, ifTokenRightMs, guaranteeMs } = estimate
  const goneMs = upperMs === null || guaranteeMs === null ? null : upperMs + GRACE_MS
  const failedMs = task.siblingFailedAtMs
  const beat = evidence.ownBeats
    .filter(({ basis }) => basis !== 'unread')
    .toSorted((a, b) => a.at.lo - b.at.lo)
    .at(-1)
  const began = task.startedAtMs === null ? 'scheduled' : 'started'
  const past = [
    mark('began', beganMs, `${began} ${write(beganMs)}`),
    ...(beat === undefined ? [] : [mark('ownBeat', beat.at.lo, ownBeatWords(beat, write))]),
    ...(proof === null ? [] : [mark('proof', (proof.lo + proof.hi) / 2, 'somebody beat in here')]),
    ...(failedMs === null
      ? []
      : [mark('siblingFailed', failedMs, `a branch beside it failed ${write(failedMs)}`)]),
    mark('seen', openAt.lo, `last seen open ${write(openAt.lo)}`),
    mark('now', nowMs, 'now'),
  ]
  // Where the hard limit comes first, the guarantee ends with it.
  const guaranteeEndMs = guaranteeMs === null || estimate.hardFirst ? null : guaranteeMs
  if (guaranteeEndMs !== null && guaranteeEndMs <= nowMs)
    past.push(mark('guarantee', guaranteeEndMs, `guarantee ended ${write(guaranteeEndMs)}`))
  const future = [
    ...(guaranteeEndMs === null || guaranteeEndMs <= nowMs
      ? []
      : [mark('guarantee', guaranteeEndMs, `guarantee ends ${write(guaranteeEndMs)}`)]),
    ...(ifTokenRightMs === null || ifTokenRightMs <= nowMs
      ? []
      : [mark('ifTokenRight', ifTokenRightMs, `safe until ${write(ifTokenRightMs)} if the token is right`)]),
    ...(goneMs === null || upperMs === hardMs || goneMs <= nowMs
      ? []
      : [mark('gone', goneMs, `gone by ${write(goneMs)} if nobody beats`)]),
    ...(hardMs === null ? [] : [mark('hard', hardMs, `hard limit ${write(hardMs)}`)]),
  ]
  // Without any limit there is nothing to be safe from, and after a sibling's failure no promise.
  const limited = failedMs === null && (guaranteeMs !== null || hardMs !== null)
  const byTime = (a: TimelineMark, b: TimelineMark): number => a.at - b.at
  // No timeout ends it before `lowerMs`; a sibling's failure may have.
  const heldMs = Math.min(lowerMs, failedMs ?? Number.POSITIVE_INFINITY)
  return {
    past: past.sort(byTime),
    future: future.sort(byTime),
    open: stretch(beganMs, Math.min(nowMs, Math.max(openAt.lo, heldMs))),
    proof: proof === null ? null : stretch(proof.lo, proof.hi),
    solid: limited && lowerMs > nowMs ? stretch(nowMs, lowerMs) : null,
    hatched: guaranteeMs === null ? null : stretch(Math.max(beganMs, heldMs), goneMs ?? window.hi),
  }
}

function drawn(
  { kind, guaranteeMs }: Estimate,
  beganMs: number,
  hardMs: number | null,
  heartbeatSeconds: number | null,
  nowMs: number,
): Interval {
  if (guaranteeMs !== null && heartbeatSeconds !== null && kind !== 'waiting') {
    const reachMs = (heartbeatSeconds * 1000 + GRACE_MS) * (1 + MARGIN)
    return { lo: nowMs - reachMs, hi: nowMs + reachMs }
  }
  const lo = Math.min(beganMs, nowMs)
  const hi = Math.max(hardMs ?? nowMs, nowMs + (nowMs - lo) / 4, lo + 1000)
  const room = (hi - lo) * MARGIN
  return { lo: lo - room, hi: hi + room }
}

function clamped(share: number): number {
  return Math.min(1, Math.max(0, share))
}

/** `lost`: it may have reset the clock, at this moment at the earliest. */
function ownBeatWords({ at, basis }: OwnBeat, write: WriteMoment): string {
  return `heartbeat from here ${write(at.lo)}${basis === 'lost' ? ', outcome unknown' : ''}`
}
