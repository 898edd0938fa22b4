import type { Evidence } from './estimate.ts'
import type { TaskFinding } from './finding.ts'
import { GRACE_MS } from './grace.ts'

/** A worker without a heartbeat has no interval in which it must ask; after a minute it is worth saying that it has not answered. */
export const CANCEL_PATIENCE_SECONDS = 60

/**
 * Whether a task that was asked to stop has not answered, or goes on although it was told (SWF, RecordActivityTaskHeartbeat: the answer to
 * a beat tells it). Null where neither is certain; also for a task that nobody has taken: SWF cancels that one itself (Developer Guide,
 * Activity Task Cancellation).
 *
 * Nobody's beat leaves an event, but a task that is open more than an interval and grace after anything that could have reset its clock was
 * beaten in between. Open after twice that, it was beaten twice: told, and beaten again. That an own beat was told is no such proof.
 * Assumed: from its event on, every beat is answered with the request (M; SWF documents no delay, and the windows leave room for one).
 */
export function cancelFinding({ task, openAt, ownBeats }: Evidence): TaskFinding | null {
  const { swf, startedAtMs, heartbeatSeconds } = task
  if (swf?.cancelRequest == null || startedAtMs === null) return null
  const requestedAtMs = swf.cancelRequest.sinceMs
  const patienceMs = (heartbeatSeconds ?? CANCEL_PATIENCE_SECONDS) * 1000
  const openAtMs = openAt.lo
  if (openAtMs - requestedAtMs <= patienceMs) return null

  const windowMs = heartbeatSeconds == null ? Number.POSITIVE_INFINITY : patienceMs + GRACE_MS
  const fromMs = Math.max(requestedAtMs, startedAtMs, ...ownBeats.map(({ at }) => at.hi))
  const latest = { lo: openAtMs - windowMs, hi: openAt.hi }
  if (latest.lo > fromMs + windowMs) {
    const heardByMs = fromMs + windowMs
    return { kind: 'cancelIgnored', severity: 'warning', requestedAtMs, heardByMs, beatAgainAt: latest }
  }
  const heardAt = latest.lo > fromMs ? latest : null
  const severity = heardAt === null ? 'info' : 'warning'
  return { kind: 'cancelNotAnswered', severity, requestedAtMs, openAtMs, heardAt }
}
