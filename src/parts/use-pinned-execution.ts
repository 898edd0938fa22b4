import { useEffect } from 'react'
import type { ExecutionId } from '../domain/execution-id.ts'
import { type ExecutionRows, executionKey } from '../queries/in-flight.ts'
import type { LoopStatus } from '../queries/loop-status.ts'
import type { ReadLoop } from '../queries/read-loop.ts'
import { useStore } from '../ui/use-store.ts'
import { useConsole } from './console-context.tsx'

/** One execution that a person has opened: read before any list, and often, while the page shows it. */
export type PinnedExecution =
  | { readonly kind: 'noSuchConnection' }
  | {
      readonly kind: 'pinned'
      readonly loop: ReadLoop
      readonly rows: ExecutionRows | undefined
    }

export function usePinnedExecution(connectionId: string, executionId: ExecutionId): PinnedExecution {
  const { loops, inFlight } = useConsole()
  const loop = loops.find(({ connection }) => connection.id === connectionId)
  const { executions } = useStore(inFlight)
  useEffect(() => loop?.pin(executionId), [loop, executionId])
  if (loop === undefined) return { kind: 'noSuchConnection' }
  return { kind: 'pinned', loop, rows: executions.get(executionKey(connectionId, executionId)) }
}

/** Why this execution could not be read the last time, if so. */
export function troubleOf(status: LoopStatus, executionId: ExecutionId) {
  return status.troubles.find(({ read }) => read.kind === 'history' && read.executionId === executionId)
    ?.error
}
