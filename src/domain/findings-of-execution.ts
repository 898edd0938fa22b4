import type { ExecutionFinding } from './finding.ts'
import type { FoldedExecution } from './folded-execution.ts'

/** Quota of both services: a history holds 25,000 events, and an execution that would need more is ended. */
export const HISTORY_EVENT_LIMIT = 25_000
/** From here on there is a finding: four fifths of the quota. */
export const HISTORY_NEAR_EVENTS = 20_000
/** From here on it is urgent. */
export const HISTORY_NEARLY_FULL_EVENTS = 24_000

/** The findings of an execution as far as its history was read; none once it has ended. */
export function executionFindings({
  lastEventId,
  ended,
  service,
}: Pick<FoldedExecution, 'lastEventId' | 'ended' | 'service'>): readonly ExecutionFinding[] {
  // Both services number a history's events from 1 without gaps, so the newest one counts them, also where others were not read.
  if (ended !== null || lastEventId < HISTORY_NEAR_EVENTS) return []
  const severity = lastEventId < HISTORY_NEARLY_FULL_EVENTS ? 'warning' : 'error'
  const kind = 'historyNearLimit'
  return [{ kind, severity, eventCount: lastEventId, eventLimit: HISTORY_EVENT_LIMIT, service }]
}
