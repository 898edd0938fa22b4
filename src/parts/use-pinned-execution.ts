import { useEffect } from 'react'
import { addressableId, type ExecutionId, executionRefOf, isByFingerprint } from '../domain/execution-id.ts'
import { type ExecutionRows, executionKey, type InFlight } from '../queries/in-flight.ts'
import type { LoopStatus } from '../queries/loop-status.ts'
import type { ReadLoop } from '../queries/read-loop.ts'
import { useStore } from '../ui/use-store.ts'
import { useConsole } from './console-context.tsx'

/** One execution that a person has opened: read before any list, and often, while the page shows it. */
export type PinnedExecution =
  | { readonly kind: 'noSuchConnection' }
  /** Its address names it by a token's fingerprint, and nothing that has been read is it. */
  | { readonly kind: 'notKnown' }
  | {
      readonly kind: 'pinned'
      readonly loop: ReadLoop
      readonly executionId: ExecutionId
      readonly rows: ExecutionRows | undefined
    }

/** `addressedId`: as an address names it (`addressableId`). */
export function usePinnedExecution(connectionId: string, addressedId: ExecutionId): PinnedExecution {
  const { loops, inFlight } = useConsole()
  const loop = loops.find(({ connection }) => connection.id === connectionId)
  const { executions } = useStore(inFlight)
  const executionId = knownId(executions, connectionId, addressedId)
  useEffect(() => {
    // An address may hold anything, and what is no execution cannot be read.
    return executionId === null || executionRefOf(executionId) === null ? undefined : loop?.pin(executionId)
  }, [loop, executionId])
  if (loop === undefined) return { kind: 'noSuchConnection' }
  if (executionId === null) return { kind: 'notKnown' }
  return { kind: 'pinned', loop, executionId, rows: executions.get(executionKey(connectionId, executionId)) }
}

/** The true id of what an address names by a fingerprint, among what has been read; null: it is not there (yet). */
function knownId(
  executions: InFlight['executions'],
  connectionId: string,
  addressedId: ExecutionId,
): ExecutionId | null {
  if (!isByFingerprint(addressedId) || executions.has(executionKey(connectionId, addressedId)))
    return addressedId
  for (const { record } of executions.values())
    if (record.connectionId === connectionId && addressableId(record.executionId) === addressedId)
      return record.executionId
  return null
}

/** Why this execution could not be read the last time, if so. */
export function troubleOf(status: LoopStatus, executionId: ExecutionId) {
  return status.troubles.find(({ read }) => read.kind === 'history' && read.executionId === executionId)
    ?.error
}
