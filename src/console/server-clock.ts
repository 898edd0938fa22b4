import {
  type ClockOffset,
  type DateSight,
  narrowOffset,
  offsetAt,
  serverTimeAt,
} from '../domain/clock-offset.ts'
import type { Interval } from '../domain/interval.ts'
import { createStore, type ReadableStore } from '../lib/store.ts'
import type { Ports } from './ports.ts'

/** Whose clock server time is told by. */
export type ClockSource = 'aws' | 'ownOrigin' | 'world' | 'none'

/** Server time of one connection, as the interval it is known to lie in. Never this machine's clock alone. */
export interface ServerClock {
  now(): Interval
  /** `now`, asked for anew where the time can be set from outside; what a write is stamped with. Never rejects. */
  confirmed(): Promise<Interval>
  /** The time that signatures and credentials go by; the same as `now` but for a simulated world. */
  wireNow(): Interval
  /** Server minus wall time, milliseconds, for signing: the middle of what is known. */
  signingOffsetMs(): number
  /** A `Date` header of AWS itself. */
  sight(sight: DateSight): void
  readonly source: ReadableStore<ClockSource>
  close(): void
}

/** Before any answer nothing is known; AWS would refuse a signature that is further off than 5 minutes. */
const UNKNOWN_MS = 15 * 60_000

/**
 * The clock of a real AWS: the `Date` headers of its answers, and until one was readable the one of the console's own origin.
 */
export function createServerClock(ports: Ports, ownOrigin: DateSight | undefined): ServerClock {
  let known: ClockOffset | undefined =
    ownOrigin === undefined ? undefined : narrowOffset(undefined, ownOrigin)
  const source = createStore<ClockSource>(ownOrigin === undefined ? 'none' : 'ownOrigin')
  const now = (): Interval => {
    const wallMs = ports.wall()
    if (known === undefined) return { lo: wallMs - UNKNOWN_MS, hi: wallMs + UNKNOWN_MS }
    return serverTimeAt(known, wallMs)
  }
  return {
    now,
    confirmed: () => Promise.resolve(now()),
    wireNow: now,
    signingOffsetMs() {
      if (known === undefined) return 0
      const { lo, hi } = offsetAt(known, ports.wall())
      return Math.round((lo + hi) / 2)
    },
    sight(sight) {
      // The two hosts' clocks are not the same one: AWS's own replaces the other, it does not narrow it.
      known = narrowOffset(source.get() === 'aws' ? known : undefined, sight)
      source.set('aws')
    },
    source,
    close() {},
  }
}
