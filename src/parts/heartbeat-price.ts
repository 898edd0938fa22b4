import type { TokenBasis } from '../console/journal-entry.ts'
import type { Estimate } from '../domain/estimate.ts'
import { isUnreported, type UnreadLimit } from '../domain/hard-limit.ts'
import type { TaskFacts } from '../domain/in-flight-task.ts'
import type { Interval } from '../domain/interval.ts'
import { formatDuration } from '../lib/duration.ts'
import type { WriteMoment } from './deadline-words.ts'
import { whyNoHeartbeat } from './no-heartbeat-words.ts'

/** What a heartbeat sent now would change, and what it would cost, in words. */
export interface HeartbeatPrice {
  readonly guarantee: string
  readonly hardLimit: string
  readonly sideEffect: string
  readonly read: string
}

export function heartbeatPrice(
  task: TaskFacts,
  basis: TokenBasis,
  estimate: Estimate,
  now: Interval,
  write: WriteMoment,
): HeartbeatPrice {
  return {
    guarantee:
      guarantee(task, estimate, now) +
      (basis === 'pasted' && task.heartbeatSeconds != null ? ', if the token is right' : ''),
    hardLimit: hardLimit(estimate, now),
    sideEffect: sideEffect(task, estimate, now, write),
    read: `${task.swf === null ? 'read' : 'as it was'} ${formatDuration(now.hi - estimate.openAt.lo)} ago; read again just before it is sent`,
  }
}

export function samePrice(a: HeartbeatPrice, b: HeartbeatPrice): boolean {
  return (
    a.guarantee === b.guarantee &&
    a.hardLimit === b.hardLimit &&
    a.sideEffect === b.sideEffect &&
    a.read === b.read
  )
}

function guarantee(task: TaskFacts, { kind, safeUntilMs, hard }: Estimate, now: Interval): string {
  if (task.heartbeatSeconds === null)
    return task.idleHeartbeatSeconds !== null
      ? `none: ${whyNoHeartbeat(task)}`
      : task.swf === null
        ? 'none: AWS discards heartbeats of this task'
        : `none: ${whyNoHeartbeat(task)}, so no clock runs`
  if (task.heartbeatSeconds === undefined) return 'unknown: its history gives no heartbeat timeout'
  const hardLoMs = hard?.at.lo ?? Number.POSITIVE_INFINITY
  const before =
    kind === 'guaranteed'
      ? formatDuration(safeUntilMs - now.hi)
      : kind === 'waiting'
        ? 'no clock runs'
        : 'none'
  const afterMs = Math.min(task.heartbeatSeconds * 1000, hardLoMs - now.hi)
  if (afterMs <= 0) return `${before} → none: the hard limit comes first`
  return `${before} → ${formatDuration(afterMs)} from the moment it is sent`
}

function hardLimit({ hard, limitUnread }: Estimate, now: Interval): string {
  if (hard === null || hard.because === 'oneYear') return unknownLimit(limitUnread) ?? 'none'
  const leftMs = hard.at.lo - now.hi
  return leftMs <= 0 ? 'reached' : `${formatDuration(leftMs)} stays`
}

/** A limit that is not known, in a word or two; null: all are known. */
export function unknownLimit(limit: UnreadLimit | null): string | null {
  if (limit === null) return null
  return isUnreported(limit) ? 'unknown' : 'not read yet'
}

function sideEffect(task: TaskFacts, { hard }: Estimate, now: Interval, write: WriteMoment): string {
  // AWS does not say whether a beat without details leaves those of an earlier one.
  const replaced = task.swf === null ? '' : 'what its worker reported last may be replaced'
  if (task.heartbeatSeconds === null) return replaced || 'none'
  if (task.heartbeatSeconds === undefined)
    return ['if its worker is dead, this may hide it', replaced].filter((part) => part !== '').join('; ')
  const untilMs = Math.min(now.hi + task.heartbeatSeconds * 1000, hard?.at.lo ?? Number.POSITIVE_INFINITY)
  const hidden =
    task.kind === 'job'
      ? `a job that hangs stays unnoticed until ${write(untilMs)}`
      : `if its worker is dead, this hides it until ${write(untilMs)}`
  return replaced === '' ? hidden : `${hidden}; ${replaced}`
}
