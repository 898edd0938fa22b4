import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Connection } from '../console/connection.ts'
import { type ExecutionId, type ExecutionRef, knownExecutionRef } from '../domain/execution-id.ts'
import { foldExecution, UNREAD_EXECUTION } from '../domain/fold-execution.ts'
import { foldWorkflow, UNREAD_WORKFLOW } from '../domain/fold-workflow.ts'
import type { FoldedExecution } from '../domain/folded-execution.ts'
import type { Interval } from '../domain/interval.ts'
import { keys } from './keys.ts'

/** One execution as far as it has been read. */
export interface ExecutionRecord {
  readonly connectionId: string
  readonly executionId: ExecutionId
  readonly ref: ExecutionRef
  /** The Map Run that started it, where a list of the run has shown it; else null. */
  readonly mapRunArn: string | null
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
  executionId: ExecutionId,
  client: QueryClient,
  beforePage: () => Promise<void>,
  mapRunArn: string | null = null,
): Promise<ExecutionRecord> {
  const known = (): ExecutionRecord | undefined =>
    client.getQueryData(keys.execution(connection.id, executionId))
  const ref = knownExecutionRef(executionId)
  const sentAt = connection.clock.mark()
  const folded = await readOn(connection, ref, known()?.folded, beforePage)
  const record = { connectionId: connection.id, executionId, ref, mapRunArn, folded, readAt: sentAt() }
  return newer(record, known())
}

async function readOn(
  { states, swf }: Connection,
  ref: ExecutionRef,
  known: FoldedExecution | undefined,
  beforePage: () => Promise<void>,
): Promise<FoldedExecution> {
  if (ref.service === 'swf') {
    const before = known?.service === 'swf' ? known : UNREAD_WORKFLOW
    return foldWorkflow(before, await swf.readHistory(ref, before.lastEventId, beforePage))
  }
  const before = known?.service === 'states' ? known : UNREAD_EXECUTION
  return foldExecution(before, await states.readHistory(ref.executionArn, before.lastEventId, beforePage))
}

function newer(record: ExecutionRecord, other: ExecutionRecord | undefined): ExecutionRecord {
  if (other === undefined) return record
  const best = other.folded.lastEventId >= record.folded.lastEventId ? other : record
  // Whichever brought more was answered last, so what it shows open was open when either of them was sent.
  const readAt = other.readAt.lo >= record.readAt.lo ? other.readAt : record.readAt
  const mapRunArn = record.mapRunArn ?? other.mapRunArn
  return best.readAt === readAt && best.mapRunArn === mapRunArn ? best : { ...best, readAt, mapRunArn }
}

/** GetExecutionHistory or GetWorkflowExecutionHistory as the cache keeps it. */
export function executionQuery(
  connection: Connection,
  executionId: ExecutionId,
  beforePage: () => Promise<void> = async () => undefined,
  mapRunArn: string | null = null,
) {
  return queryOptions({
    queryKey: keys.execution(connection.id, executionId),
    queryFn: ({ client }): Promise<ExecutionRecord> =>
      readExecution(connection, executionId, client, beforePage, mapRunArn),
  })
}
