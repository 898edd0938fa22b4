import type { ActionKind, TokenBasis, WriteOutcome } from '../console/journal-entry.ts'
import { perform } from '../console/perform.ts'
import { neededFor } from '../console/permissions.ts'
import type { TaskToken } from '../domain/task-token.ts'
import type { TaskRow } from '../queries/in-flight.ts'
import type { Console } from './console-context.tsx'
import { taskLabel } from './task-name.tsx'

export interface HeartbeatWrite {
  readonly kind: ActionKind
  readonly token: TaskToken
  readonly basis: TokenBasis
  /** SWF only; null: none. */
  readonly details: string | null
  /** The person has agreed to send it although the journal cannot be written. */
  readonly mayGoUnrecorded: boolean
}

/** One heartbeat for the row's task by way of `perform`; the board then learns from history how a closed task ended. */
export async function sendHeartbeat(
  console: Console,
  row: TaskRow,
  { kind, token, basis, details, mayGoUnrecorded }: HeartbeatWrite,
): Promise<WriteOutcome> {
  const { connection, ref } = row
  const loop = console.loops.find((candidate) => candidate.connection.id === connection.id)
  if (loop === undefined) throw new Error('every connection has a read loop')
  const outcome = await perform(
    {
      kind,
      connection,
      task: ref,
      taskName: taskLabel(row),
      token,
      tokenBasis: basis,
      details,
      mayGoUnrecorded,
    },
    {
      journal: console.journal,
      fetch: console.ports.fetch,
      reread: async ({ executionId, scheduledEventId }) => {
        const { folded } = await loop.readNow(executionId)
        if (folded.open.some((task) => task.scheduledEventId === scheduledEventId)) return { kind: 'open' }
        const ended = folded.endedTasks.find(({ task }) => task.scheduledEventId === scheduledEventId)
        return { kind: 'ended', ending: ended?.ending ?? null }
      },
    },
  )
  connection.permissions.learn(neededFor(kind, row), basis, outcome)
  if (details !== null && mayHaveArrived(outcome)) console.ownDetails.keep(ref, details)
  if (['taskClosed', 'taskUnknown', 'unknown'].includes(outcome.kind))
    await loop.readNow(ref.executionId).catch(() => undefined)
  return outcome
}

function mayHaveArrived({ kind }: WriteOutcome): boolean {
  return kind === 'accepted' || kind === 'unknown'
}
