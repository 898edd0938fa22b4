import type { HistoryEvent } from '@aws-sdk/client-sfn'
import type { World } from '../../world/world.ts'
import type { Branch, Execution } from '../model.ts'

type EventBody = Omit<HistoryEvent, 'id' | 'previousEventId' | 'timestamp'>

/** Adds an event at the end of a branch's chain; gives its id. */
export function append(world: World, branch: Branch, body: EventBody): number {
  branch.lastEventId = appendAfter(world, branch.execution, branch.lastEventId, body)
  return branch.lastEventId
}

/** Adds an event that stands in no chain, or at the end of one that is over. */
export function appendAfter(
  world: World,
  execution: Execution,
  previousEventId: number,
  body: EventBody,
): number {
  const id = execution.events.length + 1
  execution.events.push({ timestamp: new Date(world.loop.nowMs), id, previousEventId, ...body })
  return id
}

/** What AWS adds to each payload; the local AWS refuses a payload that is too long, so it truncates none. */
export const notTruncated = { truncated: false } as const
