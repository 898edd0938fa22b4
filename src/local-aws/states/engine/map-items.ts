import type { MapState, Subflow } from '../../../asl/state-machine.ts'
import type { JsonValue } from '../../../lib/json.ts'
import type { MapItem, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { readerOf } from './reader-of.ts'

export interface MapInput {
  readonly item: MapItem
  readonly input: JsonValue
}

/** The states that a Map runs for each of its items. */
export function processorOf({ ItemProcessor, Iterator: iterator }: MapState): Subflow {
  // Sound: parseDefinition wants one of the two.
  return (ItemProcessor ?? iterator) as Subflow
}

/** The values in order; `source` says where a distributed Map has them from (Developer Guide, context object). */
export function numberedItems(values: readonly JsonValue[], source?: string): MapItem[] {
  return values.map((value, index) => ({ index, value, ...(source !== undefined && { source }) }))
}

/** What each item is to be run with. Throws `StateFailure` where its ItemSelector cannot be filled. */
export async function mapInputs(
  store: StatesStore,
  visit: Visit<MapState>,
  items: readonly MapItem[],
): Promise<MapInput[]> {
  const reader = readerOf(visit)
  const inputs: MapInput[] = []
  for (const item of items) {
    inputs.push({ item, input: await reader.itemInput(store, visit, item) })
  }
  return inputs
}

/** How many items a Map state runs at once; 0: no limit of its own. Throws `StateFailure`. */
export async function maxConcurrency(store: StatesStore, visit: Visit<MapState>): Promise<number> {
  return (await readerOf(visit).mapNumber(store, visit, 'MaxConcurrency')) ?? 0
}
