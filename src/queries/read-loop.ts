import type { QueryClient } from '@tanstack/react-query'
import { isReachable } from '../aws/reachability.ts'
import type { Connection } from '../console/connection.ts'
import { type Ports, wait } from '../console/ports.ts'
import { type AppError, passes } from '../domain/app-error.ts'
import { stateMachineArnOf } from '../domain/execution-address.ts'
import { type ExecutionId, swfExecutionId } from '../domain/execution-id.ts'
import type { Interval } from '../domain/interval.ts'
import { mapRunsUnderWay } from '../domain/map-runs-under-way.ts'
import { firstDueMs, nextRead, type Read } from '../domain/read-plan.ts'
import { mayNotShowYet } from '../domain/sight.ts'
import { isWatched } from '../domain/watch-list.ts'
import { createStore, type ReadableStore } from '../lib/store.ts'
import { type ExecutionRecord, executionQuery, readExecution } from './execution-query.ts'
import { forgetExecution } from './forget-execution.ts'
import { keys } from './keys.ts'
import { limitsQuery } from './limits-query.ts'
import { knownNow } from './lineage.ts'
import { createListedExecutions } from './listed-executions.ts'
import { executionsQuery, stateMachinesQuery, workflowsQuery } from './listing-queries.ts'
import { beforeReading, isResting, type LoopStatus, untilResumed } from './loop-status.ts'
import { mapRunParentQuery, noteAsParent } from './map-run-parent.ts'
import { watchOutrun } from './outrun.ts'
import { createReadBook } from './read-book.ts'
import { createServiceLanes } from './service-lanes.ts'
import {
  answeredAt,
  errorOf,
  failPartly,
  isEndless,
  isOfTheConnection,
  longestPauseAfter,
  type Trouble,
  troubleKey,
  troubleOf,
} from './trouble.ts'

/** The only caller of AWS's reads for one connection. Components watch the cache and this status; they fetch nothing. */
export interface ReadLoop {
  readonly connection: Connection
  readonly status: ReadableStore<LoopStatus>
  start(): void
  stop(): void
  setPaused(paused: boolean): void
  setHidden(hidden: boolean): void
  /** Reads this execution before any list, and often, until the returned function is called. */
  pin(executionId: ExecutionId): () => void
  /** Reads this execution now, for a person who waits; rejects with `AppFailure`. */
  readNow(executionId: ExecutionId): Promise<ExecutionRecord>
  /** Tries everything again at once. */
  retry(): void
}

/** An execution that ended stays in the cache so long, to be shown as recently ended, milliseconds. */
const KEEP_ENDED_MS = 15 * 60_000
const SHORTEST_IDLE_MS = 20
const LONGEST_IDLE_MS = 1_000

/** How long after its end a list may still show an execution as running; shown later than that, it was redriven. */
const LIST_LAG_MS = 60_000

export function createReadLoop(connection: Connection, queryClient: QueryClient, ports: Ports): ReadLoop {
  const { budget, id } = connection
  const book = createReadBook(() => knownNow(queryClient, id), connection.swfDomains)
  const troubles = new Map<string, Trouble>()
  const listed = new Set<string>()
  const lists = createListedExecutions()
  const readOnce = new Set<string>()
  const status = createStore(beforeReading(connection.swfDomains.length))
  const lanes = createServiceLanes(ports)
  let current: object | undefined
  let wake: () => void = () => undefined

  const publish = (): void => {
    // What is no longer worth reading is no trouble either.
    for (const [key, { read }] of troubles) if (!book.wants(read)) troubles.delete(key)
    status.update((before) => ({
      ...before,
      backingOffUntilMs: lanes.lastEndsAtMs,
      troubles: [...troubles.values()],
      watched:
        queryClient.getQueryData(keys.stateMachines(id)) === undefined ? null : book.stateMachines.length,
      listed: listed.size,
      unlisted: failing(isUnlisted),
      executions: book.tracked.size,
      read: readOnce.size,
      unread: failing((read) => read.kind === 'history' && !readOnce.has(read.executionId)),
    }))
  }

  const isUnlisted = (read: Read): boolean => {
    if (read.kind === 'executions') return !listed.has(read.stateMachineArn)
    return read.kind === 'workflows' && !listed.has(read.domain)
  }

  const failing = (which: (read: Read) => boolean): number =>
    [...troubles.values()].filter(({ read }) => which(read)).length

  /** A pause and a back-off hold between the pages of a read, too; the read goes on where it stopped. */
  const pagesOf = (read: Read) => async (): Promise<void> => {
    const backOff = lanes.backOffOf(read)
    do {
      await untilResumed(status)
      await backOff.over()
      await budget.take()
    } while (isPaused() || backOff.untilMs !== null)
  }

  const isPaused = (): boolean => isResting(status.get())

  const mapRunOf = (executionId: ExecutionId): string | null =>
    book.tracked.get(executionId)?.mapRunArn ?? null

  const fetchExecution = async (executionId: ExecutionId): Promise<ExecutionRecord> => {
    const beforePage = pagesOf({ kind: 'history', executionId })
    const record = await queryClient.fetchQuery({
      ...executionQuery(connection, executionId, beforePage, mapRunOf(executionId)),
      staleTime: 0,
    })
    follow(record)
    return record
  }

  /** Goes on reading it, unless it is over and nobody looks. */
  const follow = (record: ExecutionRecord): void => {
    const { executionId, folded } = record
    readOnce.add(executionId)
    noteAsParent(queryClient, record, book.tracked.get(executionId)?.stateMachineVersionArn)
    if (folded.ended !== null && !book.isPinned(executionId)) drop(executionId)
    else {
      book.track(executionId, {
        stateMachineArn: stateMachineArnOf(executionId),
        startedAtMs: folded.startedAtMs,
        limitsFromMs: folded.limitsFromMs,
        ended: folded.ended !== null,
        mapRuns: mapRunsUnderWay(folded),
      })
    }
  }

  const drop = (executionId: ExecutionId): void => {
    book.untrack(executionId)
    readOnce.delete(executionId)
    ports.after(KEEP_ENDED_MS, () => {
      if (!book.tracked.has(executionId)) forgetExecution(queryClient, id, executionId)
    })
  }

  /** Whether what a list shows as running may be so: lists lag behind histories. */
  const mayRun = (executionId: ExecutionId, listedAt: Interval): boolean => {
    const known = queryClient.getQueryData<ExecutionRecord>(keys.execution(id, executionId))
    const ended = known?.folded.ended ?? null
    return ended === null || listedAt.lo > ended.atMs + LIST_LAG_MS
  }

  const carryOut = async (read: Read): Promise<void> => {
    const beforePage = pagesOf(read)
    switch (read.kind) {
      case 'stateMachines': {
        const { items, partly } = await queryClient.fetchQuery({
          ...stateMachinesQuery(connection, beforePage),
          staleTime: 0,
        })
        const arns = items
          .filter(({ name }) => isWatched(connection.watch, name))
          .map((item) => item.stateMachineArn)
        // Those that a part of the list does not show may still be there.
        const before = book.stateMachines
        book.setStateMachines(partly === null ? arns : [...new Set([...before, ...arns])])
        for (const arn of before) if (!book.stateMachines.includes(arn)) listed.delete(arn)
        failPartly(partly)
        break
      }
      case 'executions':
      case 'mapRun': {
        const parentArn = read.kind === 'mapRun' ? read.mapRunArn : read.stateMachineArn
        const { items, readAt, partly } = await queryClient.fetchQuery({
          ...executionsQuery(connection, parentArn, beforePage),
          staleTime: 0,
        })
        for (const { executionArn, startedAtMs, stateMachineVersionArn } of items) {
          if (!mayRun(executionArn, readAt)) continue
          const stateMachineArn = stateMachineArnOf(executionArn)
          const child = { stateMachineArn, startedAtMs, mapRunArn: parentArn }
          const own = { stateMachineArn: parentArn, startedAtMs, stateMachineVersionArn }
          book.track(executionArn, read.kind === 'mapRun' ? child : own)
        }
        if (partly === null)
          dropUnlisted(
            read,
            items.map(({ executionArn }) => executionArn),
          )
        failPartly(partly)
        if (read.kind === 'executions') listed.add(parentArn)
        break
      }
      case 'workflows': {
        const { items, readAt, partly } = await queryClient.fetchQuery({
          ...workflowsQuery(connection, read.domain, beforePage),
          staleTime: 0,
        })
        for (const item of items) {
          const executionId = swfExecutionId(item)
          if (mayRun(executionId, readAt))
            book.track(executionId, { stateMachineArn: null, startedAtMs: item.startedAtMs })
        }
        if (partly === null) dropUnlisted(read, items.map(swfExecutionId))
        failPartly(partly)
        listed.add(read.domain)
        break
      }
      case 'definition':
        await queryClient.fetchQuery({ ...limitsQuery(connection, read.stateMachineArn, read), staleTime: 0 })
        break
      case 'mapRunParent':
        await queryClient.fetchQuery({
          ...mapRunParentQuery(connection, read.mapRunArn, beforePage),
          staleTime: 0,
        })
        break
      case 'history':
        await fetchExecution(read.executionId)
    }
  }

  const knownRecord = (read: Read): ExecutionRecord | undefined =>
    read.kind === 'history' ? queryClient.getQueryData(keys.execution(id, read.executionId)) : undefined

  /** What a list showed and no history, and what the list shows no longer, is gone. */
  const dropUnlisted = (list: Read, shown: readonly ExecutionId[]): void => {
    for (const executionId of lists.take(troubleKey(list), shown)) {
      const trouble = troubles.get(troubleKey({ kind: 'history', executionId }))
      if (trouble?.error.kind === 'notFound' && !book.isPinned(executionId)) drop(executionId)
    }
  }

  const settle = (read: Read, failure: AppError | null): void => {
    const known = knownRecord(read)
    // A read of SWF that lags may not show yet what an earlier one has shown: that does not prove that it is gone.
    const isMereLag =
      failure?.kind === 'notFound' &&
      known !== undefined &&
      mayNotShowYet(known.folded.startedAtMs, connection.clock.now(), known.ref.service)
    const error = isMereLag ? null : failure
    const key = troubleKey(read)
    troubles.delete(key)
    book.settled(read, error !== null && (passes(error) || isOfTheConnection(error)), isEndless(error))
    if (error === null) {
      // One answer shows that its service can be reached again; only what is forbidden stays so.
      lanes.backOffOf(read).relax()
      for (const [other, trouble] of troubles) if (answeredAt(trouble, read)) troubles.delete(other)
    } else {
      const isListed = read.kind !== 'history' || lists.isListed(read.executionId)
      troubles.set(key, troubleOf(read, error, isListed))
      if (error.kind === 'unreadable') notRead(read)
      if (error.kind === 'noAnswer' && error.reachable === null && error.relay === undefined)
        void tellWhetherReachable(key, read, error)
      if (error.kind === 'expiredCredentials' || error.kind === 'notSignedIn') connection.session.forget()
      const longestPauseMs = longestPauseAfter(error)
      if (longestPauseMs !== null) lanes.backOffOf(read).begin(longestPauseMs)
      // One that a list shows and that was never read may only lag behind it: something may be in flight there.
      const mayLag = isListed && known === undefined
      if (
        read.kind === 'history' &&
        error.kind === 'notFound' &&
        !mayLag &&
        !book.isPinned(read.executionId)
      ) {
        // AWS no longer knows it: a row of it would never leave.
        drop(read.executionId)
        forgetExecution(queryClient, id, read.executionId)
      }
    }
    publish()
  }

  /** What was read of it earlier stays, but counts as complete no longer: nothing can be said of now. */
  const notRead = (read: Read): void => {
    if (read.kind === 'executions') listed.delete(read.stateMachineArn)
    else if (read.kind === 'workflows') listed.delete(read.domain)
    else if (read.kind === 'history') readOnce.delete(read.executionId)
  }

  /** A host that answers, only not to this page, wants other words than one that is away. */
  const tellWhetherReachable = async (
    key: string,
    read: Read,
    error: Extract<AppError, { kind: 'noAnswer' }>,
  ): Promise<void> => {
    const reachable = await isReachable(error.endpoint, ports.fetch)
    if (troubles.get(key)?.error !== error) return
    troubles.set(key, { read, error: { ...error, reachable } })
    publish()
  }

  const launch = async (read: Read): Promise<void> => {
    const leave = lanes.enter(read)
    try {
      await carryOut(read)
      settle(read, null)
    } catch (cause) {
      settle(read, errorOf(cause))
    } finally {
      leave()
      wake()
    }
  }

  const idle = async (ms: number): Promise<void> => {
    await Promise.race([
      wait(ports, ms),
      new Promise<void>((resolve) => {
        wake = resolve
      }),
    ])
  }

  const isOutrun = watchOutrun(connection.clock, ports)

  const run = async (mine: object): Promise<void> => {
    // Stopped and started again, it is another run: this one ends at its next step.
    const isOff = (): boolean => current !== mine || isPaused()
    while (current === mine) {
      if (isOutrun()) book.forgetLists()
      const nowMs = ports.passed()
      const dueAtMs = isOff() ? null : firstDueMs(lanes.open(book.candidates()), nowMs)
      if (dueAtMs === null || dueAtMs > nowMs) {
        const never = Number.POSITIVE_INFINITY
        const dueInMs = Math.min(dueAtMs ?? never, lanes.firstEndsAtMs ?? never) - ports.passed()
        await idle(Math.min(LONGEST_IDLE_MS, Math.max(SHORTEST_IDLE_MS, dueInMs)))
        continue
      }
      await budget.take()
      if (isOff()) continue
      // Only now: the wait may have made another read more urgent.
      const { read } = nextRead(lanes.open(book.candidates()), ports.passed())
      if (read === null) continue
      book.tried(read, ports.passed())
      void launch(read)
    }
  }

  return {
    connection,
    status,
    start() {
      if (current !== undefined) return
      current = {}
      void run(current)
    },
    stop() {
      current = undefined
      wake()
    },
    setPaused(paused) {
      status.update((before) => ({ ...before, paused }))
      wake()
    },
    setHidden(hidden) {
      status.update((before) => ({ ...before, hidden }))
      wake()
    },
    pin(executionId) {
      const release = book.pin(executionId)
      book.track(executionId, { stateMachineArn: stateMachineArnOf(executionId), startedAtMs: null })
      wake()
      return () => {
        release()
        const record = queryClient.getQueryData<ExecutionRecord>(keys.execution(id, executionId))
        if (!book.isPinned(executionId) && (record === undefined || record.folded.ended !== null))
          drop(executionId)
        publish()
      }
    },
    async readNow(executionId) {
      const read: Read = { kind: 'history', executionId }
      book.track(executionId, { stateMachineArn: stateMachineArnOf(executionId), startedAtMs: null })
      book.tried(read, ports.passed())
      try {
        // Not through the loop's own fetch: a read of it that waits, or was sent before, would be joined.
        const atOnce = async (): Promise<void> => undefined
        const mapRunArn = mapRunOf(executionId)
        const record = await readExecution(connection, executionId, queryClient, atOnce, mapRunArn)
        queryClient.setQueryData(keys.execution(id, executionId), record)
        follow(record)
        settle(read, null)
        return record
      } catch (cause) {
        settle(read, errorOf(cause))
        throw cause
      }
    },
    retry() {
      lanes.endBackOffs()
      book.forgetTries()
      publish()
      wake()
    },
  }
}
