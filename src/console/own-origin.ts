import { type ClockReading, type DateSight, dateSight } from '../domain/clock-offset.ts'
import { clocksOf, type Ports, wait } from './ports.ts'

const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 60_000

/**
 * The time of the console's own host, asked for anew, again and again until it answers: a machine that has just woken has no network
 * yet. undefined where its answer tells none. Never rejects.
 */
export async function ownOriginTime(ports: Ports): Promise<DateSight | undefined> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
    const sent = clocksOf(ports)
    try {
      const answer = await ports.fetch('/config.json', { method: 'HEAD', cache: 'no-store' })
      return timeOf(answer.headers, sent, clocksOf(ports))
    } catch {
      await wait(ports, pauseMs)
    }
  }
}

/**
 * The time that an answer of the own host tells; undefined where it tells none. A cache on the way, such as a CDN's, keeps the `Date` of the
 * answer that it stored and says in `Age` how many whole seconds ago that was (RFC 9111, section 5.1): together they are cut by up to 2 s.
 */
export function timeOf(headers: Headers, sent: ClockReading, answered: ClockReading): DateSight | undefined {
  const dateMs = Date.parse(headers.get('date') ?? '')
  const age = headers.get('age')
  if (Number.isNaN(dateMs)) return undefined
  if (age === null) return dateSight(dateMs, sent, answered)
  if (!/^\d+$/.test(age)) return undefined
  return dateSight(dateMs + Number(age) * 1000, { ...sent, wallMs: sent.wallMs - 1000 }, answered)
}
