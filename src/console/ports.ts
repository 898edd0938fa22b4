import type { ClockReading } from '../domain/clock-offset.ts'

/** What the console takes from its surroundings, so that tests can give it others. */
export interface Ports {
  /** Epoch milliseconds by this machine's clock. */
  wall(): number
  /** Milliseconds by a clock that nobody sets and that never runs back; it may stand still while the machine sleeps. */
  steady(): number
  /** Runs `turn` after `ms`; returns the way to call it off. */
  after(ms: number, turn: () => void): () => void
  /** A float in [0, 1), for spreading retries. */
  random(): number
  fetch: typeof fetch
}

export const realPorts: Ports = {
  wall: () => Date.now(),
  steady: () => performance.now(),
  after(ms, turn) {
    const timer = setTimeout(turn, ms)
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
  fetch: (...args) => fetch(...args),
}

/** Both of this machine's clocks, now. */
export function clocksOf({ wall, steady }: Pick<Ports, 'wall' | 'steady'>): ClockReading {
  return { wallMs: wall(), steadyMs: steady() }
}

export function wait(ports: Ports, ms: number): Promise<void> {
  return new Promise((resolve) => {
    ports.after(ms, resolve)
  })
}
