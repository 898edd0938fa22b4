import type { TaskToken } from '../domain/task-token.ts'
import { sameTask, type TaskRef } from './journal.ts'

/** Pasted tokens, in memory only and until the page goes away. */
export interface TokenVault {
  get(task: TaskRef): TaskToken | undefined
  keep(task: TaskRef, token: TaskToken): void
  forget(task: TaskRef): void
}

export function createTokenVault(): TokenVault {
  let held: readonly { readonly task: TaskRef; readonly token: TaskToken }[] = []
  const without = (task: TaskRef) => held.filter((entry) => !sameTask(entry.task, task))
  return {
    get: (task) => held.find((entry) => sameTask(entry.task, task))?.token,
    keep(task, token) {
      held = [...without(task), { task, token }]
    },
    forget(task) {
      held = without(task)
    },
  }
}
