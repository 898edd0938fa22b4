import { type HardLimitReason, taskLimit } from './hard-limit.ts'
import type { TaskFacts } from './in-flight-task.ts'

/** Which limit ended a task that timed out. */
export type TimeoutReason = 'heartbeat' | Extract<HardLimitReason, 'task'> | 'cannotBeTold'

/**
 * History says `States.Timeout` for both of a task's limits, without a cause. The moment tells them apart, except from the hard
 * limit on, when a heartbeat may have run out at the same time. (The state machine's own limit ends the execution instead.)
 */
export function explainTimeout(task: TaskFacts, endedAtMs: number): TimeoutReason {
  const hard = taskLimit(task)
  // No heartbeat clock runs for an activity that nobody has taken; a callback's may run from TaskScheduled on (M).
  const clockFromMs = task.kind === 'activity' ? task.startedAtMs : task.scheduledAtMs
  const aHeartbeatMayHaveRunOut =
    task.heartbeatSeconds !== null &&
    clockFromMs !== null &&
    endedAtMs >= clockFromMs + task.heartbeatSeconds * 1000
  if (!aHeartbeatMayHaveRunOut) return hard === null ? 'cannotBeTold' : 'task'
  return hard === null || endedAtMs < hard.at.lo ? 'heartbeat' : 'cannotBeTold'
}
