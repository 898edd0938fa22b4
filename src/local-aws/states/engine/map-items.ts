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

/** What each item is to be run with. Throws `StateFailure` where its ItemSelector cannot be filled. */
export async function mapInputs(
  store: StatesStore,
  visit: Visit<MapState>,
  values: readonly JsonValue[],
): Promise<MapInput[]> {
  const reader = readerOf(visit)
  const inputs: MapInput[] = []
  for (const [index, value] of values.entries()) {
    const item = { index, value }
    inputs.push({ item, input: await reader.itemInput(store, visit, item) })
  }
  return inputs
}

/** How many items a Map state runs at once; 0: no limit of its own. Throws `StateFailure`. */
export async function maxConcurrency(store: StatesStore, visit: Visit<MapState>): Promise<number> {
  return (await readerOf(visit).mapNumber(store, visit, 'MaxConcurrency')) ?? 0
}
