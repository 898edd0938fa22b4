import { type DateSight, dateSight } from '../domain/clock-offset.ts'
import { clocksOf, type Ports } from './ports.ts'

/** The time of the console's own host, asked for anew; undefined where it does not answer or tells none. Never rejects. */
export async function ownOriginTime(ports: Ports): Promise<DateSight | undefined> {
  const sent = clocksOf(ports)
  try {
    const answer = await ports.fetch('/config.json', { method: 'HEAD', cache: 'no-store' })
    const dateMs = Date.parse(answer.headers.get('date') ?? '')
    return Number.isNaN(dateMs) ? undefined : dateSight(dateMs, sent, clocksOf(ports))
  } catch {
    return undefined
  }
}
