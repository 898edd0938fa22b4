import { defined } from '../../defined.ts'
import { fromTimeout } from '../fields.ts'
import type { ActivityTask, ActivityTimeout, Timeout, TypeId, WorkflowExecution } from '../model.ts'
import type { SwfStore } from '../store.ts'
import { watchDeadlines } from './activity-deadlines.ts'
import { needDecision } from './decision-task.ts'
import { append } from './history.ts'
import { newTask } from './new-task.ts'
import { settleTask } from './settle-task.ts'
import { enqueue, taskListIn } from './task-lists.ts'

/** What a ScheduleActivityTask decision comes to, the defaults of the type filled in. */
export interface ActivityPlan {
  readonly activityId: string
  readonly type: TypeId
  readonly input: string | undefined
  readonly control: string | undefined
  readonly taskList: string
  readonly taskPriority: string | undefined
  readonly scheduleToStart: Timeout
  readonly scheduleToClose: Timeout
  readonly startToClose: Timeout
  readonly heartbeat: Timeout
}

/** How a worker says that a task is over. */
export type ActivityAnswer =
  | { readonly kind: 'completed'; readonly result: string | undefined }
  | { readonly kind: 'failed'; readonly reason: string | undefined; readonly details: string | undefined }
  | { readonly kind: 'canceled'; readonly details: string | undefined }

/** Schedules an activity task; the clocks of scheduleToStart and scheduleToClose run from now. */
export function scheduleActivityTask(
  store: SwfStore,
  execution: WorkflowExecution,
  plan: ActivityPlan,
  decisionTaskCompletedEventId: number,
): void {
  const { world } = store
  const { activityId, type, input, control, taskList, taskPriority } = plan
  const { scheduleToStart, scheduleToClose, startToClose, heartbeat } = plan
  const scheduledEventId = append(world, execution, {
    eventType: 'ActivityTaskScheduled',
    activityTaskScheduledEventAttributes: defined({
      activityType: { name: type.name, version: type.version },
      activityId,
      input,
      control,
      scheduleToStartTimeout: fromTimeout(scheduleToStart),
      scheduleToCloseTimeout: fromTimeout(scheduleToClose),
      startToCloseTimeout: fromTimeout(startToClose),
      taskList: { name: taskList },
      taskPriority,
      decisionTaskCompletedEventId,
      heartbeatTimeout: fromTimeout(heartbeat),
    }),
  })
  const task: ActivityTask = {
    kind: 'activity',
    activityId,
    type: { name: type.name, version: type.version },
    input,
    scheduleToStart,
    scheduleToClose,
    startToClose,
    heartbeat,
    ...newTask(store, execution, { scheduledEventId, taskList, taskPriority }),
  }
  execution.activities.set(scheduledEventId, task)
  store.addTask(task)
  watch(store, task)
  enqueue(world, taskListIn(execution.domain.activityLists, taskList), task)
}

/** Gives a worker the task it has polled for, which starts the heartbeat clock. Returns the id of ActivityTaskStarted. */
export function startActivityTask(store: SwfStore, task: ActivityTask, identity: string | undefined): number {
  const { world } = store
  const startedEventId = append(world, task.execution, {
    eventType: 'ActivityTaskStarted',
    activityTaskStartedEventAttributes: defined({ identity, scheduledEventId: task.scheduledEventId }),
  })
  task.startedEventId = startedEventId
  task.startedMs = world.loop.nowMs
  task.heartbeatFromMs = world.loop.nowMs
  watch(store, task)
  return startedEventId
}

/** Resets the heartbeat clock. A beat without details leaves those of an earlier one; AWS does not say. */
export function beat({ world }: SwfStore, task: ActivityTask, details: string | undefined): void {
  task.heartbeatFromMs = world.loop.nowMs
  if (details !== undefined) task.lastDetails = details
}

/** Ends a task in the hands of a worker, as the worker says. */
export function answerActivityTask(store: SwfStore, task: ActivityTask, answer: ActivityAnswer): void {
  const ids = { scheduledEventId: task.scheduledEventId, startedEventId: task.startedEventId ?? 0 }
  settleTask(store.world, task)
  switch (answer.kind) {
    case 'completed':
      append(store.world, task.execution, {
        eventType: 'ActivityTaskCompleted',
        activityTaskCompletedEventAttributes: defined({ result: answer.result, ...ids }),
      })
      break
    case 'failed':
      append(store.world, task.execution, {
        eventType: 'ActivityTaskFailed',
        activityTaskFailedEventAttributes: defined({
          reason: answer.reason,
          details: answer.details,
          ...ids,
        }),
      })
      break
    case 'canceled':
      append(store.world, task.execution, {
        eventType: 'ActivityTaskCanceled',
        activityTaskCanceledEventAttributes: defined({
          details: answer.details,
          ...ids,
          latestCancelRequestedEventId: task.cancelRequestedEventId,
        }),
      })
  }
  needDecision(store, task.execution)
}

/**
 * Asks for an activity task to be canceled. Its worker learns of it from its next heartbeat; a task that nobody has
 * taken is canceled at once (API reference, Decision), with `startedEventId` 0.
 */
export function requestCancel(
  store: SwfStore,
  task: ActivityTask,
  decisionTaskCompletedEventId: number,
): void {
  task.cancelRequestedEventId = append(store.world, task.execution, {
    eventType: 'ActivityTaskCancelRequested',
    activityTaskCancelRequestedEventAttributes: { decisionTaskCompletedEventId, activityId: task.activityId },
  })
  if (task.startedEventId === undefined) {
    answerActivityTask(store, task, { kind: 'canceled', details: undefined })
  }
}

function watch(store: SwfStore, task: ActivityTask): void {
  watchDeadlines(store.world, task, ({ type }) => timeOut(store, task, type))
}

function timeOut(store: SwfStore, task: ActivityTask, timeoutType: ActivityTimeout['type']): void {
  settleTask(store.world, task)
  append(store.world, task.execution, {
    eventType: 'ActivityTaskTimedOut',
    activityTaskTimedOutEventAttributes: defined({
      timeoutType,
      scheduledEventId: task.scheduledEventId,
      startedEventId: task.startedEventId ?? 0,
      details: task.lastDetails,
    }),
  })
  needDecision(store, task.execution)
}
