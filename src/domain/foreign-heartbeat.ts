import { GRACE_MS } from './grace.ts'
import type { Interval } from './interval.ts'

/** The evidence for heartbeats that somebody else sent. Epoch milliseconds of server time. */
export interface OpenTask {
  /** The task was open at this moment. A closed task never reopens, so it was open at every earlier moment, too. */
  readonly openAtMs: number
  /** HeartbeatSeconds, in milliseconds; Infinity: no heartbeat timeout, so nothing proves a heartbeat. */
  readonly intervalMs: number
  /** Only heartbeats after this moment count; the heartbeat clock has started by then. */
  readonly afterMs: number
  /** For each of the console's own heartbeats: when it may have taken effect, if it did. */
  readonly ownBeatsAt: readonly Interval[]
}

/**
 * The newest interval in which somebody else sent a heartbeat for certain; null: none is proved.
 *
 * A task that is open at x had its heartbeat clock reset in [x - interval - grace, x]. Where neither the start nor an own heartbeat can
 * have done that, somebody else did. Every x up to `openAtMs` counts, not that moment alone: an own heartbeat explains the time after
 * it, and what was proved before it stays proved. Own heartbeats that become known later withdraw what they may explain.
 */
export function newestForeignBeat(task: OpenTask): Interval | null {
  const { openAtMs, intervalMs, afterMs, ownBeatsAt } = task
  const windowMs = intervalMs + GRACE_MS
  let atMs = openAtMs
  for (;;) {
    const explaining = ownBeatsAt.filter(({ lo, hi }) => lo < atMs && hi >= atMs - windowMs)
    if (explaining.length === 0) break
    // Just before the first of them was sent, none of them can have taken effect.
    atMs = Math.min(...explaining.map(({ lo }) => lo))
  }
  return atMs - windowMs > afterMs ? { lo: atMs - windowMs, hi: atMs } : null
}

/** The moment by which somebody else had sent the first heartbeat after `afterMs` for certain; null: none is proved. */
export function foreignBeatByMs(task: OpenTask): number | null {
  const { openAtMs, intervalMs, afterMs, ownBeatsAt } = task
  const windowMs = intervalMs + GRACE_MS
  let byMs = afterMs + windowMs
  for (;;) {
    const explaining = ownBeatsAt.filter(({ lo, hi }) => lo <= byMs && hi + windowMs > byMs)
    if (explaining.length === 0) break
    byMs = Math.max(...explaining.map(({ hi }) => hi)) + windowMs
  }
  return byMs < openAtMs ? byMs : null
}
