import type { HistoryEvent } from '@aws-sdk/client-sfn'

/** `4<3 TaskStateEntered` for each event, for tests. */
export function chain(events: readonly HistoryEvent[]): string[] {
  return events.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`)
}

/** The chain from the first event of that type on. */
export function chainFrom(events: readonly HistoryEvent[], type: HistoryEvent['type']): string[] {
  const first = events.findIndex((event) => event.type === type)
  return chain(first < 0 ? [] : events.slice(first))
}
