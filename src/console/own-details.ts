import { sameTask, type TaskRef } from './journal-entry.ts'

/**
 * The `details` that this console sent last with an SWF heartbeat, by task: the next heartbeat begins with them. In memory only, for
 * nobody knows what a person writes there. What a worker sent cannot be read while its task is open.
 */
export interface OwnDetails {
  get(task: TaskRef): string | undefined
  keep(task: TaskRef, details: string): void
}

export function createOwnDetails(): OwnDetails {
  let kept: readonly { readonly task: TaskRef; readonly details: string }[] = []
  return {
    get: (task) => kept.find((entry) => sameTask(entry.task, task))?.details,
    keep(task, details) {
      kept = [...kept.filter((entry) => !sameTask(entry.task, task)), { task, details }]
    },
  }
}
