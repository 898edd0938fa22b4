import { type HardLimitReason, taskLimit } from './hard-limit.ts'
import type { TaskFacts, TimedOut } from './in-flight-task.ts'
import type { SwfTimeoutType } from './swf-event.ts'

/** Which limit ended a task that timed out. */
export type TimeoutReason =
  | 'heartbeat'
  | Extract<HardLimitReason, 'task' | 'scheduleToStart' | 'scheduleToClose'>
  | 'cannotBeTold'

/** `ActivityTaskTimedOut.timeoutType` of the SWF API reference. */
const REASON_OF: Readonly<Record<SwfTimeoutType, TimeoutReason>> = {
  HEARTBEAT: 'heartbeat',
  START_TO_CLOSE: 'task',
  SCHEDULE_TO_START: 'scheduleToStart',
  SCHEDULE_TO_CLOSE: 'scheduleToClose',
}

/**
 * SWF says which limit it was. A history of Step Functions says `States.Timeout` for both of a task's limits, without a cause: the
 * moment tells them apart, except from the hard limit on, when a heartbeat may have run out at the same time. (The state machine's own
 * limit ends the execution instead.)
 */
export function explainTimeout(task: TaskFacts, { atMs, timeoutType }: TimedOut): TimeoutReason {
  if (timeoutType !== null) return REASON_OF[timeoutType]
  if (task.swf !== null) return 'cannotBeTold' // a type that this console does not know yet
  const hard = taskLimit(task)
  // No heartbeat clock runs for an activity that nobody has taken; a callback's may run from TaskScheduled on (M).
  const clockFromMs = task.kind === 'activity' ? task.startedAtMs : task.scheduledAtMs
  const aHeartbeatMayHaveRunOut =
    task.heartbeatSeconds != null &&
    clockFromMs !== null &&
    atMs >= clockFromMs + task.heartbeatSeconds * 1000
  if (!aHeartbeatMayHaveRunOut) return hard === null ? 'cannotBeTold' : 'task'
  return hard === null || atMs < hard.at.lo ? 'heartbeat' : 'cannotBeTold'
}
