import type { Ports } from './ports.ts'

/** Leaves one service of AWS alone after it throttled or did not answer; the other services of the connection are not kept waiting. */
export interface BackOff {
  /** It failed again: it is left alone for a while, twice as long at each further time up to `longestMs`. */
  begin(longestMs: number): void
  /** A person wants to try now: what waits goes on at once. */
  end(): void
  /** It answered: the next failure starts with a short pause again. */
  relax(): void
  /** Resolves when it may be asked. */
  over(): Promise<void>
  /** Until when it is left alone, milliseconds of `Ports.passed`; null: it may be asked. */
  readonly untilMs: number | null
}

const FIRST_PAUSE_MS = 1000

export function createBackOff(ports: Pick<Ports, 'passed' | 'after' | 'random'>): BackOff {
  const waiting = new Set<() => void>()
  let pauseMs = 0
  let endsAtMs = Number.NEGATIVE_INFINITY

  const untilMs = (): number | null => (ports.passed() < endsAtMs ? endsAtMs : null)

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
    begin(longestMs) {
      // Several reads under way may fail one after another: that is one back-off, not several.
      if (untilMs() !== null) return
      pauseMs = Math.min(longestMs, pauseMs === 0 ? FIRST_PAUSE_MS : pauseMs * 2)
      // Spread, so that several consoles of one account do not come back together.
      endsAtMs = ports.passed() + pauseMs * (0.5 + ports.random())
    },
    end() {
      endsAtMs = Number.NEGATIVE_INFINITY
      for (const go of [...waiting]) go()
    },
    relax() {
      pauseMs = 0
    },
    async over() {
      for (let atMs = untilMs(); atMs !== null; atMs = untilMs()) await wait(atMs - ports.passed())
    },
    get untilMs() {
      return untilMs()
    },
  }
}
