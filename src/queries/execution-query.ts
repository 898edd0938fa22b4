import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Connection } from '../console/connection.ts'
import { type FoldedExecution, foldExecution, UNREAD_EXECUTION } from '../domain/fold-execution.ts'
import type { Interval } from '../domain/interval.ts'
import { keys } from './keys.ts'

/** One execution as far as it has been read. */
export interface ExecutionRecord {
  readonly connectionId: string
  readonly executionArn: string
  readonly folded: FoldedExecution
  /** Server time at which the newest read of its history was sent: what it shows was so then. */
  readonly readAt: Interval
}

/**
 * One read of an execution's history, from the newest event back to the last one known, folded onto what is known. Two reads may be
 * under way at once: the one that was sent first does not undo what the other has brought.
 */
export async function readExecution(
  connection: Connection,
  executionArn: string,
  client: QueryClient,
  beforePage: () => Promise<void>,
): Promise<ExecutionRecord> {
  const known = (): ExecutionRecord | undefined =>
    client.getQueryData(keys.execution(connection.id, executionArn))
  const before = known()?.folded ?? UNREAD_EXECUTION
  const readAt = connection.clock.now()
  const events = await connection.states.readHistory(executionArn, before.lastEventId, beforePage)
  const folded = foldExecution(before, events)
  return newer({ connectionId: connection.id, executionArn, folded, readAt }, known())
}

function newer(record: ExecutionRecord, other: ExecutionRecord | undefined): ExecutionRecord {
  if (other === undefined) return record
  const events = other.folded.lastEventId - record.folded.lastEventId
  return events > 0 || (events === 0 && other.readAt.lo > record.readAt.lo) ? other : record
}

/** GetExecutionHistory as the cache keeps it. */
export function executionQuery(
  connection: Connection,
  executionArn: string,
  beforePage: () => Promise<void> = async () => undefined,
) {
  return queryOptions({
    queryKey: keys.execution(connection.id, executionArn),
    queryFn: ({ client }): Promise<ExecutionRecord> =>
      readExecution(connection, executionArn, client, beforePage),
  })
}
