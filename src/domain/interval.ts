/** A moment known to lie in [lo, hi]: epoch milliseconds of server time unless said otherwise. `hi` may be Infinity. */
export interface Interval {
  readonly lo: number
  readonly hi: number
}

export function exactly(ms: number): Interval {
  return { lo: ms, hi: ms }
}

export function middleOf({ lo, hi }: Interval): number {
  return (lo + hi) / 2
}

/** The later of two uncertain moments, edge by edge. */
export function later(a: Interval, b: Interval): Interval {
  return { lo: Math.max(a.lo, b.lo), hi: Math.max(a.hi, b.hi) }
}

/** The earlier of two uncertain moments, edge by edge. */
export function earlier(a: Interval, b: Interval): Interval {
  return { lo: Math.min(a.lo, b.lo), hi: Math.min(a.hi, b.hi) }
}
