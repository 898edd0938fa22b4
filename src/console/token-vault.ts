import type { TaskToken } from '../domain/task-token.ts'
import { createStore, type ReadableStore } from '../lib/store.ts'
import { sameTask, type TaskRef } from './journal-entry.ts'

interface Held {
  readonly task: TaskRef
  readonly token: TaskToken
}

/** Pasted tokens, in memory only and until the page goes away. */
export interface TokenVault {
  /** Changes whenever a token is kept or forgotten. */
  readonly held: ReadableStore<readonly Held[]>
  get(task: TaskRef): TaskToken | undefined
  keep(task: TaskRef, token: TaskToken): void
  forget(task: TaskRef): void
}

export function createTokenVault(): TokenVault {
  const held = createStore<readonly Held[]>([])
  const without = (task: TaskRef) => held.get().filter((entry) => !sameTask(entry.task, task))
  return {
    held,
    get: (task) => held.get().find((entry) => sameTask(entry.task, task))?.token,
    keep: (task, token) => held.set([...without(task), { task, token }]),
    forget: (task) => held.set(without(task)),
  }
}
