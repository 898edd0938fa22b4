import type { ExecutionId } from '../domain/execution-id.ts'

/** Which executions the newest answer of each list has shown. */
export interface ListedExecutions {
  /** Takes in a whole list; returns those that it showed the time before and shows no longer. */
  take(list: string, shown: readonly ExecutionId[]): readonly ExecutionId[]
  isListed(executionId: ExecutionId): boolean
}

export function createListedExecutions(): ListedExecutions {
  const byList = new Map<string, ReadonlySet<ExecutionId>>()
  return {
    take(list, shown) {
      const now = new Set(shown)
      const before = byList.get(list) ?? new Set()
      byList.set(list, now)
      return [...before].filter((executionId) => !now.has(executionId))
    },
    isListed: (executionId) => [...byList.values()].some((shown) => shown.has(executionId)),
  }
}
