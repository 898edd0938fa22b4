import type { ExecutionRef } from './execution-id.ts'
import type { Interval } from './interval.ts'

/**
 * How far behind the truth an answer of SWF may be at most, milliseconds. An assumption: the API reference calls
 * GetWorkflowExecutionHistory eventually consistent, "best effort", and gives no figure. Stores of that kind catch up within a second or
 * so; ten seconds leave room for a bad one, and are still short against the minutes of an activity's intervals.
 */
export const SWF_READ_LAG_MS = 10_000

/**
 * When a history read that was sent at `readAt` shows its open tasks to have been open, in the time of `readAt`. Step Functions answers
 * with the state of some moment after it was asked; SWF may answer with that of a moment before, but not before `lo`.
 */
export function sightOf(readAt: Interval, service: ExecutionRef['service']): Interval {
  return service === 'swf' ? { lo: readAt.lo - SWF_READ_LAG_MS, hi: readAt.hi } : readAt
}

/**
 * Whether an answer to a read that was sent at `readAt` need not show yet what happened at `eventMs`, epoch milliseconds of server time;
 * null: not known, so it has to.
 */
export function mayNotShowYet(
  eventMs: number | null,
  readAt: Interval,
  service: ExecutionRef['service'],
): boolean {
  return service === 'swf' && eventMs !== null && eventMs > sightOf(readAt, service).lo
}
