import type { ItemBatcher, MapState } from '../../../asl/state-machine.ts'
import type { JsonValue } from '../../../lib/json.ts'
import { utf8Length } from '../../validation.ts'
import type { MapChild, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import type { MapInput } from './map-items.ts'
import { payloadText } from './payload-text.ts'
import { readerOf } from './reader-of.ts'
import { runtimeFailure, StateFailure } from './state-failure.ts'

/** Bytes of a child's input at most (Developer Guide, ItemBatcher). */
const mostBytes = 262_144

/**
 * What the children of a distributed Map get: each item is one child's input or, with an ItemBatcher, as many of them as fit are its
 * `Items`, after a `BatchInput` that is the same for all. Throws `StateFailure` where a limit is none, and where an item is too long by
 * itself, of which AWS does not document how it ends.
 */
export async function mapChildren(
  store: StatesStore,
  visit: Visit<MapState>,
  inputs: readonly MapInput[],
): Promise<MapChild[]> {
  const { ItemBatcher: batcher } = visit.state
  if (batcher === undefined) {
    return inputs.map(({ input }) => {
      payloadText(visit, input)
      return { input, itemCount: 1 }
    })
  }
  const maxItems = await limitOf(store, visit, batcher, 'MaxItemsPerBatch')
  const maxBytes = await limitOf(store, visit, batcher, 'MaxInputBytesPerBatch')
  const common =
    batcher.BatchInput === undefined
      ? {}
      : { BatchInput: await readerOf(visit).fill(store, visit, batcher.BatchInput, 'ItemBatcher/BatchInput') }
  const items = inputs.map(({ input }) => input)
  const batches = batchesOf(items, {
    maxItems: maxItems ?? Number.POSITIVE_INFINITY,
    maxBytes: Math.min(maxBytes ?? mostBytes, mostBytes),
    emptyBytes: jsonBytes({ ...common, Items: [] }),
  })
  if (batches === undefined) {
    throw new StateFailure({
      error: 'States.DataLimitExceeded',
      cause: `An item of the state '${visit.name}' is longer than a batch may be.`,
    })
  }
  return batches.map((Items) => ({ input: { ...common, Items }, itemCount: Items.length }))
}

export interface BatchLimits {
  readonly maxItems: number
  /** Of a batch as it is given to its child, in UTF-8. */
  readonly maxBytes: number
  /** Of a batch without items. */
  readonly emptyBytes: number
}

/** The items in order, in batches as large as the limits allow; undefined where an item does not fit by itself. */
export function batchesOf(
  items: readonly JsonValue[],
  { maxItems, maxBytes, emptyBytes }: BatchLimits,
): JsonValue[][] | undefined {
  const batches: JsonValue[][] = []
  let batch: JsonValue[] = []
  let bytes = emptyBytes
  for (const item of items) {
    const size = jsonBytes(item)
    if (emptyBytes + size > maxBytes) return undefined
    // A comma stands between two.
    if (batch.length > 0 && (batch.length >= maxItems || bytes + 1 + size > maxBytes)) {
      batches.push(batch)
      batch = []
      bytes = emptyBytes
    }
    bytes += size + (batch.length > 0 ? 1 : 0)
    batch.push(item)
  }
  if (batch.length > 0) batches.push(batch)
  return batches
}

async function limitOf(
  store: StatesStore,
  visit: Visit<MapState>,
  batcher: ItemBatcher,
  name: 'MaxItemsPerBatch' | 'MaxInputBytesPerBatch',
): Promise<number | undefined> {
  const location = `ItemBatcher/${name}`
  const limit = await readerOf(visit).wholeNumber(store, visit, {
    name,
    location,
    literal: batcher[name],
    path: batcher[`${name}Path`],
  })
  if (limit === undefined || limit > 0) return limit
  throw runtimeFailure(visit, `${name} must be positive.`)
}

function jsonBytes(value: JsonValue): number {
  return utf8Length(JSON.stringify(value))
}
