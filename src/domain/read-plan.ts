import { type ExecutionId, type ExecutionRef, knownExecutionRef } from './execution-id.ts'

/** One read of AWS that the console may make next. Times are epoch milliseconds of any one clock. */
export type Read =
  | { readonly kind: 'stateMachines' }
  | { readonly kind: 'executions'; readonly stateMachineArn: string }
  | {
      readonly kind: 'definition'
      readonly stateMachineArn: string
      readonly executionArn: string
      readonly startedAtMs: number
      readonly stateMachineVersionArn: string | null | undefined
      readonly mapRunArn: string | null
    }
  /** ListExecutions of one Map Run: the children of a Distributed Map. */
  | { readonly kind: 'mapRun'; readonly mapRunArn: string }
  /** DescribeMapRun, and DescribeExecution of the execution it is part of: whose limits end the children, too. */
  | { readonly kind: 'mapRunParent'; readonly mapRunArn: string }
  /** ListOpenWorkflowExecutions of one SWF domain. */
  | { readonly kind: 'workflows'; readonly domain: string }
  | { readonly kind: 'history'; readonly executionId: ExecutionId }

/** Whose API answers a read. */
export function serviceOf(read: Read): ExecutionRef['service'] {
  if (read.kind === 'history') return knownExecutionRef(read.executionId).service
  return read.kind === 'workflows' ? 'swf' : 'states'
}

export interface Candidate {
  readonly read: Read
  /** When it was last tried; null: never. */
  readonly triedAtMs: number | null
  /** Opened by a person: read before anything else, and most often. */
  readonly pinned: boolean
  /** The last try failed for a reason that passes, such as a connection that broke. */
  readonly failed?: boolean
  /** The last try took many requests and came to no end. */
  readonly endless?: boolean
  /** An execution that is over: only a redrive could bring news. */
  readonly ended?: boolean
}

/** How long after a try the same read is worth another: lists change slowly and their quota is small. */
const PAUSE_MS: Readonly<Record<Read['kind'], number>> = {
  stateMachines: 60_000,
  executions: 10_000,
  mapRun: 10_000,
  workflows: 10_000,
  definition: 30_000,
  mapRunParent: 30_000,
  history: 3_000,
}

/** No pause is longer than this after a try that failed; how often a failing AWS is asked at all is the read budget's to say. */
const FAILED_PAUSE_MS = 3_000

/** What came to no end takes many requests each time, which other reads wait for. */
const ENDLESS_PAUSE_MS = 60_000

/** An execution that a person has open. */
const PINNED_PAUSE_MS = 2_000

/** An execution that has ended and is still looked at. */
const ENDED_PAUSE_MS = 30_000

/** A first reading goes from what names others to what fills in: without lists there is nothing to read. */
const FIRST: Readonly<Record<Read['kind'], number>> = {
  stateMachines: 0,
  executions: 1,
  mapRun: 1,
  workflows: 1,
  history: 2,
  definition: 3,
  mapRunParent: 3,
}

export interface ReadPlan {
  readonly read: Read | null
  /** When the next candidate is due, if none is now; null: there is none at all. */
  readonly dueAtMs: number | null
}

/**
 * Round robin: of all reads that are due, what a person opened comes first, then what was never read, then what has waited longest.
 * What a person opened gets every other read at most where others are due, so that nothing starves however small the budget is.
 */
export function nextRead(candidates: Iterable<Candidate>, nowMs: number): ReadPlan {
  let pinned: Candidate | null = null
  let other: Candidate | null = null
  let newest: Candidate | null = null
  let dueAtMs: number | null = null
  for (const candidate of candidates) {
    if (newest === null || (candidate.triedAtMs ?? 0) > (newest.triedAtMs ?? 0)) newest = candidate
    const due = dueMs(candidate)
    if (due > nowMs) dueAtMs = dueAtMs === null ? due : Math.min(dueAtMs, due)
    else if (candidate.pinned) pinned = pinned === null || before(candidate, pinned) ? candidate : pinned
    else other = other === null || before(candidate, other) ? candidate : other
  }
  const pinnedHadItsTurn = newest !== null && newest.pinned && newest.triedAtMs !== null
  const best = pinnedHadItsTurn ? (other ?? pinned) : (pinned ?? other)
  return { read: best?.read ?? null, dueAtMs: best === null ? dueAtMs : nowMs }
}

/**
 * When the first of these is due: `nextRead`'s `dueAtMs`, found without looking at the rest once one is due. For asking whether there is
 * anything to read, where what that is must wait.
 */
export function firstDueMs(candidates: Iterable<Candidate>, nowMs: number): number | null {
  let dueAtMs: number | null = null
  for (const candidate of candidates) {
    const due = dueMs(candidate)
    if (due <= nowMs) return nowMs
    dueAtMs = dueAtMs === null ? due : Math.min(dueAtMs, due)
  }
  return dueAtMs
}

function dueMs(candidate: Candidate): number {
  const { read, triedAtMs, pinned, failed = false, endless = false, ended = false } = candidate
  if (triedAtMs === null) return Number.NEGATIVE_INFINITY
  if (endless) return triedAtMs + ENDLESS_PAUSE_MS
  if (ended) return triedAtMs + ENDED_PAUSE_MS
  const atMostMs =
    pinned && read.kind === 'history' ? PINNED_PAUSE_MS : failed ? FAILED_PAUSE_MS : Number.POSITIVE_INFINITY
  return triedAtMs + Math.min(PAUSE_MS[read.kind], atMostMs)
}

function before(a: Candidate, b: Candidate): boolean {
  if (a.triedAtMs === null || b.triedAtMs === null) {
    if (a.triedAtMs !== b.triedAtMs) return a.triedAtMs === null
    return FIRST[a.read.kind] < FIRST[b.read.kind]
  }
  return a.triedAtMs < b.triedAtMs
}
