import { type DateSight, dateSight } from '../domain/clock-offset.ts'
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
      const dateMs = Date.parse(answer.headers.get('date') ?? '')
      return Number.isNaN(dateMs) ? undefined : dateSight(dateMs, sent, clocksOf(ports))
    } catch {
      await wait(ports, pauseMs)
    }
  }
}
