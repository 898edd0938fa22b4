import type { ClockReading } from '../domain/clock-offset.ts'
import { machineTime } from '../lib/machine-time.ts'
import type { SdkHandler } from '../lib/sdk-handler.ts'

/** What the console takes from its surroundings, so that tests can give it others. */
export interface Ports {
  /** Epoch milliseconds by this machine's clock. */
  wall(): number
  /** Milliseconds by a clock that nobody sets and that never runs back; it may stand still while the machine sleeps. */
  steady(): number
  /** Milliseconds by which to space and to plan, from an arbitrary zero: `passingTime` of the two. */
  passed(): number
  /** Runs `turn` after `ms`; returns the way to call it off. */
  after(ms: number, turn: () => void): () => void
  /** A float in [0, 1), for spreading retries. */
  random(): number
  fetch: typeof fetch
  /** What carries calls to AWS; absent: `fetch`. */
  readonly awsRequestHandler?: SdkHandler
}

/**
 * Milliseconds that have passed: those that either clock has gone on by, whichever is more. So a wall clock that is set back holds
 * nothing up, and a sleep counts; one that is set forward makes what is planned due.
 */
export function passingTime(ports: Pick<Ports, 'wall' | 'steady'>): () => number {
  let last = clocksOf(ports)
  let passedMs = last.wallMs
  return () => {
    const now = clocksOf(ports)
    passedMs += Math.max(0, now.wallMs - last.wallMs, now.steadyMs - last.steadyMs)
    last = now
    return passedMs
  }
}

const clocks = { wall: machineTime.wall, steady: () => performance.now() }

export const realPorts: Ports = {
  ...machineTime,
  ...clocks,
  passed: passingTime(clocks),
  random: () => Math.random(),
  fetch: (...args) => fetch(...args),
}

/** Both of this machine's clocks, now. */
export function clocksOf({ wall, steady }: Pick<Ports, 'wall' | 'steady'>): ClockReading {
  return { wallMs: wall(), steadyMs: steady() }
}

export function wait(ports: Pick<Ports, 'after'>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    ports.after(ms, resolve)
  })
}
