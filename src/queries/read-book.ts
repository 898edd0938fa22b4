import type { ExecutionId } from '../domain/execution-id.ts'
import type { Candidate, Read } from '../domain/read-plan.ts'
import { type LimitsNeeded, limitsNeeded, type Watched } from './limits-needed.ts'
import type { Known } from './lineage.ts'
import { troubleKey } from './trouble.ts'

interface Tracked {
  stateMachineArn: string | null
  startedAtMs: number | null
  /** Its start, or its last redrive, as its history tells. */
  limitsFromMs: number | null
  /** The version it runs, as a list showed it; undefined: no list has shown it. */
  stateMachineVersionArn: string | null | undefined
  /** Its history shows its end; it is kept because a person looks at it. */
  ended: boolean
  triedAtMs: number | null
  /** Its Map Runs under way, whose children are executions of their own. */
  mapRuns: readonly string[]
  /** The Map Run that started it, where a list of the run has shown it. */
  mapRunArn: string | null
}

interface Entry extends Tracked {
  /** The same for `limitsNeeded`, made when it is asked for; undefined: since then something has changed. */
  watched: Watched | undefined
}

/** What of a tracked execution is told as it becomes known. */
type News = 'ended' | 'stateMachineVersionArn' | 'mapRuns' | 'mapRunArn' | 'limitsFromMs'

/** What one connection's read loop knows of what there is to read, and when each was last tried (milliseconds of `Ports.passed`). */
export interface ReadBook {
  candidates(): Iterable<Candidate>
  tried(read: Read, atMs: number): void
  /** The try of a read is over; `passing`: it failed for a reason that passes; `endless`: its pages came to no end. */
  settled(read: Read, passing: boolean, endless?: boolean): void
  /** Whether the read is still worth making. */
  wants(read: Read): boolean
  setStateMachines(arns: readonly string[]): void
  /** An execution to be read from now on, with what is known of it. */
  track(
    executionId: ExecutionId,
    facts: Pick<Tracked, 'stateMachineArn' | 'startedAtMs'> & Partial<Pick<Tracked, News>>,
  ): void
  untrack(executionId: ExecutionId): void
  isPinned(executionId: ExecutionId): boolean
  pin(executionId: ExecutionId): () => void
  /** Everything may be tried again at once. */
  forgetTries(): void
  /** What is listed may be listed again at once. */
  forgetLists(): void
  readonly tracked: ReadonlyMap<ExecutionId, Readonly<Tracked>>
  readonly stateMachines: readonly string[]
}

/** `known` tells which limits are known already. */
export function createReadBook(known: () => Known, swfDomains: readonly string[] = []): ReadBook {
  let machinesTriedAtMs: number | null = null
  /** The watched state machines, and when each one's executions were last listed. */
  const machines = new Map<string, number | null>()
  /** The configured SWF domains, and when each one's open workflow executions were last listed. */
  const domains = new Map<string, number | null>(swfDomains.map((domain) => [domain, null]))
  /** Also of machines that are not watched: a person may open any execution. */
  const limitsTriedAtMs = new Map<string, number>()
  const mapRunTriedAtMs = new Map<string, number>()
  const parentTriedAtMs = new Map<string, number>()
  const tracked = new Map<string, Entry>()
  const pins = new Map<string, number>()
  /** The reads whose last try failed for a reason that passes, by their `troubleKey`; a history's pause is short anyway. */
  const failing = new Set<string>()
  /** The reads whose last try came to no end, by their `troubleKey`. */
  const endless = new Set<string>()

  const candidate = (read: Read, triedAtMs: number | null, pinned = false): Candidate => ({
    read,
    triedAtMs,
    pinned,
    failed: failing.size > 0 && failing.has(troubleKey(read)),
    endless: isEndless(read),
  })

  const isEndless = (read: Read): boolean => endless.size > 0 && endless.has(troubleKey(read))

  const watched = function* (): Generator<Watched> {
    for (const [executionArn, entry] of tracked) {
      const { stateMachineArn, startedAtMs } = entry
      if (stateMachineArn === null || startedAtMs === null) continue
      if (entry.watched === undefined) {
        const { stateMachineVersionArn, mapRunArn, limitsFromMs, ended } = entry
        const pinned = pins.has(executionArn)
        entry.watched = {
          executionArn,
          startedAtMs,
          stateMachineVersionArn,
          mapRunArn,
          limitsFromMs,
          ended,
          pinned,
        }
      }
      yield entry.watched
    }
  }

  const setPins = (executionId: ExecutionId, count: number): void => {
    if (count === 0) pins.delete(executionId)
    else pins.set(executionId, count)
    const entry = tracked.get(executionId)
    if (entry !== undefined) entry.watched = undefined
  }

  const forgetLists = (): void => {
    machinesTriedAtMs = null
    mapRunTriedAtMs.clear()
    for (const arn of machines.keys()) machines.set(arn, null)
    for (const domain of domains.keys()) domains.set(domain, null)
  }

  const needed = (): LimitsNeeded => limitsNeeded(watched(), known(), (arn) => tracked.has(arn))

  return {
    *candidates() {
      yield candidate({ kind: 'stateMachines' }, machinesTriedAtMs)
      for (const [stateMachineArn, triedAtMs] of machines)
        yield candidate({ kind: 'executions', stateMachineArn }, triedAtMs)
      for (const [domain, triedAtMs] of domains) yield candidate({ kind: 'workflows', domain }, triedAtMs)
      for (const { mapRuns } of tracked.values())
        for (const mapRunArn of mapRuns)
          yield candidate({ kind: 'mapRun', mapRunArn }, mapRunTriedAtMs.get(mapRunArn) ?? null)
      for (const [executionId, { triedAtMs, ended }] of tracked) {
        const read: Read = { kind: 'history', executionId }
        yield { read, triedAtMs, pinned: pins.has(executionId), ended, endless: isEndless(read) }
      }
      const { definitions, parents } = needed()
      for (const [stateMachineArn, { pinned, ...execution }] of definitions) {
        const triedAtMs = limitsTriedAtMs.get(stateMachineArn) ?? null
        yield candidate({ kind: 'definition', stateMachineArn, ...execution }, triedAtMs, pinned)
      }
      for (const [mapRunArn, pinned] of parents)
        yield candidate({ kind: 'mapRunParent', mapRunArn }, parentTriedAtMs.get(mapRunArn) ?? null, pinned)
    },
    tried(read, atMs) {
      switch (read.kind) {
        case 'stateMachines':
          machinesTriedAtMs = atMs
          break
        case 'executions':
          machines.set(read.stateMachineArn, atMs)
          break
        case 'mapRun':
          mapRunTriedAtMs.set(read.mapRunArn, atMs)
          break
        case 'workflows':
          domains.set(read.domain, atMs)
          break
        case 'definition':
          limitsTriedAtMs.set(read.stateMachineArn, atMs)
          break
        case 'mapRunParent':
          parentTriedAtMs.set(read.mapRunArn, atMs)
          break
        case 'history': {
          const entry = tracked.get(read.executionId)
          if (entry !== undefined) entry.triedAtMs = atMs
        }
      }
    },
    settled(read, passing, isWithoutEnd = false) {
      if (isWithoutEnd) endless.add(troubleKey(read))
      else endless.delete(troubleKey(read))
      if (passing && read.kind !== 'history') failing.add(troubleKey(read))
      else failing.delete(troubleKey(read))
    },
    wants(read) {
      switch (read.kind) {
        case 'stateMachines':
          return true
        case 'executions':
          return machines.has(read.stateMachineArn)
        case 'mapRun':
          return [...tracked.values()].some(({ mapRuns }) => mapRuns.includes(read.mapRunArn))
        case 'workflows':
          return domains.has(read.domain)
        case 'definition':
          return needed().definitions.has(read.stateMachineArn)
        case 'mapRunParent':
          return needed().parents.has(read.mapRunArn)
        case 'history':
          return tracked.has(read.executionId)
      }
    },
    setStateMachines(arns) {
      for (const arn of machines.keys()) if (!arns.includes(arn)) machines.delete(arn)
      for (const arn of arns) if (!machines.has(arn)) machines.set(arn, null)
    },
    track(executionId, facts) {
      const entry = tracked.get(executionId)
      if (entry === undefined)
        tracked.set(executionId, {
          ended: false,
          triedAtMs: null,
          limitsFromMs: null,
          stateMachineVersionArn: undefined,
          mapRuns: [],
          mapRunArn: null,
          watched: undefined,
          ...facts,
        })
      else {
        entry.mapRuns = facts.mapRuns ?? entry.mapRuns
        const limiting: Limiting = {
          stateMachineArn: entry.stateMachineArn ?? facts.stateMachineArn,
          startedAtMs: entry.startedAtMs ?? facts.startedAtMs,
          ended: facts.ended ?? entry.ended,
          mapRunArn: entry.mapRunArn ?? facts.mapRunArn ?? null,
          limitsFromMs: facts.limitsFromMs ?? entry.limitsFromMs,
          stateMachineVersionArn:
            entry.stateMachineVersionArn === undefined
              ? facts.stateMachineVersionArn
              : entry.stateMachineVersionArn,
        }
        if (!isSame(limiting, entry)) entry.watched = undefined
        Object.assign(entry, limiting)
      }
    },
    untrack(executionId) {
      tracked.delete(executionId)
      endless.delete(troubleKey({ kind: 'history', executionId }))
    },
    isPinned: (executionId) => pins.has(executionId),
    pin(executionId) {
      setPins(executionId, (pins.get(executionId) ?? 0) + 1)
      let held = true
      return () => {
        if (!held) return
        held = false
        setPins(executionId, (pins.get(executionId) ?? 1) - 1)
      }
    },
    forgetTries() {
      forgetLists()
      limitsTriedAtMs.clear()
      parentTriedAtMs.clear()
      endless.clear()
      for (const entry of tracked.values()) entry.triedAtMs = null
    },
    forgetLists,
    tracked,
    get stateMachines() {
      return [...machines.keys()]
    },
  }
}

/** What of an execution tells which limits it needs, but for whether a person has it open. */
type Limiting = Omit<Tracked, 'triedAtMs' | 'mapRuns'>

function isSame(a: Limiting, b: Limiting): boolean {
  return (
    a.stateMachineArn === b.stateMachineArn &&
    a.startedAtMs === b.startedAtMs &&
    a.ended === b.ended &&
    a.mapRunArn === b.mapRunArn &&
    a.limitsFromMs === b.limitsFromMs &&
    a.stateMachineVersionArn === b.stateMachineVersionArn
  )
}
