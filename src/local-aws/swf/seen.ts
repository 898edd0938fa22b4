import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { World } from '../world/world.ts'
import type { WorkflowExecution } from './model.ts'

/** The moment that the eventually consistent calls show: the whole `swfLagMs` ago, for every caller alike. */
export function seenAtMs({ loop, settings }: World): number {
  return loop.nowMs - settings.swfLagMs
}

/** Whether the execution had started by then. */
export function isSeen(execution: WorkflowExecution, atMs: number): boolean {
  return execution.startMs <= atMs
}

/** How the execution had closed by then; undefined while it was open. */
export function closeSeen({ close }: WorkflowExecution, atMs: number): WorkflowExecution['close'] {
  return close !== undefined && close.atMs <= atMs ? close : undefined
}

/** The history as it was then: timestamps never go back, so it is a prefix. */
export function eventsSeen({ events }: WorkflowExecution, atMs: number): readonly HistoryEvent[] {
  let low = 0
  let high = events.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((events[middle]?.eventTimestamp?.getTime() ?? Number.POSITIVE_INFINITY) <= atMs) low = middle + 1
    else high = middle
  }
  return low === events.length ? events : events.slice(0, low)
}
