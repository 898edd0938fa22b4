import type { DecisionTaskTimeoutType } from '@aws-sdk/client-swf'
import { defined } from '../../defined.ts'
import { fromTimeout } from '../fields.ts'
import type { DecisionTask, TaskListOverride, WorkflowExecution } from '../model.ts'
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
  task.timer?.cancel()
  if (startToClose !== 'NONE') {
    const lateMs = Math.round(lateShare * world.settings.timersLateMs)
    task.timer = world.loop.after(startToClose * 1000 + lateMs, () => timeOut(store, task, 'START_TO_CLOSE'))
  }
  return startedEventId
}

/** What a decider says besides its decisions. */
export interface DecisionAnswer {
  readonly executionContext: string | undefined
  /** Where the next decision tasks are to go; absent: where they went before. */
  readonly override: TaskListOverride | undefined
}

/**
 * Ends a decision task that its decider has answered. `decide` does what was decided, given the id of the
 * DecisionTaskCompleted event and whether events have come that the decider did not know of; the next decision task,
 * where one is needed, follows all its events.
 */
export function completeDecisionTask(
  store: SwfStore,
  task: DecisionTask,
  { executionContext, override }: DecisionAnswer,
  decide: (decisionTaskCompletedEventId: number, unhandled: boolean) => void,
): void {
  const { execution, scheduledEventId, startedEventId = 0 } = task
  execution.decidedStartedEventId = startedEventId
  const completedEventId = append(store.world, execution, {
    eventType: 'DecisionTaskCompleted',
    decisionTaskCompletedEventAttributes: defined({
      executionContext,
      scheduledEventId,
      startedEventId,
      taskList: override && { name: override.taskList },
      taskListScheduleToStartTimeout: override && fromTimeout(override.scheduleToStart),
    }),
  })
  if (override !== undefined) execution.taskListOverride = override
  decide(completedEventId, execution.decisionNeeded)
  if (execution.close !== undefined) return
  settleTask(store.world, task)
  if (execution.decisionNeeded) schedule(store, execution)
}

function schedule(store: SwfStore, execution: WorkflowExecution): void {
  const { world } = store
  const { domain, taskPriority, taskStartToClose } = execution
  // Recorded with every one: `NONE`, although nobody can set it for a task list that is not chosen for a while.
  const own: TaskListOverride = { taskList: execution.taskList, scheduleToStart: 'NONE' }
  const { taskList, scheduleToStart } = execution.taskListOverride ?? own
  execution.decisionNeeded = false
  const scheduledEventId = append(world, execution, {
    eventType: 'DecisionTaskScheduled',
    decisionTaskScheduledEventAttributes: defined({
      taskList: { name: taskList },
      taskPriority,
      startToCloseTimeout: fromTimeout(taskStartToClose),
      scheduleToStartTimeout: fromTimeout(scheduleToStart),
    }),
  })
  const task: DecisionTask = {
    kind: 'decision',
    startToClose: taskStartToClose,
    scheduleToStart,
    ...newTask(store, execution, { scheduledEventId, taskList, taskPriority }),
  }
  execution.decision = task
  store.addTask(task)
  if (scheduleToStart !== 'NONE') {
    const lateMs = Math.round(task.lateShare * world.settings.timersLateMs)
    const waitMs = scheduleToStart * 1000 + lateMs
    task.timer = world.loop.after(waitMs, () => timeOut(store, task, 'SCHEDULE_TO_START'))
  }
  enqueue(world, taskListIn(domain.decisionLists, taskList), task)
}

/**
 * No decider took the task in time, or none answered: SWF hands the same decisions to another one, for as long as it
 * takes; in the execution's own task list, where another one had been chosen for a while (API reference,
 * RespondDecisionTaskCompleted).
 */
function timeOut(store: SwfStore, task: DecisionTask, timeoutType: DecisionTaskTimeoutType): void {
  const { execution, scheduledEventId, startedEventId = 0 } = task
  settleTask(store.world, task)
  if (task.scheduleToStart !== 'NONE') execution.taskListOverride = undefined
  append(store.world, execution, {
    eventType: 'DecisionTaskTimedOut',
    decisionTaskTimedOutEventAttributes: { timeoutType, scheduledEventId, startedEventId },
  })
  needDecision(store, execution)
}
