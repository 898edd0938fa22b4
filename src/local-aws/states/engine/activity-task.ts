import type { TaskState } from '../../../asl/state-machine.ts'
import { defined } from '../../defined.ts'
import { newTaskToken } from '../../task-token.ts'
import type { Activity, Poller } from '../activity.ts'
import type { ActivityTask, TaskOutcome, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { closeTask } from './close-task.ts'
import { append, notTruncated } from './history.ts'
import { payloadText } from './payload-text.ts'
import { readerOf } from './reader-of.ts'
import { runtimeFailure } from './state-failure.ts'
import { taskRandom } from './task-random.ts'
import { resetHeartbeat, watchDeadlines } from './task-timers.ts'

/** Puts a task into the activity's queue, or into the hands of a worker that is waiting. */
export async function scheduleActivityTask(
  store: StatesStore,
  visit: Visit<TaskState>,
  activityArn: string,
  ended: (outcome: TaskOutcome) => Promise<void>,
): Promise<void> {
  const { branch } = visit
  const { world } = store
  const activity = store.activities.get(activityArn)
  if (activity === undefined) throw runtimeFailure(visit, `The activity ${activityArn} does not exist.`)
  const reader = readerOf(visit)
  const timeoutSeconds = await reader.interval(store, visit, 'TimeoutSeconds')
  const heartbeatSeconds = await reader.interval(store, visit, 'HeartbeatSeconds')
  const input = payloadText(visit, await reader.payload(store, visit))
  const random = taskRandom(store, branch.execution)
  const scheduledMs = world.loop.nowMs
  append(world, branch, {
    type: 'ActivityScheduled',
    activityScheduledEventDetails: defined({
      resource: activityArn,
      input,
      inputDetails: notTruncated,
      timeoutInSeconds: timeoutSeconds,
      heartbeatInSeconds: heartbeatSeconds,
    }),
  })
  const task: ActivityTask = {
    kind: 'activity',
    branch,
    scheduledMs,
    timeoutSeconds,
    heartbeatSeconds,
    lateShare: random.next(),
    ended,
    token: newTaskToken(random),
    activityArn,
    input,
  }
  branch.task = task
  store.addTask(task)
  const poller = firstOf(activity.pollers)
  if (poller === undefined) {
    // No clock runs before a worker takes it: TimeoutSeconds, too, counts from ActivityStarted (Developer Guide, Task state).
    activity.waiting.add(task)
  } else {
    poller.answer.settle(start(store, task, poller.workerName))
  }
}

/** Gives the worker the task that has waited longest, at once or, through `poller`, when there is one. */
export function takeActivityTask(
  store: StatesStore,
  activity: Activity,
  workerName: string | undefined,
): ReturnType<typeof start> | undefined {
  const task = firstOf(activity.waiting)
  if (task === undefined) return undefined
  activity.waiting.delete(task)
  return start(store, task, workerName)
}

function start(
  store: StatesStore,
  task: ActivityTask,
  workerName: Poller['workerName'],
): { taskToken: string; input: string } {
  const { world } = store
  const startedMs = world.loop.nowMs
  append(world, task.branch, {
    type: 'ActivityStarted',
    activityStartedEventDetails: defined({ workerName }),
  })
  if (task.timeoutSeconds !== undefined) task.hardDeadlineMs = startedMs + task.timeoutSeconds * 1000
  resetHeartbeat(task, startedMs)
  watch(store, task)
  return { taskToken: task.token, input: task.input }
}

function watch(store: StatesStore, task: ActivityTask): void {
  watchDeadlines(store.world, task, (outcome) => closeTask(store, task, outcome))
}

function firstOf<T>(items: ReadonlySet<T>): T | undefined {
  for (const item of items) return item
  return undefined
}
