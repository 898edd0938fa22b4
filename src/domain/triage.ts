import type { Estimate, EstimateKind } from './estimate.ts'

/** What the triage order looks at. */
export interface Triaged {
  readonly estimate: Estimate
  /** Unique; breaks ties so that the order is total and does not depend on arrival. */
  readonly id: string
}

const RANK: Readonly<Record<EstimateKind, number>> = {
  due: 0,
  guaranteed: 1,
  waiting: 2,
  beaten: 3,
  unknownHeartbeat: 4,
  noHeartbeat: 5,
}

/**
 * What is lost first comes first. A task that nobody is proved to beat is lost when its guarantee or its hard limit runs
 * out; a task that somebody beats, that waits, or that has no heartbeat only at its hard limit. Ties: the kind, then the
 * older sight (proof for a beaten task), then the id.
 */
export function triageOrder(a: Triaged, b: Triaged): number {
  return (
    compare(lostAtMs(a.estimate), lostAtMs(b.estimate)) ||
    RANK[a.estimate.kind] - RANK[b.estimate.kind] ||
    compare(evidenceMs(a.estimate), evidenceMs(b.estimate)) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  )
}

/** When the task is lost if nothing more comes: epoch milliseconds, Infinity where nothing limits it within a year. */
export function lostAtMs(estimate: Estimate): number {
  if (estimate.unseenSinceMs !== null) return estimate.unseenSinceMs
  const { hard } = estimate
  const hardMs = hard === null || hard.because === 'oneYear' ? Number.POSITIVE_INFINITY : hard.at.lo
  const mercy = estimate.kind === 'guaranteed' || estimate.kind === 'due'
  return mercy ? Math.min(estimate.guaranteeMs ?? Number.POSITIVE_INFINITY, hardMs) : hardMs
}

/** Whether it may be over, as far as is known: its guarantee has run out, or nobody has looked for too long. */
export function isDue({ kind, unseenSinceMs }: Estimate): boolean {
  return kind === 'due' || unseenSinceMs !== null
}

function evidenceMs(estimate: Estimate): number {
  return estimate.proof?.lo ?? estimate.openAt.lo
}

/** Infinity minus itself is NaN, so no subtraction. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0
}
