import { type ClockReading, passedBetween } from '../domain/clock-offset.ts'
import type { Interval } from '../domain/interval.ts'
import { createStore } from '../lib/store.ts'
import { clocksOf, type Ports } from './ports.ts'
import type { ServerClock } from './server-clock.ts'

interface Reading {
  readonly worldMs: number
  readonly speed: number
  readonly sent: ClockReading
  readonly answered: ClockReading
}

interface Told {
  readonly worldMs: number
  readonly speed: number
  readonly paused: boolean
}

const ASK_EVERY_MS = 1000

/**
 * The clock of a simulated AWS whose world can be paused, stepped and sped up: it is asked for its time every second.
 * Signatures go by the ordinary clock, which keeps real time.
 */
export function followWorldClock(ports: Ports, url: string, wire: ServerClock): ServerClock {
  let reading: Reading | undefined
  let closed = false
  let callOff: () => void = () => undefined

  const now = (): Interval => {
    if (reading === undefined) return wire.now()
    const { worldMs, speed, sent, answered } = reading
    const at = clocksOf(ports)
    return {
      lo: worldMs + passedBetween(answered, at).lo * speed,
      hi: worldMs + passedBetween(sent, at).hi * speed,
    }
  }

  const ask = async (): Promise<void> => {
    const sent = clocksOf(ports)
    try {
      const answer = await ports.fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(5000) })
      const told: unknown = await answer.json()
      const { worldMs, speed, paused } = told as Partial<Told> // our own local AWS, unless something else answers
      if (typeof worldMs !== 'number' || typeof speed !== 'number') return
      // Of two askings that cross, the later one knows better.
      if (reading === undefined || sent.steadyMs >= reading.sent.steadyMs)
        reading = { worldMs, speed: paused === true ? 0 : speed, sent, answered: clocksOf(ports) }
    } catch {
      // It is away: its world goes on as last told, and the reads will say that it does not answer.
    }
  }
  const keepAsking = async (): Promise<void> => {
    await ask()
    if (!closed) callOff = ports.after(ASK_EVERY_MS, () => void keepAsking())
  }
  void keepAsking()

  return {
    now,
    mark() {
      const at = clocksOf(ports)
      const told = reading === undefined ? undefined : now()
      return () => {
        if (told !== undefined || reading === undefined) return told ?? now()
        const { lo, hi } = passedBetween(at, clocksOf(ports))
        return { lo: now().lo - hi * reading.speed, hi: now().hi - lo * reading.speed }
      }
    },
    async confirmed() {
      // A step of the world since the last asking would stamp a write with a time that is over.
      await ask()
      return now()
    },
    wireNow: () => wire.wireNow(),
    signingOffsetMs: () => wire.signingOffsetMs(),
    sight: (sight, source) => wire.sight(sight, source),
    issued: (sight) => wire.issued(sight),
    machineOffset: () => wire.machineOffset(),
    source: createStore('world' as const),
    close() {
      closed = true
      callOff()
    },
  }
}
