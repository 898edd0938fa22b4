import { queryOptions } from '@tanstack/react-query'
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

/** GetExecutionHistory, from the newest event back to the last one known, folded onto what is known. */
export function executionQuery(
  connection: Connection,
  executionArn: string,
  beforePage: () => Promise<void> = async () => undefined,
) {
  const queryKey = keys.execution(connection.id, executionArn)
  return queryOptions({
    queryKey,
    queryFn: async ({ client }): Promise<ExecutionRecord> => {
      const known = client.getQueryData<ExecutionRecord>(queryKey)?.folded ?? UNREAD_EXECUTION
      const readAt = connection.clock.now()
      const events = await connection.states.readHistory(executionArn, known.lastEventId, beforePage)
      return { connectionId: connection.id, executionArn, folded: foldExecution(known, events), readAt }
    },
  })
}
