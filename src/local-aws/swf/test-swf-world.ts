import type { HistoryEvent } from '@aws-sdk/client-swf'
import {
  type StillCalls,
  type StillWorld,
  stillCalls,
  stillStartMs,
  stillWorld,
} from '../test-still-world.ts'
import type { Workloads } from '../workloads.ts'
import { swfOperations } from './operations.ts'
import type { SwfShapes } from './shapes.ts'
import { createSwfStore, type SwfStore } from './store.ts'

/** A world for tests of SWF. */
export interface SwfWorld extends StillWorld, StillCalls<SwfShapes> {
  readonly store: SwfStore
  /** All of it, whatever its pages. */
  history(domain: string, workflowId: string, runId: string | undefined): Promise<HistoryEvent[]>
}

export interface SwfWorldOptions {
  readonly seed?: number
  readonly region?: string
  /** How the functions that deciders schedule behave. */
  readonly workloads?: Workloads
  /** Share one world between regions. */
  readonly within?: SwfWorld
}

export const swfStartMs = stillStartMs

export function swfWorld({
  seed = 1,
  region = 'eu-west-1',
  workloads,
  within,
}: SwfWorldOptions = {}): SwfWorld {
  const { world, defects, step } = within ?? stillWorld(seed)
  const store = within?.store ?? createSwfStore(world, workloads)
  const calls = stillCalls<SwfShapes>(world, region, swfOperations(world, store))
  return {
    world,
    defects,
    step,
    store,
    ...calls,
    async history(domain, workflowId, runId) {
      const named = { domain, execution: { workflowId, runId } }
      const events: HistoryEvent[] = []
      let nextPageToken: string | undefined
      do {
        const page = await calls.call('GetWorkflowExecutionHistory', { ...named, nextPageToken })
        events.push(...(page.events ?? []))
        nextPageToken = page.nextPageToken
      } while (nextPageToken !== undefined)
      return events
    },
  }
}
