import type { MapState, Subflow } from '../../../asl/state-machine.ts'
import type { JsonValue } from '../../../lib/json.ts'
import type { MapItem, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { readerOf } from './reader-of.ts'

export interface MapPlan {
  readonly flow: Subflow
  readonly items: readonly { readonly item: MapItem; readonly input: JsonValue }[]
  /** 0: no limit of its own. */
  readonly maxConcurrency: number
}

/** What a Map state is to run. Throws `StateFailure` where a path leads nowhere or to something else than it should. */
export async function mapPlan(store: StatesStore, visit: Visit<MapState>): Promise<MapPlan> {
  const { state } = visit
  const reader = readerOf(visit)
  const list = await reader.items(store, visit)
  const maxConcurrency = (await reader.mapNumber(store, visit, 'MaxConcurrency')) ?? 0
  const items: { item: MapItem; input: JsonValue }[] = []
  for (const [index, value] of list.entries()) {
    const item = { index, value }
    items.push({ item, input: await reader.itemInput(store, visit, item) })
  }
  // Sound: parseDefinition wants one of the two.
  return { flow: (state.ItemProcessor ?? state.Iterator) as Subflow, items, maxConcurrency }
}
