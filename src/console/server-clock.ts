import type { SightSource } from '../aws/aws-client.ts'
import {
  afterLeap,
  type ClockOffset,
  type DateSight,
  leapBetween,
  narrowBy,
  narrowOffset,
  type OffsetEvidence,
  offsetAt,
  offsetOfAnswer,
  offsetOfToken,
  passedBetween,
  type TokenSight,
} from '../domain/clock-offset.ts'
import { type Interval, middleOf } from '../domain/interval.ts'
import { createStore, type ReadableStore } from '../lib/store.ts'
import { clocksOf, type Ports } from './ports.ts'

/**
 * Whose clock server time is told by. AWS's own: the `Date` of its answers, the refusal of a signature, or an ID token, which tells only
 * that it is later. Else the console's own host's, a simulated world's, or nobody's yet.
 */
export type ClockSource = SightSource | 'idToken' | 'ownOrigin' | 'world' | 'none'

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
  /** What AWS itself told of its time. */
  sight(sight: DateSight, source?: SightSource): void
  /** A user pool has just issued an ID token. */
  issued(sight: TokenSight): void
  /** Server minus wall time, milliseconds, by the wire's clock: how wrong this machine's is; undefined: not known. */
  machineOffset(): Interval | undefined
  readonly source: ReadableStore<ClockSource>
  close(): void
}

/** Before any answer nothing is known; AWS would refuse a signature that is further off than 5 minutes. */
const UNKNOWN_MS = 15 * 60_000

/**
 * By more than this the wall clock is told to be wrong; and what an ID token tells outweighs a narrower knowledge only by more, for
 * it is another host's word, and an early edge alone.
 */
export const FAR_OFF_MS = 30_000

/** From here on the own host's clock does not count. */
const OF_AWS: ReadonlySet<ClockSource> = new Set<ClockSource>(['aws', 'signatureError', 'idToken'])

/**
 * The clock of a real AWS: the `Date` headers of its answers and what else tells its time, and until then the one of the console's own
 * origin, which `askOrigin` asks for anew. When this machine's clock is set or the machine sleeps, `now` is wide enough for either until the next
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
  const narrow = (seen: OffsetEvidence): void => {
    const before = known
    known = narrowBy(before, seen)
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
    narrow(offsetOfAnswer(sight))
  }
  const offsetNow = (atMs: number): Interval | undefined => {
    if (known === undefined) return undefined
    const { lo, hi } = offsetAt(known, atMs)
    // A token is newly issued as a rule: so wide, and no wider, it is as good as nothing known.
    return { lo, hi: hi === Number.POSITIVE_INFINITY ? lo + 2 * UNKNOWN_MS : hi }
  }
  const now = (): Interval => {
    const atMs = wallMs()
    const { lo, hi } = offsetNow(atMs) ?? { lo: -UNKNOWN_MS, hi: UNKNOWN_MS }
    return { lo: atMs + lo, hi: atMs + hi }
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
      const offset = offsetNow(wallMs())
      if (offset === undefined) return 0
      // An ID token tells no late edge; it is used as soon as it comes.
      return Math.round(known?.offset.hi === Number.POSITIVE_INFINITY ? offset.lo : middleOf(offset))
    },
    sight(sight, by = 'aws') {
      wallMs()
      // The two hosts' clocks are not the same one: AWS's own replaces the other, it does not narrow it.
      if (!OF_AWS.has(source.get())) known = undefined
      narrow(offsetOfAnswer(sight))
      if (source.get() !== 'aws') source.set(by)
    },
    issued(sight) {
      wallMs()
      const seen = offsetOfToken(sight)
      if (known !== undefined && offsetAt(known, seen.atWallMs).hi > seen.offset.lo - FAR_OFF_MS) {
        // Where both agree it may narrow what AWS told, but not another host's time.
        const agrees = offsetAt(known, seen.atWallMs).hi >= seen.offset.lo
        if (agrees && OF_AWS.has(source.get())) narrow(seen)
        return
      }
      known = undefined
      narrow(seen)
      source.set('idToken')
    },
    machineOffset: () => offsetNow(wallMs()),
    source,
    close() {},
  }
}
