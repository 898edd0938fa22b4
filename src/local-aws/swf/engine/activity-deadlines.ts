import type { World } from '../../world/world.ts'
import type { ActivityTask, ActivityTimeout, Timeout } from '../model.ts'

/**
 * Watches the limits of an activity task. One timer a task: beats only move a deadline away, so the timer looks when
 * it fires and sleeps on. Call it again when a deadline has come nearer. A beat that arrives between the deadline and
 * the late timer still saves the task.
 */
export function watchDeadlines(
  world: World,
  task: ActivityTask,
  timedOut: (limit: ActivityTimeout) => void,
): void {
  task.timer?.cancel()
  const due = nextDeadline(task)
  if (due === undefined) return
  task.timer = world.loop.at(due.atMs + Math.round(task.lateShare * world.settings.timersLateMs), () => {
    const limit = nextDeadline(task)
    if (limit === undefined || task.closedMs !== undefined) return
    if (limit.atMs > due.atMs) watchDeadlines(world, task, timedOut)
    else timedOut(limit)
  })
}

/**
 * The limit that comes first; undefined where all are `NONE`. AWS does not say which one counts where several fall on
 * one moment: here it is one that beats cannot move.
 */
function nextDeadline(task: ActivityTask): ActivityTimeout | undefined {
  const { scheduledMs, startedMs, heartbeatFromMs } = task
  const limits: (ActivityTimeout | undefined)[] =
    startedMs === undefined
      ? [
          deadline('SCHEDULE_TO_START', scheduledMs, task.scheduleToStart),
          deadline('SCHEDULE_TO_CLOSE', scheduledMs, task.scheduleToClose),
        ]
      : [
          deadline('START_TO_CLOSE', startedMs, task.startToClose),
          deadline('SCHEDULE_TO_CLOSE', scheduledMs, task.scheduleToClose),
          deadline('HEARTBEAT', heartbeatFromMs ?? startedMs, task.heartbeat),
        ]
  let first: ActivityTimeout | undefined
  for (const limit of limits) {
    if (limit !== undefined && (first === undefined || limit.atMs < first.atMs)) first = limit
  }
  return first
}

function deadline(
  type: ActivityTimeout['type'],
  fromMs: number,
  timeout: Timeout,
): ActivityTimeout | undefined {
  return timeout === 'NONE' ? undefined : { type, atMs: fromMs + timeout * 1000 }
}
