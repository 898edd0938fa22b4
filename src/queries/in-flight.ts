import type { QueryClient } from '@tanstack/react-query'
import type { StateMachineDefinition } from '../asl/state-machine.ts'
import type { ExecutionListing } from '../aws/states-api.ts'
import type { Connection } from '../console/connection.ts'
import type { Journal } from '../console/journal.ts'
import type { JournalEntry, TaskRef } from '../console/journal-entry.ts'
import type { Ports } from '../console/ports.ts'
import type { BetweenAttempts } from '../domain/between-attempts.ts'
import type { Evidence, OwnBeat } from '../domain/estimate.ts'
import { stateMachineArnOf } from '../domain/execution-address.ts'
import { type ExecutionId, type ExecutionRef, executionNameOf } from '../domain/execution-id.ts'
import type { ExecutionLimits, ParentLimits } from '../domain/hard-limit.ts'
import type { EndedTask, TaskFacts } from '../domain/in-flight-task.ts'
import { type Interval, later } from '../domain/interval.ts'
import { mapRunsUnderWay } from '../domain/map-runs-under-way.ts'
import { type RetryDue, retryDueIn } from '../domain/retry-due.ts'
import { sightOf } from '../domain/sight.ts'
import { withTokenByDefinition } from '../domain/token-by-definition.ts'
import { createStore, type ReadableStore } from '../lib/store.ts'
import { accountsOf } from './accounts.ts'
import type { ExecutionRecord } from './execution-query.ts'
import { keys } from './keys.ts'
import type { KnownLimits } from './limits-query.ts'
import { definitionOf, type Known, knownNow, ownTimeoutOf, parentLimitsOf } from './lineage.ts'
import type { Listing } from './listing-queries.ts'
import { type MachineDefinition, machineDefinitions } from './machine-definitions.ts'
import type { Limited } from './map-run-parent.ts'
import { entriesFor, indexJournal, ownBeatsFor, watchUnreadBeats } from './own-beats.ts'

/** One task with all that is known of it, ready to be estimated at any moment. */
export interface TaskRow {
  readonly id: string
  readonly ref: TaskRef
  readonly connection: Connection
  readonly execution: ExecutionRef
  /** What runs: the state machine's name, in SWF the workflow type's. */
  readonly workflowName: string
  /** The execution's name, in SWF its workflowId. */
  readonly executionName: string
  readonly task: TaskFacts
  readonly evidence: Evidence
}

export interface EndedRow extends TaskRow {
  readonly ending: EndedTask['ending']
}

/** A state of an execution whose attempt has failed and that nothing has followed yet. */
export interface BetweenRow {
  readonly id: string
  readonly connection: Connection
  readonly executionId: ExecutionId
  readonly workflowName: string
  readonly executionName: string
  readonly between: BetweenAttempts
  /** By the definition that the execution runs; null: it is not read yet, or not readable. */
  readonly retry: RetryDue | null
}

/** One execution's tasks. */
export interface ExecutionRows {
  readonly record: ExecutionRecord
  readonly open: readonly TaskRow[]
  readonly between: readonly BetweenRow[]
  readonly ended: readonly EndedRow[]
}

/** Everything read so far: what the board shows. */
export interface InFlight {
  readonly rows: readonly TaskRow[]
  /** No task is in flight there, but one may follow by itself. */
  readonly between: readonly BetweenRow[]
  readonly ended: readonly EndedRow[]
  /** `rows` by their ids. */
  readonly byId: ReadonlyMap<string, TaskRow>
  readonly executions: ReadonlyMap<string, ExecutionRows>
  /** By the parent's `executionKey`: the executions that its Map Runs under way have running, as last listed. */
  readonly mapChildren: ReadonlyMap<string, readonly ExecutionId[]>
  readonly definitions: readonly MachineDefinition[]
  /** The oldest of the reads that the rows stand on, by connection: nothing shown is older. */
  readonly oldestReadAt: ReadonlyMap<string, Interval>
  /** By connection, where it is known. */
  readonly accounts: ReadonlyMap<string, string>
}

export const NOTHING_READ: InFlight = {
  rows: [],
  between: [],
  ended: [],
  byId: new Map(),
  executions: new Map(),
  mapChildren: new Map(),
  definitions: [],
  oldestReadAt: new Map(),
  accounts: new Map(),
}

/** `rowId` also serves as the key of a row on screen. */
export function rowId(ref: TaskRef): string {
  return `${ref.connectionId} ${ref.executionId} ${ref.scheduledEventId}`
}

export function executionKey(connectionId: string, executionId: string): string {
  return `${connectionId} ${executionId}`
}

const GATHER_MS = 100

/**
 * Watches the cache and the journal and keeps the rows they add up to; a row whose execution, limits and own beats did not change
 * keeps its identity. Changes are gathered for a moment, so that a burst of reads is one update.
 */
export function watchInFlight(
  queryClient: QueryClient,
  connections: readonly Connection[],
  journal: Journal,
  ports: Pick<Ports, 'after'>,
): ReadableStore<InFlight> {
  const store = createStore<InFlight>(NOTHING_READ)
  const byId = new Map(connections.map((connection) => [connection.id, connection]))
  const memo = new Map<string, { readonly from: readonly unknown[]; readonly rows: ExecutionRows }>()
  const unreadBeatOf = watchUnreadBeats(journal)
  const journalIndex = lastOf(indexJournal, () => journal.entries.get())
  let due = false

  const rowsOf = (
    record: ExecutionRecord,
    connection: Connection,
    beats: readonly JournalEntry[],
    known: Known,
  ): ExecutionRows => {
    const limited = limitedOf(record, known)
    const machine = limited === null ? undefined : definitionOf(limited, known)
    const parents = limited === null ? [] : parentLimitsOf(limited, known)
    const id = executionKey(record.connectionId, record.executionId)
    const above = parents.flatMap(({ from, timeoutSeconds }) => [from?.lo, from?.hi, timeoutSeconds])
    const unread = unreadBeatOf(connection)
    const from = [record, machine?.timeoutSeconds, machine?.definition, unread, ...above, ...beats]
    const before = memo.get(id)
    if (before !== undefined && sameItems(before.from, from)) return before.rows
    const limits = executionLimits(record, machine, parents)
    const rows = buildRows(record, connection, machine, limits, { beats, unread })
    memo.set(id, { from, rows })
    return rows
  }

  const recompute = (): void => {
    due = false
    const executions = new Map<string, ExecutionRows>()
    const oldestReadAt = new Map<string, Interval>()
    const written = journalIndex()
    const known = new Map(connections.map(({ id }) => [id, knownNow(queryClient, id)]))
    for (const query of queryClient.getQueryCache().findAll({ queryKey: ['execution'] })) {
      const record = query.state.data as ExecutionRecord | undefined // the only kind of data under this key
      const connection = record === undefined ? undefined : byId.get(record.connectionId)
      const read = record === undefined ? undefined : known.get(record.connectionId)
      if (record === undefined || connection === undefined || read === undefined) continue
      const beats = entriesFor(record, written)
      executions.set(
        executionKey(record.connectionId, record.executionId),
        rowsOf(record, connection, beats, read),
      )
      if (record.folded.ended === null) noteRead(oldestReadAt, connection.id, record.readAt)
    }
    for (const kind of ['executions', 'workflows'])
      for (const query of queryClient.getQueryCache().findAll({ queryKey: [kind] })) {
        const listing = query.state.data as Listing<unknown> | undefined // the only kind of data under these keys
        const connectionId = String(query.queryKey[1])
        if (listing !== undefined) noteRead(oldestReadAt, connectionId, listing.readAt)
      }
    for (const id of memo.keys()) if (!executions.has(id)) memo.delete(id)
    const all = [...executions.values()]
    const rows = all.flatMap(({ open }) => open)
    store.set({
      rows,
      byId: new Map(rows.map((row) => [row.id, row])),
      between: all.flatMap(({ between }) => between),
      ended: all.flatMap(({ ended }) => ended).sort((a, b) => b.ending.atMs - a.ending.atMs),
      executions,
      mapChildren: mapChildrenOf(queryClient, all),
      definitions: machineDefinitions(queryClient, connections),
      oldestReadAt,
      accounts: accountsOf(queryClient, connections, all),
    })
  }

  const soon = (): void => {
    if (due) return
    due = true
    ports.after(GATHER_MS, recompute)
  }
  queryClient.getQueryCache().subscribe((event) => {
    if (event.type === 'removed' || (event.type === 'updated' && event.action.type === 'success')) soon()
  })
  journal.entries.subscribe(soon)
  journal.health.subscribe(soon)
  return store
}

/** What of a Step Functions execution tells its limits; null for one of SWF. */
function limitedOf({ folded, executionId, mapRunArn }: ExecutionRecord, known: Known): Limited | null {
  const stateMachineArn = stateMachineArnOf(executionId)
  if (stateMachineArn === null) return null
  const { limitsFromMs } = folded
  // Where its start was not readable, no definition is taken for its own by the time of it.
  const startedAtMs = folded.startedAtMs ?? Number.NEGATIVE_INFINITY
  const stateMachineVersionArn = known.versionOf(stateMachineArn, executionId)
  return { executionArn: executionId, startedAtMs, limitsFromMs, stateMachineVersionArn, mapRunArn }
}

/** A task in the light of its definition, made once: a row keeps its task as long as nothing has changed. */
const definedTasks = new WeakMap<TaskFacts, { definition: StateMachineDefinition; task: TaskFacts }>()

function defined(known: TaskFacts, definition: StateMachineDefinition): TaskFacts {
  const before = definedTasks.get(known)
  if (before?.definition === definition) return before.task
  const task = withTokenByDefinition(known, definition)
  definedTasks.set(known, { definition, task })
  return task
}

/** SWF's own limit stands in the history. */
function executionLimits(
  { folded, executionId }: ExecutionRecord,
  machine: KnownLimits | undefined,
  parents: readonly ParentLimits[],
): ExecutionLimits {
  const fromMs = folded.limitsFromMs
  if (folded.service === 'swf') return { fromMs, timeoutSeconds: folded.timeoutSeconds }
  const own = { fromMs, timeoutSeconds: ownTimeoutOf(executionId, machine) }
  return parents.length === 0 ? own : { ...own, parents }
}

function noteRead(oldestReadAt: Map<string, Interval>, connectionId: string, readAt: Interval): void {
  const oldest = oldestReadAt.get(connectionId)
  if (oldest === undefined || readAt.lo < oldest.lo) oldestReadAt.set(connectionId, readAt)
}

function buildRows(
  record: ExecutionRecord,
  connection: Connection,
  machine: KnownLimits | undefined,
  limits: ExecutionLimits,
  { beats, unread }: { readonly beats: readonly JournalEntry[]; readonly unread: OwnBeat | null },
): ExecutionRows {
  const { executionId, connectionId, ref: execution, folded } = record
  const named = { execution, workflowName: workflowNameOf(record), executionName: executionNameOf(execution) }
  const seenAt = sightOf(record.readAt, execution.service)
  const definition = machine?.definition ?? null
  const row = (known: TaskFacts): TaskRow => {
    const task = definition === null ? known : defined(known, definition)
    const ref = { connectionId, executionId, scheduledEventId: task.scheduledEventId }
    const ownBeats = [...(unread === null ? [] : [unread]), ...ownBeatsFor(beats, ref, task)]
    // An accepted beat with this task's own token saw it open, too.
    const openAt = ownBeats
      .filter((beat) => beat.basis === 'history')
      .reduce((at, beat) => later(at, { lo: beat.at.lo, hi: beat.at.lo }), seenAt)
    const evidence = { task, execution: limits, openAt, ownBeats }
    return { id: rowId(ref), ref, connection, ...named, task, evidence }
  }
  return {
    record,
    open: folded.open.map(row),
    between: betweenRows(record, connection, machine),
    ended: folded.endedTasks.map(({ task, ending }) => ({ ...row(task), ending })),
  }
}

function mapChildrenOf(
  queryClient: QueryClient,
  all: readonly ExecutionRows[],
): ReadonlyMap<string, readonly ExecutionId[]> {
  return new Map(
    all.flatMap(({ record: { connectionId, executionId, folded } }) => {
      const runs = mapRunsUnderWay(folded)
      if (runs.length === 0) return []
      const children = runs.flatMap((mapRunArn) => {
        const key = keys.executions(connectionId, mapRunArn)
        const listing = queryClient.getQueryData<Listing<ExecutionListing>>(key)
        return (listing?.items ?? []).map(({ executionArn }) => executionArn)
      })
      return [[executionKey(connectionId, executionId), children] as const]
    }),
  )
}

function betweenRows(
  record: ExecutionRecord,
  connection: Connection,
  machine: KnownLimits | undefined,
): readonly BetweenRow[] {
  const { connectionId, executionId, ref, folded } = record
  if (folded.service === 'swf') return [] // its decider retries, and says so by a decision
  const definition = machine?.definition ?? null
  return folded.between.map((between) => ({
    id: `${executionKey(connectionId, executionId)} after ${between.failedEventId}`,
    connection,
    executionId,
    workflowName: workflowNameOf(record),
    executionName: executionNameOf(ref),
    between,
    retry: definition === null ? null : retryDueIn(definition, between),
  }))
}

/** The workflow type is told by the history alone; until then the domain stands for it. */
function workflowNameOf({ ref, folded }: ExecutionRecord): string {
  if (ref.service === 'states') return ref.stateMachineName
  return (folded.service === 'swf' ? folded.workflowType?.name : undefined) ?? ref.domain
}

/** What `work` made of the newest value, made once a value. */
function lastOf<From, To>(work: (from: From) => To, newest: () => From): () => To {
  let last: { readonly from: From; readonly to: To } | undefined
  return () => {
    const from = newest()
    if (last === undefined || last.from !== from) last = { from, to: work(from) }
    return last.to
  }
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => Object.is(item, b[index]))
}
