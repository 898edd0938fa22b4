import {
  afterLeap,
  type ClockOffset,
  type DateSight,
  leapBetween,
  narrowOffset,
  offsetAt,
  passedBetween,
  serverTimeAt,
} from '../domain/clock-offset.ts'
import type { Interval } from '../domain/interval.ts'
import { createStore, type ReadableStore } from '../lib/store.ts'
import { clocksOf, type Ports } from './ports.ts'

/** Whose clock server time is told by. */
export type ClockSource = 'aws' | 'ownOrigin' | 'world' | 'none'

/** Server time of one connection, as the interval it is known to lie in. Never this machine's clock alone. */
export interface ServerClock {
  now(): Interval
  /**
   * Marks this moment; what comes back tells its server time as it is known when asked. Between a request and its answer AWS may have told
   * its time for the first time, or what was known may have been contradicted.
   */
  mark(): () => Interval
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
 * The clock of a real AWS: the `Date` headers of its answers, and until one was readable the one of the console's own origin, which
 * `askOrigin` asks for anew. When this machine's clock is set or the machine sleeps, `now` is wide enough for either until the next
 * `Date` comes.
 */
export function createServerClock(
  ports: Pick<Ports, 'wall' | 'steady'>,
  ownOrigin: DateSight | undefined,
  askOrigin: () => Promise<DateSight | undefined> = async () => undefined,
): ServerClock {
  let known: ClockOffset | undefined =
    ownOrigin === undefined ? undefined : narrowOffset(undefined, ownOrigin)
  const source = createStore<ClockSource>(ownOrigin === undefined ? 'none' : 'ownOrigin')
  let last = clocksOf(ports)
  /** How often what was known has turned out to be of no use. */
  let restarts = 0
  const narrow = (sight: DateSight): void => {
    const before = known
    known = narrowOffset(before, sight)
    if (before === undefined || known.restarts > before.restarts) restarts += 1
  }
  /** Nothing may be reckoned from what is known before this machine's own clocks have been looked at. */
  const wallMs = (): number => {
    const reading = clocksOf(ports)
    const leapMs = leapBetween(last, reading)
    if (leapMs === 0) return reading.wallMs
    if (known !== undefined) known = afterLeap(known, leapMs, reading.steadyMs - last.steadyMs)
    last = reading
    // AWS's answers tell its time by themselves.
    if (source.get() === 'ownOrigin') void hearOrigin()
    return reading.wallMs
  }
  const hearOrigin = async (): Promise<void> => {
    const sight = await askOrigin()
    if (sight === undefined || source.get() !== 'ownOrigin') return
    wallMs()
    narrow(sight)
  }
  const now = (): Interval => {
    const atMs = wallMs()
    if (known === undefined) return { lo: atMs - UNKNOWN_MS, hi: atMs + UNKNOWN_MS }
    return serverTimeAt(known, atMs)
  }
  const mark = (): (() => Interval) => {
    const at = clocksOf(ports)
    const atMark = now()
    const restartsBefore = restarts
    return () => {
      const atAsking = now()
      if (restarts === restartsBefore) return atMark
      const passed = passedBetween(at, clocksOf(ports))
      return { lo: atAsking.lo - passed.hi, hi: atAsking.hi - passed.lo }
    }
  }
  return {
    now,
    mark,
    confirmed: () => Promise.resolve(now()),
    wireNow: now,
    signingOffsetMs() {
      const atMs = wallMs()
      if (known === undefined) return 0
      const { lo, hi } = offsetAt(known, atMs)
      return Math.round((lo + hi) / 2)
    },
    sight(sight) {
      wallMs()
      // The two hosts' clocks are not the same one: AWS's own replaces the other, it does not narrow it.
      if (source.get() !== 'aws') known = undefined
      narrow(sight)
      source.set('aws')
    },
    source,
    close() {},
  }
}
