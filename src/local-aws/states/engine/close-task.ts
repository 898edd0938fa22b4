import { defined } from '../defined.ts'
import type { ServiceTask, Task, TaskEnd, TaskOutcome } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { append, notTruncated } from './history.ts'

/** Ends an open task: writes the event of its outcome and, in the next turn, lets its state go on. */
export function closeTask(store: StatesStore, task: Task, outcome: TaskOutcome): void {
  const reasons = { heartbeat: 'heartbeatTimeout', timeout: 'timeout' } as const
  settle(store, task, outcome.kind === 'timedOut' ? reasons[outcome.limit] : outcome.kind)
  if (task.kind === 'activity') appendActivityOutcome(store, task.branch, outcome)
  else appendServiceOutcome(store, task, outcome)
  store.world.loop.at(store.world.loop.nowMs, () => task.ended(outcome))
}

/** Ends an open task whose execution is over: AWS writes no event of it, and its state does not go on. */
export function dropTask(store: StatesStore, task: Task): void {
  settle(store, task, 'executionEnded')
}

function settle(store: StatesStore, task: Task, reason: TaskEnd['reason']): void {
  task.end = { atMs: store.world.loop.nowMs, reason }
  task.branch.task = undefined
  task.timer?.cancel()
  task.nextStep?.cancel()
  if (task.kind === 'activity') store.activities.get(task.activityArn)?.waiting.delete(task)
}

function appendActivityOutcome({ world }: StatesStore, branch: Task['branch'], outcome: TaskOutcome): void {
  switch (outcome.kind) {
    case 'succeeded':
      append(world, branch, {
        type: 'ActivitySucceeded',
        activitySucceededEventDetails: { output: outcome.outputText, outputDetails: notTruncated },
      })
      break
    case 'failed':
      append(world, branch, {
        type: 'ActivityFailed',
        activityFailedEventDetails: defined({ error: outcome.error, cause: outcome.cause }),
      })
      break
    case 'timedOut':
      // Neither the name nor a cause tells which of the two limits it was; only Catch and Retry could.
      append(world, branch, {
        type: 'ActivityTimedOut',
        activityTimedOutEventDetails: { error: 'States.Timeout' },
      })
  }
}

function appendServiceOutcome({ world }: StatesStore, task: ServiceTask, outcome: TaskOutcome): void {
  const { branch, resourceType, resource } = task
  switch (outcome.kind) {
    case 'succeeded':
      append(world, branch, {
        type: 'TaskSucceeded',
        taskSucceededEventDetails: {
          resourceType,
          resource,
          output: outcome.outputText,
          outputDetails: notTruncated,
        },
      })
      break
    case 'failed':
      append(world, branch, {
        type: 'TaskFailed',
        taskFailedEventDetails: defined({
          resourceType,
          resource,
          error: outcome.error,
          cause: outcome.cause,
        }),
      })
      break
    case 'timedOut':
      append(world, branch, {
        type: 'TaskTimedOut',
        taskTimedOutEventDetails: { resourceType, resource, error: 'States.Timeout' },
      })
  }
}
