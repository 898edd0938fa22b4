import { newTaskToken } from '../../task-token.ts'
import type { Task, WorkflowExecution } from '../model.ts'
import type { SwfStore } from '../store.ts'

type NewTask = Pick<
  Task,
  'execution' | 'token' | 'taskList' | 'priority' | 'scheduledEventId' | 'scheduledMs' | 'lateShare'
>

/**
 * What a decision task and an activity task have in common when they are scheduled. Its chances hang on the task
 * alone, so one more call elsewhere in the world changes nothing about it.
 */
export function newTask(
  { world }: SwfStore,
  execution: WorkflowExecution,
  {
    scheduledEventId,
    taskList,
    taskPriority,
  }: { scheduledEventId: number; taskList: string; taskPriority: string | undefined },
): NewTask {
  const random = world.random.fork(`swf-task/${execution.runId}/${scheduledEventId}`)
  return {
    execution,
    taskList,
    priority: Number(taskPriority ?? 0),
    scheduledEventId,
    scheduledMs: world.loop.nowMs,
    lateShare: random.next(),
    token: newTaskToken(random),
  }
}
