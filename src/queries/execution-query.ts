import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Connection } from '../console/connection.ts'
import { AppFailure } from '../domain/app-error.ts'
import { type ExecutionId, type ExecutionRef, knownExecutionRef } from '../domain/execution-id.ts'
import { foldExecution, UNREAD_EXECUTION } from '../domain/fold-execution.ts'
import { foldWorkflow, UNREAD_WORKFLOW } from '../domain/fold-workflow.ts'
import type { FoldedExecution } from '../domain/folded-execution.ts'
import type { Interval } from '../domain/interval.ts'
import { mayNotShowYet } from '../domain/sight.ts'
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
 * under way at once: the one that was sent first does not undo what the other has brought. Rejects with `AppFailure` where the answer
 * is no history of this execution: that is no sight of its tasks.
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
  const before = known()
  const sentAt = connection.clock.mark()
  let folded: FoldedExecution
  try {
    folded = await readOn(connection, ref, before?.folded, beforePage)
  } catch (cause) {
    if (before !== undefined && isMereLag(cause, before, sentAt())) return known() ?? before
    throw cause
  }
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
    const { lastEventId, lastEventAtMs } = before
    return foldWorkflow(before, await swf.readHistory(ref, lastEventId, beforePage, lastEventAtMs))
  }
  const before = known?.service === 'states' ? known : UNREAD_EXECUTION
  const { lastEventId, lastEventAtMs } = before
  const events = await states.readHistory(ref.executionArn, lastEventId, beforePage, lastEventAtMs)
  return foldExecution(before, events)
}

/**
 * Whether an answer of SWF that ends before the last known event may just lag behind: it shows nothing new then, not even that the
 * tasks are still open. Step Functions does not lag.
 */
function isMereLag(cause: unknown, { ref, folded }: ExecutionRecord, sentAt: Interval): boolean {
  if (!(cause instanceof AppFailure)) return false
  const { error } = cause
  if (error.kind !== 'unreadable' || error.problem !== 'shorterThanKnown') return false
  return mayNotShowYet(folded.lastEventAtMs, sentAt, ref.service)
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
