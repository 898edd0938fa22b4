import type { World } from '../../world/world.ts'
import type { Task } from '../model.ts'

/** Ends an open task without an event: no timer of it fires, no poll finds it, its token is good for nothing. */
export function settleTask({ loop }: World, task: Task): void {
  const { execution } = task
  task.closedMs = loop.nowMs
  task.timer?.cancel()
  if (task.kind === 'activity') {
    execution.activities.delete(task.scheduledEventId)
    execution.domain.activityLists.get(task.taskList)?.waiting.delete(task)
  } else {
    execution.decision = undefined
    execution.domain.decisionLists.get(task.taskList)?.waiting.delete(task)
  }
}
