import { type Ports, passingTime } from './ports.ts'

/** Surroundings whose clock a test moves by hand. */
export interface VirtualPorts extends Ports {
  /** Moves the wall clock on; timers fire in order, each with what follows from it. */
  advance(ms: number): Promise<void>
  /** Sets the wall clock, as a person or a time server does, or lets the machine sleep until then; timers go by the steady clock. */
  setWall(ms: number): void
  /** Timers that are waiting. */
  readonly waiting: number
}

export function virtualPorts(change: Partial<Pick<Ports, 'fetch' | 'random'>> = {}): VirtualPorts {
  let nowMs = Date.UTC(2026, 10, 20, 14)
  let leptMs = 0
  let order = 0
  let timers: { dueMs: number; readonly order: number; readonly turn: () => void }[] = []
  const clocks = { wall: () => nowMs, steady: () => nowMs - leptMs }
  return {
    ...clocks,
    passed: passingTime(clocks),
    after(ms, turn) {
      order += 1
      const timer = { dueMs: nowMs + ms, order, turn }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    random: () => 0.5,
    fetch: () => Promise.reject(new TypeError('there is no network in this test')),
    ...change,
    async advance(ms) {
      const untilMs = nowMs + ms
      await settled()
      for (;;) {
        const [next] = timers
          .filter(({ dueMs }) => dueMs <= untilMs)
          .toSorted((a, b) => a.dueMs - b.dueMs || a.order - b.order)
        if (next === undefined) break
        timers = timers.filter((other) => other !== next)
        nowMs = Math.max(nowMs, next.dueMs)
        next.turn()
        await settled()
      }
      nowMs = untilMs
    },
    setWall(ms) {
      const byMs = ms - nowMs
      leptMs += byMs
      for (const timer of timers) timer.dueMs += byMs
      nowMs = ms
    },
    get waiting() {
      return timers.length
    },
  }
}

/** Everything that follows without a timer has happened. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve)
  })
}
