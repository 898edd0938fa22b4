import type { World } from '../world/world.ts'
import { activityTaskOperations } from './operations/activity-tasks.ts'
import { decisionTaskOperations } from './operations/decision-tasks.ts'
import { domainOperations } from './operations/domains.ts'
import { executionOperations } from './operations/executions.ts'
import { historyOperations } from './operations/history.ts'
import { listingOperations } from './operations/listings.ts'
import { taggingOperations } from './operations/tagging.ts'
import { typeOperations } from './operations/types.ts'
import type { SwfOperations } from './shapes.ts'
import { createSwfStore, type SwfStore } from './store.ts'

export type { SwfOperations } from './shapes.ts'

/** SWF in one world. Pass a store of your own to look behind the API, as a test of truth must. */
export function swfOperations(world: World, store: SwfStore = createSwfStore(world)): SwfOperations {
  return {
    ...domainOperations(store),
    ...taggingOperations(store),
    ...typeOperations(store),
    ...executionOperations(store),
    ...decisionTaskOperations(store),
    ...activityTaskOperations(store),
    ...listingOperations(store),
    ...historyOperations(store),
  }
}
