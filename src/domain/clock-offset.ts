import type { Interval } from './interval.ts'

/**
 * What is known of server time minus this machine's wall time, in milliseconds: it lies in `offset`,
 * as of `atWallMs`. Built from what servers tell of their time, in whole seconds: the `Date` of answers, the time in the refusal of a
 * signature, the time at which an ID token was issued.
 */
export interface ClockOffset {
  readonly offset: Interval
  readonly atWallMs: number
  /** How often answers contradicted what was known: the server's clock was set, or this machine's by too little to be noticed. */
  readonly restarts: number
}

/** This machine's two clocks at one moment, milliseconds. */
export interface ClockReading {
  /** Epoch milliseconds. It can be set, and goes on while the machine sleeps. */
  readonly wallMs: number
  /** From an arbitrary zero. Nobody sets it and it never runs back, but it may stand still while the machine sleeps. */
  readonly steadyMs: number
}

/** What one thing that a server told shows of the offset, as of a wall time. `hi` may be Infinity. */
export interface OffsetEvidence {
  readonly offset: Interval
  readonly atWallMs: number
}

/** An ID token that has just come: `iat`, and the wall time at which it was there. */
export interface TokenSight {
  readonly issuedMs: number
  readonly obtainedWallMs: number
}

/** One answer: the server's time in it, cut to the second, and the wall times at which the request left and the answer came. */
export interface DateSight {
  readonly dateMs: number
  /** No later than the wall clock, as it goes at the answer, showed when the request left. */
  readonly sentWallMs: number
  readonly answeredWallMs: number
}

/**
 * How far two clocks stray from each other at most, as a share of the time that passes: quartz by some 50 ppm each, and one that is being
 * put right without a leap by 500 ppm (ntpd, adjtimex), the monotonic clock of a browser with it or not.
 */
const DRIFT = 600e-6

/**
 * The sight of an answer. Where the wall clock was set back while the request was on its way, the time of sending is that of the steady
 * clock; where it was set forward, or the machine slept, the wall's own is the earlier one.
 */
export function dateSight(dateMs: number, sent: ClockReading, answered: ClockReading): DateSight {
  const elapsedMs = answered.steadyMs - sent.steadyMs
  return {
    dateMs,
    sentWallMs: Math.min(sent.wallMs, answered.wallMs - elapsedMs),
    answeredWallMs: answered.wallMs,
  }
}

/** The two clocks stray from each other by less: what reading them one after the other, rounded, and slewing make up. */
const APART_MS = 250

/**
 * How far the wall clock has leapt ahead of the steady one between two readings, milliseconds; below zero: back. 0 where they went
 * together. A leap of less than a quarter of a second goes unnoticed.
 */
export function leapBetween(before: ClockReading, after: ClockReading): number {
  const leapMs = after.wallMs - before.wallMs - (after.steadyMs - before.steadyMs)
  return Math.abs(leapMs) < APART_MS ? 0 : leapMs
}

/**
 * How long it was from one reading to the next, milliseconds: the wall clock may have been set, and the steady one have stood still in a
 * sleep.
 */
export function passedBetween(before: ClockReading, after: ClockReading): Interval {
  const steadyMs = after.steadyMs - before.steadyMs
  const wallMs = Math.max(0, after.wallMs - before.wallMs)
  return { lo: Math.min(steadyMs, wallMs), hi: Math.max(steadyMs, wallMs) }
}

/**
 * The offset after the wall clock has leapt, `steadyMs` after the last leap or the first look by the steady clock. Back: it was set, or the
 * steady clock has gained on it little by little. Ahead: it was set, and the offset went down by as much, or the steady clock stood still
 * while the machine slept, and it is what it was; which of the two, only the next `Date` tells. A clock that was set back while the machine
 * slept is beyond this: then it is wrong until that answer.
 */
export function afterLeap(
  { offset, atWallMs, restarts }: ClockOffset,
  leapMs: number,
  steadyMs: number,
): ClockOffset {
  const strayMs = steadyMs * DRIFT
  return {
    offset: { lo: offset.lo - leapMs - strayMs, hi: offset.hi + Math.max(0, strayMs - leapMs) },
    // On the wall as it goes now: no drift is reckoned for a time that did not pass, but that of a sleep is.
    atWallMs: atWallMs + Math.min(leapMs, 0),
    restarts,
  }
}

/**
 * What an answer shows. The server told its time between send and answer and cut it to the second, so the offset lies in
 * [date - answered, date + 1 s - sent], and may have strayed until the answer.
 */
export function offsetOfAnswer({ dateMs, sentWallMs, answeredWallMs }: DateSight): OffsetEvidence {
  return {
    offset: {
      lo: dateMs - answeredWallMs,
      hi: dateMs + 1000 - sentWallMs + (answeredWallMs - sentWallMs) * DRIFT,
    },
    atWallMs: answeredWallMs,
  }
}

/** What a token shows: it was issued before it came, nobody tells how long before (RFC 7519, `iat`). */
export function offsetOfToken({ issuedMs, obtainedWallMs }: TokenSight): OffsetEvidence {
  return {
    offset: { lo: issuedMs - obtainedWallMs, hi: Number.POSITIVE_INFINITY },
    atWallMs: obtainedWallMs,
  }
}

/** Narrows the offset by one more answer. */
export function narrowOffset(known: ClockOffset | undefined, sight: DateSight): ClockOffset {
  return narrowBy(known, offsetOfAnswer(sight))
}

/** Narrows the offset by intersection. What contradicts that which was known starts anew, from itself alone. */
export function narrowBy(known: ClockOffset | undefined, seen: OffsetEvidence): ClockOffset {
  if (known === undefined) return { ...seen, restarts: 0 }
  const before = offsetAt(known, seen.atWallMs)
  const offset = { lo: Math.max(before.lo, seen.offset.lo), hi: Math.min(before.hi, seen.offset.hi) }
  if (offset.lo > offset.hi) return { ...seen, restarts: known.restarts + 1 }
  return { offset, atWallMs: seen.atWallMs, restarts: known.restarts }
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
