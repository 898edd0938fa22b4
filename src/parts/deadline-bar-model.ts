import type { Estimate } from '../domain/estimate.ts'
import type { Interval } from '../domain/interval.ts'

/** The bar of a deadline as shares of its width, each in [0, 1]; null where there is nothing to draw. */
export interface DeadlineBar {
  /** No timeout comes in here. */
  readonly solid: number
  /** It ends somewhere in here if nobody beats any more. */
  readonly hatched: number
  /** The hard limit, where it lies within the bar. */
  readonly hard: number | null
}

/**
 * The bar runs from now to one interval from now, the furthest a heartbeat clock can reach, so that it empties as the guarantee does.
 */
export function deadlineBar(
  estimate: Estimate,
  intervalMs: number | null,
  now: Interval,
): DeadlineBar | null {
  const { kind, guaranteeMs, safeUntilMs, upperMs, hard } = estimate
  if (intervalMs === null || intervalMs <= 0 || guaranteeMs === null || kind === 'waiting') return null
  const share = (ms: number): number => Math.min(1, Math.max(0, (ms - now.hi) / intervalMs))
  const hardLoMs = hard?.at.lo ?? Number.POSITIVE_INFINITY
  const solid = kind === 'guaranteed' ? share(safeUntilMs) : 0
  const end = upperMs === null ? 1 : share(upperMs)
  return {
    solid,
    hatched: Math.max(0, end - solid),
    hard: hardLoMs - now.hi > 0 && hardLoMs - now.hi <= intervalMs ? share(hardLoMs) : null,
  }
}
