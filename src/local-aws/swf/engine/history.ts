import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { World } from '../../world/world.ts'
import type { WorkflowExecution } from '../model.ts'

/** What an event says besides its id and its time. */
export type EventBody = Omit<HistoryEvent, 'eventId' | 'eventTimestamp'>

/** Amazon SWF Developer Guide, quotas: events in the history of one execution. */
export const mostEvents = 25_000

/** Adds an event to the history; gives its id. */
export function append({ loop }: World, { events, full }: WorkflowExecution, body: EventBody): number {
  const eventId = events.length + 1
  events.push({ eventTimestamp: new Date(loop.nowMs), eventId, ...body })
  if (eventId === mostEvents) full()
  return eventId
}
