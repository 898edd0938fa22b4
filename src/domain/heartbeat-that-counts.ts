import { realLimit, type Seconds } from '../asl/lint-rules.ts'
import type { TaskFacts } from './in-flight-task.ts'

/**
 * What a heartbeat amounts to of which a history tells `declaredSeconds`; null where it tells of none, undefined where it does not say. The Amazon States Language gives
 * HeartbeatSeconds a default of 99999999, so a history may tell of it where nobody declared any; and no execution of either service goes
 * on for longer than a year. So what cannot run out within a year is no heartbeat, whoever wrote it.
 */
export function heartbeatThatCounts(
  declaredSeconds: Seconds,
): Pick<TaskFacts, 'heartbeatSeconds' | 'idleHeartbeatSeconds'> {
  const heartbeatSeconds = realLimit(declaredSeconds)
  const isIdle = heartbeatSeconds === null && declaredSeconds != null
  return { heartbeatSeconds, idleHeartbeatSeconds: isIdle ? declaredSeconds : null }
}
