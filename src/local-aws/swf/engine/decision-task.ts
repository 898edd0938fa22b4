import { defined } from '../../defined.ts'
import { fromTimeout } from '../fields.ts'
import type { DecisionTask, WorkflowExecution } from '../model.ts'
import type { SwfStore } from '../store.ts'
import { append } from './history.ts'
import { newTask } from './new-task.ts'
import { settleTask } from './settle-task.ts'
import { enqueue, taskListIn } from './task-lists.ts'

/**
 * To be called after an event that the decider must learn of. Schedules a decision task, unless one is waiting, which
 * shows the event too, or is in the hands of a decider: then another one follows it.
 */
export function needDecision(store: SwfStore, execution: WorkflowExecution): void {
  if (execution.close !== undefined) return
  if (execution.decision === undefined) schedule(store, execution)
  else if (execution.decision.startedEventId !== undefined) execution.decisionNeeded = true
}

/** Gives a decider the decision task it has polled for; returns the id of the DecisionTaskStarted event. */
export function startDecisionTask(store: SwfStore, task: DecisionTask, identity: string | undefined): number {
  const { world } = store
  const { execution, scheduledEventId, startToClose, lateShare } = task
  const startedEventId = append(world, execution, {
    eventType: 'DecisionTaskStarted',
    decisionTaskStartedEventAttributes: defined({ identity, scheduledEventId }),
  })
  task.startedEventId = startedEventId
  task.startedMs = world.loop.nowMs
  if (startToClose !== 'NONE') {
    const lateMs = Math.round(lateShare * world.settings.timersLateMs)
    task.timer = world.loop.after(startToClose * 1000 + lateMs, () => timeOut(store, task, startedEventId))
  }
  return startedEventId
}

/**
 * Ends a decision task that its decider has answered. `decide` does what was decided, given the id of the
 * DecisionTaskCompleted event and whether events have come that the decider did not know of; the next decision task,
 * where one is needed, follows all its events.
 */
export function completeDecisionTask(
  store: SwfStore,
  task: DecisionTask,
  executionContext: string | undefined,
  decide: (decisionTaskCompletedEventId: number, unhandled: boolean) => void,
): void {
  const { execution, scheduledEventId, startedEventId = 0 } = task
  execution.decidedStartedEventId = startedEventId
  const completedEventId = append(store.world, execution, {
    eventType: 'DecisionTaskCompleted',
    decisionTaskCompletedEventAttributes: defined({ executionContext, scheduledEventId, startedEventId }),
  })
  decide(completedEventId, execution.decisionNeeded)
  if (execution.close !== undefined) return
  settleTask(store.world, task)
  if (execution.decisionNeeded) schedule(store, execution)
}

function schedule(store: SwfStore, execution: WorkflowExecution): void {
  const { world } = store
  const { domain, taskList, taskPriority, taskStartToClose } = execution
  execution.decisionNeeded = false
  const scheduledEventId = append(world, execution, {
    eventType: 'DecisionTaskScheduled',
    decisionTaskScheduledEventAttributes: defined({
      taskList: { name: taskList },
      taskPriority,
      startToCloseTimeout: fromTimeout(taskStartToClose),
      // Recorded with every one, although nobody can set it for a decision task without a task list of its own.
      scheduleToStartTimeout: 'NONE',
    }),
  })
  const task: DecisionTask = {
    kind: 'decision',
    startToClose: taskStartToClose,
    ...newTask(store, execution, { scheduledEventId, taskList, taskPriority }),
  }
  execution.decision = task
  store.addTask(task)
  enqueue(world, taskListIn(domain.decisionLists, taskList), task)
}

/** The decider did not answer in time: SWF hands the same decisions to another one, for as long as it takes. */
function timeOut(store: SwfStore, task: DecisionTask, startedEventId: number): void {
  const { execution, scheduledEventId } = task
  settleTask(store.world, task)
  append(store.world, execution, {
    eventType: 'DecisionTaskTimedOut',
    decisionTaskTimedOutEventAttributes: { timeoutType: 'START_TO_CLOSE', scheduledEventId, startedEventId },
  })
  needDecision(store, execution)
}
