import type { Ports } from './ports.ts'

/** Paces the reads of one connection: they share AWS's quotas with production. */
export interface ReadBudget {
  /** Resolves when the next read may go. */
  take(): Promise<void>
  /** AWS throttled, or did not answer: nothing goes for a while, twice as long at each further time up to `longestMs`. */
  backOff(longestMs: number): void
  /** A person wants to try now: what waits goes on at once, at the ordinary pace. */
  endBackOff(): void
  /** AWS answered: the next throttle starts with a short pause again. */
  relax(): void
  /** Until when nothing goes, milliseconds of `Ports.passed`; null: not backing off. */
  readonly backingOffUntilMs: number | null
}

const FIRST_PAUSE_MS = 1000

export function createReadBudget(
  readsPerSecond: number,
  ports: Pick<Ports, 'passed' | 'after' | 'random'>,
): ReadBudget {
  const spacingMs = 1000 / readsPerSecond
  const waiting = new Set<() => void>()
  let nextMs = 0
  let pauseMs = 0
  let backingOffUntilMs: number | null = null

  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const go = (): void => {
        callOff()
        waiting.delete(go)
        resolve()
      }
      const callOff = ports.after(ms, go)
      waiting.add(go)
    })

  return {
    async take() {
      for (;;) {
        const nowMs = ports.passed()
        const atMs = Math.max(nowMs, nextMs)
        nextMs = atMs + spacingMs
        if (atMs > nowMs) await wait(atMs - nowMs)
        if (backingOffUntilMs !== null && ports.passed() >= backingOffUntilMs) backingOffUntilMs = null
        // Woken early, or a back-off began meanwhile: it queues again.
        if (backingOffUntilMs === null && ports.passed() >= atMs) return
      }
    },
    backOff(longestMs) {
      // Several reads under way may fail one after another: that is one back-off, not several.
      if (backingOffUntilMs !== null && ports.passed() < backingOffUntilMs) return
      pauseMs = Math.min(longestMs, pauseMs === 0 ? FIRST_PAUSE_MS : pauseMs * 2)
      // Spread, so that several consoles of one account do not come back together.
      backingOffUntilMs = ports.passed() + pauseMs * (0.5 + ports.random())
      nextMs = Math.max(nextMs, backingOffUntilMs)
    },
    endBackOff() {
      if (backingOffUntilMs === null) return
      backingOffUntilMs = null
      nextMs = ports.passed()
      for (const go of [...waiting]) go()
    },
    relax() {
      pauseMs = 0
    },
    get backingOffUntilMs() {
      return backingOffUntilMs
    },
  }
}
