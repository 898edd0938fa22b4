import type { AppError } from '../domain/app-error.ts'
import type { Interval } from '../domain/interval.ts'
import type { Read } from '../domain/read-plan.ts'
import { sightOf } from '../domain/sight.ts'
import type { ExecutionRecord } from './execution-query.ts'

/** A read of SWF that lags may not show yet what an earlier one has shown: that does not prove that it is gone. */
export function isMereLag(
  read: Read,
  failure: AppError,
  known: ExecutionRecord | undefined,
  now: Interval,
): boolean {
  if (read.kind !== 'history' || failure.kind !== 'notFound') return false
  const startedAtMs = known?.folded.startedAtMs ?? null
  if (known?.ref.service !== 'swf' || startedAtMs === null) return false
  return startedAtMs > sightOf(now, 'swf').lo
}
