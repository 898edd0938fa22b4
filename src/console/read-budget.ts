import { type Ports, wait } from './ports.ts'

/** Paces the reads of one connection: they share AWS's quotas with production. */
export interface ReadBudget {
  /** Resolves when the next read may go. */
  take(): Promise<void>
  /** AWS throttled, or did not answer: nothing goes for a while, twice as long at each further time up to `longestMs`. */
  backOff(longestMs: number): void
  /** A person wants to try now. */
  endBackOff(): void
  /** AWS answered: the next throttle starts with a short pause again. */
  relax(): void
  /** Until when nothing goes, epoch milliseconds of wall time; null: not backing off. */
  readonly backingOffUntilMs: number | null
}

const FIRST_PAUSE_MS = 1000

export function createReadBudget(readsPerSecond: number, ports: Ports): ReadBudget {
  const spacingMs = 1000 / readsPerSecond
  let nextMs = 0
  let pauseMs = 0
  let backingOffUntilMs: number | null = null
  return {
    async take() {
      for (;;) {
        const nowMs = ports.wall()
        const atMs = Math.max(nowMs, nextMs)
        nextMs = atMs + spacingMs
        if (atMs > nowMs) await wait(ports, atMs - nowMs)
        if (backingOffUntilMs === null) return
        if (ports.wall() >= backingOffUntilMs) {
          backingOffUntilMs = null
          return
        }
        // The back-off began while this read waited: it queues again behind it.
      }
    },
    backOff(longestMs) {
      // Several reads under way may fail one after another: that is one back-off, not several.
      if (backingOffUntilMs !== null && ports.wall() < backingOffUntilMs) return
      pauseMs = Math.min(longestMs, pauseMs === 0 ? FIRST_PAUSE_MS : pauseMs * 2)
      // Spread, so that several consoles of one account do not come back together.
      backingOffUntilMs = ports.wall() + pauseMs * (0.5 + ports.random())
      nextMs = Math.max(nextMs, backingOffUntilMs)
    },
    endBackOff() {
      backingOffUntilMs = null
      nextMs = ports.wall()
    },
    relax() {
      pauseMs = 0
    },
    get backingOffUntilMs() {
      return backingOffUntilMs
    },
  }
}
