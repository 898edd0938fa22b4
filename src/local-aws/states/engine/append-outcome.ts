import { defined } from '../../defined.ts'
import type { Branch, ServiceTask, Task, TaskOutcome } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { append, notTruncated } from './history.ts'

/** Writes the event with which AWS ends a task of this kind. */
export function appendOutcome(store: StatesStore, task: Task, outcome: TaskOutcome): void {
  if (task.kind === 'activity') appendActivityOutcome(store, task.branch, outcome)
  else if (task.kind === 'lambda') appendLambdaOutcome(store, task.branch, outcome)
  else appendServiceOutcome(store, task, outcome)
}

// Neither the name nor a cause tells which of its limits a task went over; only Catch and Retry could.
const timedOut = { error: 'States.Timeout' } as const

function appendActivityOutcome({ world }: StatesStore, branch: Branch, outcome: TaskOutcome): void {
  switch (outcome.kind) {
    case 'succeeded':
      append(world, branch, {
        type: 'ActivitySucceeded',
        activitySucceededEventDetails: { output: outcome.outputText, outputDetails: notTruncated },
      })
      break
    case 'failed':
    case 'submitFailed':
      append(world, branch, { type: 'ActivityFailed', activityFailedEventDetails: failure(outcome) })
      break
    case 'timedOut':
      append(world, branch, { type: 'ActivityTimedOut', activityTimedOutEventDetails: timedOut })
  }
}

function appendLambdaOutcome({ world }: StatesStore, branch: Branch, outcome: TaskOutcome): void {
  switch (outcome.kind) {
    case 'succeeded':
      append(world, branch, {
        type: 'LambdaFunctionSucceeded',
        lambdaFunctionSucceededEventDetails: { output: outcome.outputText, outputDetails: notTruncated },
      })
      break
    case 'failed':
    case 'submitFailed':
      append(world, branch, {
        type: 'LambdaFunctionFailed',
        lambdaFunctionFailedEventDetails: failure(outcome),
      })
      break
    case 'timedOut':
      append(world, branch, {
        type: 'LambdaFunctionTimedOut',
        lambdaFunctionTimedOutEventDetails: timedOut,
      })
  }
}

function appendServiceOutcome({ world }: StatesStore, task: ServiceTask, outcome: TaskOutcome): void {
  const { branch, resourceType, resource } = task
  const called = { resourceType, resource }
  switch (outcome.kind) {
    case 'succeeded':
      append(world, branch, {
        type: 'TaskSucceeded',
        taskSucceededEventDetails: { ...called, output: outcome.outputText, outputDetails: notTruncated },
      })
      break
    case 'failed':
      append(world, branch, {
        type: 'TaskFailed',
        taskFailedEventDetails: { ...called, ...failure(outcome) },
      })
      break
    case 'submitFailed':
      append(world, branch, {
        type: 'TaskSubmitFailed',
        taskSubmitFailedEventDetails: { ...called, ...failure(outcome) },
      })
      break
    case 'timedOut':
      append(world, branch, {
        type: 'TaskTimedOut',
        taskTimedOutEventDetails: { ...called, ...timedOut },
      })
  }
}

type Failed = Extract<TaskOutcome, { kind: 'failed' | 'submitFailed' }>

function failure({ error, cause }: Failed): { error?: string | undefined; cause?: string | undefined } {
  return defined({ error, cause })
}
