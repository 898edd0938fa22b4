import type { Connection } from '../console/connection.ts'
import type { Journal } from '../console/journal.ts'
import { type JournalEntry, ownBeatsOf, sameTask, type TaskRef } from '../console/journal-entry.ts'
import type { OwnBeat } from '../domain/estimate.ts'
import { addressableId, sameExecution } from '../domain/execution-id.ts'
import type { TaskFacts } from '../domain/in-flight-task.ts'
import type { ExecutionRecord } from './execution-query.ts'

type EntriesBy = ReadonlyMap<string, readonly JournalEntry[]>

/** The journal, looked up by what a heartbeat was sent for and by what it was sent with. */
export interface JournalIndex {
  readonly byExecution: EntriesBy
  /** Pasted tokens alone: a token found in a history is sent for its own task. */
  readonly byPastedToken: EntriesBy
}

export function indexJournal(entries: readonly JournalEntry[]): JournalIndex {
  const pasted = entries.filter(({ tokenBasis }) => tokenBasis === 'pasted')
  return {
    byExecution: groupBy(entries, ({ task }) => addressableId(task.executionId)),
    byPastedToken: groupBy(pasted, ({ tokenFingerprint }) => tokenFingerprint),
  }
}

/** The entries that may concern an execution's tasks, oldest first for each of them. */
export function entriesFor({ executionId, folded }: ExecutionRecord, index: JournalIndex): JournalEntry[] {
  const elsewhere = folded.open
    .flatMap(({ token }) => (token === null ? [] : (index.byPastedToken.get(token.fingerprint) ?? [])))
    .filter(({ task }) => !sameExecution(task.executionId, executionId))
  return [...(index.byExecution.get(addressableId(executionId)) ?? []), ...elsewhere]
}

/**
 * The console's heartbeats that may have reset a task's clock, out of `entriesFor`. Sent through another connection to the same
 * execution, or with this task's token pasted for another task, they count as possible: they promise nothing, and prove nobody else's.
 */
export function ownBeatsFor(
  entries: readonly JournalEntry[],
  ref: TaskRef,
  { token }: Pick<TaskFacts, 'token'>,
): readonly OwnBeat[] {
  const possible = entries.filter(({ task, tokenBasis, tokenFingerprint }) => {
    if (sameTask(task, ref)) return false
    const isSameElsewhere =
      task.scheduledEventId === ref.scheduledEventId && sameExecution(task.executionId, ref.executionId)
    return isSameElsewhere || (tokenBasis === 'pasted' && tokenFingerprint === token?.fingerprint)
  })
  return [
    ...ownBeatsOf(entries, ref),
    ...possible.flatMap((entry) => ownBeatsOf([entry], entry.task)).map(({ at }) => possibly(at)),
  ]
}

function possibly(at: OwnBeat['at']): OwnBeat {
  return { at, basis: 'lost' }
}

function groupBy(entries: readonly JournalEntry[], key: (entry: JournalEntry) => string): EntriesBy {
  const groups = new Map<string, JournalEntry[]>()
  for (const entry of entries) {
    const group = groups.get(key(entry))
    if (group === undefined) groups.set(key(entry), [entry])
    else group.push(entry)
  }
  return groups
}

/**
 * What may have been sent from this browser and is in no entry that could be read: any heartbeat until the page noticed. null while the
 * journal is whole. The same object as long as nothing changes.
 */
export function watchUnreadBeats({
  health,
}: Pick<Journal, 'health'>): (connection: Pick<Connection, 'id' | 'clock'>) => OwnBeat | null {
  const byConnection = new Map<string, OwnBeat>()
  return ({ id, clock }) => {
    const { reading, unreadable } = health.get()
    if (reading !== 'failed' && unreadable === 0) return null
    const known = byConnection.get(id) ?? { at: { lo: 0, hi: clock.now().hi }, basis: 'unread' }
    byConnection.set(id, known)
    return known
  }
}
