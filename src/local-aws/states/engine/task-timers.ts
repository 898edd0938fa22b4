import type { World } from '../../world/world.ts'
import type { Task, TaskOutcome } from '../model.ts'

type TimedOut = Extract<TaskOutcome, { kind: 'timedOut' }>

/**
 * Starts or resets the heartbeat clock at `fromMs`. It never goes back, and does nothing for a task without
 * HeartbeatSeconds: AWS accepts such beats and ignores them.
 */
export function resetHeartbeat(task: Task, fromMs: number): void {
  if (task.heartbeatSeconds !== undefined) {
    task.heartbeatFromMs = Math.max(fromMs, task.heartbeatFromMs ?? Number.NEGATIVE_INFINITY)
  }
}

/**
 * Watches the task's deadlines. One timer a task: beats only move the deadline away, so the timer looks when it
 * fires and sleeps on. Call it again when a deadline has come nearer. A beat that arrives between the deadline and
 * the late timer still saves the task.
 */
export function watchDeadlines(world: World, task: Task, timedOut: (outcome: TimedOut) => void): void {
  task.timer?.cancel()
  const dueMs = nextDeadlineMs(task)
  if (dueMs === undefined) return
  task.timer = world.loop.at(dueMs + Math.round(task.lateShare * world.settings.timersLateMs), () => {
    const deadlineMs = nextDeadlineMs(task)
    if (deadlineMs === undefined || task.end !== undefined) return
    if (deadlineMs > dueMs) watchDeadlines(world, task, timedOut)
    else timedOut({ kind: 'timedOut', limit: deadlineMs === task.hardDeadlineMs ? 'timeout' : 'heartbeat' })
  })
}

function nextDeadlineMs(task: Task): number | undefined {
  const heartbeatMs =
    task.heartbeatFromMs === undefined || task.heartbeatSeconds === undefined
      ? Number.POSITIVE_INFINITY
      : task.heartbeatFromMs + task.heartbeatSeconds * 1000
  const dueMs = Math.min(heartbeatMs, task.hardDeadlineMs ?? Number.POSITIVE_INFINITY)
  return dueMs === Number.POSITIVE_INFINITY ? undefined : dueMs
}
