import type { Task, TaskEnd, TaskOutcome } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { appendOutcome } from './append-outcome.ts'

/** Ends an open task: writes the event of its outcome and, in the next turn, lets its state go on. */
export function closeTask(store: StatesStore, task: Task, outcome: TaskOutcome): void {
  settle(store, task, reasonOf(outcome))
  appendOutcome(store, task, outcome)
  store.world.loop.at(store.world.loop.nowMs, () => task.ended(outcome))
}

/** Ends an open task whose execution or branch is over: AWS writes no event of it, and its state does not go on. */
export function dropTask(store: StatesStore, task: Task, reason: 'executionEnded' | 'aborted'): void {
  settle(store, task, reason)
}

function reasonOf(outcome: TaskOutcome): TaskEnd['reason'] {
  switch (outcome.kind) {
    case 'succeeded':
      return 'succeeded'
    case 'failed':
    case 'submitFailed':
      return 'failed'
    case 'timedOut':
      return outcome.limit === 'heartbeat' ? 'heartbeatTimeout' : 'timeout'
  }
}

function settle(store: StatesStore, task: Task, reason: TaskEnd['reason']): void {
  const { loop } = store.world
  task.end = { atMs: loop.nowMs, reason }
  task.branch.task = undefined
  task.timer?.cancel()
  task.nextStep?.cancel()
  if (task.kind === 'activity') store.activities.get(task.activityArn)?.waiting.delete(task)
  // A job that has an outcome is over; one that nobody waits for any more is given up, after the fact, as AWS does.
  if (task.kind === 'job' && task.cancel !== undefined && reason !== 'succeeded' && reason !== 'failed') {
    loop.at(loop.nowMs, task.cancel)
  }
}
