import type { Evidence } from './estimate.ts'
import type { TaskFinding } from './finding.ts'
import { foreignBeatByMs, newestForeignBeat } from './foreign-heartbeat.ts'

/** A worker without a heartbeat has no interval in which it must ask; after a minute it is worth saying that it has not answered. */
export const CANCEL_PATIENCE_SECONDS = 60

/**
 * Whether a task that was asked to stop has not answered, or goes on although it was told (SWF, RecordActivityTaskHeartbeat: the answer to
 * a beat tells it). Null where neither is certain; also for a task that nobody has taken: SWF cancels that one itself (Developer Guide,
 * Activity Task Cancellation).
 *
 * A heartbeat leaves no event; `newestForeignBeat` proves one. Proved twice after the request, the worker was told and sent another one.
 * The answer to an own heartbeat tells the worker nothing.
 * Assumed: from its event on, every beat is answered with the request (M; SWF documents no delay, and the windows leave room for one).
 */
export function cancelFinding({ task, openAt, ownBeats }: Evidence): TaskFinding | null {
  const { swf, startedAtMs, heartbeatSeconds } = task
  if (swf?.cancelRequest == null || startedAtMs === null) return null
  const requestedAtMs = swf.cancelRequest.sinceMs
  const patienceMs = (heartbeatSeconds ?? CANCEL_PATIENCE_SECONDS) * 1000
  const openAtMs = openAt.lo
  if (openAtMs - requestedAtMs <= patienceMs) return null

  const intervalMs = heartbeatSeconds == null ? Number.POSITIVE_INFINITY : patienceMs
  const afterMs = Math.max(requestedAtMs, startedAtMs)
  const evidence = { openAtMs, intervalMs, afterMs, ownBeatsAt: ownBeats.map(({ at }) => at) }
  const heardAt = newestForeignBeat(evidence)
  const heardByMs = foreignBeatByMs(evidence)
  if (heardAt !== null && heardByMs !== null && heardAt.lo > heardByMs)
    return { kind: 'cancelIgnored', severity: 'warning', requestedAtMs, heardByMs, beatAgainAt: heardAt }
  const severity = heardAt === null ? 'info' : 'warning'
  return { kind: 'cancelNotAnswered', severity, requestedAtMs, openAtMs, heardAt }
}
