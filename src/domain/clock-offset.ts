import type { Interval } from './interval.ts'

/**
 * What is known of server time minus this machine's wall time, in milliseconds: it lies in `offset`,
 * as of `atWallMs`. Built from answers' `Date` headers, which have whole seconds.
 */
export interface ClockOffset {
  readonly offset: Interval
  readonly atWallMs: number
  /** How often answers contradicted what was known: the machine's clock was set, or it slept. */
  readonly restarts: number
}

/** One answer: its `Date` header, and the wall times at which the request left and the answer came. */
export interface DateSight {
  readonly dateMs: number
  readonly sentWallMs: number
  readonly answeredWallMs: number
}

/** Quartz clocks stray by some 50 ppm; twice that is allowed for between two answers. */
const DRIFT = 100e-6

/**
 * Narrows the offset by one more answer. The server wrote `Date` between send and answer and cut it to the second,
 * so the offset lies in [date - answered, date + 1 s - sent], and may have strayed until the answer; sights intersect.
 * A sight that contradicts what was known
 * (the clock was set) starts anew from that sight alone.
 */
export function narrowOffset(known: ClockOffset | undefined, sight: DateSight): ClockOffset {
  const seen: Interval = {
    lo: sight.dateMs - sight.answeredWallMs,
    hi: sight.dateMs + 1000 - sight.sentWallMs + (sight.answeredWallMs - sight.sentWallMs) * DRIFT,
  }
  if (known === undefined) return { offset: seen, atWallMs: sight.answeredWallMs, restarts: 0 }
  const before = offsetAt(known, sight.answeredWallMs)
  const offset = { lo: Math.max(before.lo, seen.lo), hi: Math.min(before.hi, seen.hi) }
  if (offset.lo > offset.hi) {
    return { offset: seen, atWallMs: sight.answeredWallMs, restarts: known.restarts + 1 }
  }
  return { offset, atWallMs: sight.answeredWallMs, restarts: known.restarts }
}

/** The offset at a later wall time: wider by what the clocks may have strayed since. */
export function offsetAt(known: ClockOffset, wallMs: number): Interval {
  const stray = Math.abs(wallMs - known.atWallMs) * DRIFT
  return { lo: known.offset.lo - stray, hi: known.offset.hi + stray }
}

/** Server time at a wall time. */
export function serverTimeAt(known: ClockOffset, wallMs: number): Interval {
  const offset = offsetAt(known, wallMs)
  return { lo: wallMs + offset.lo, hi: wallMs + offset.hi }
}
