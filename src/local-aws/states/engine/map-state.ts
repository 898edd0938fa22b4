import type { MapState } from '../../../asl/state-machine.ts'
import type { Finish, Fork, Lines, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { checkRoom } from './event-room.ts'
import { runFork } from './fork.ts'
import { append } from './history.ts'
import { mapInputs, maxConcurrency, numberedItems, processorOf } from './map-items.ts'
import { readerOf } from './reader-of.ts'

/** An inline Map runs so many iterations at once, whatever MaxConcurrency says (Developer Guide, Inline mode). */
const mostAtOnce = 40

/** Runs an inline Map: an iteration in this execution for each item. */
export async function runMap(
  store: StatesStore,
  visit: Visit<MapState>,
  lines: Lines,
  finish: Finish,
  before?: Fork,
): Promise<void> {
  const values = await readerOf(visit).items(store, visit)
  const limit = await maxConcurrency(store, visit)
  const items = await mapInputs(store, visit, numberedItems(values))
  const flow = processorOf(visit.state)
  const atOnce = limit === 0 ? mostAtOnce : Math.min(limit, mostAtOnce)
  checkRoom(visit, Math.min(atOnce, items.length))
  if (before === undefined) {
    append(store.world, visit.branch, {
      type: 'MapStateStarted',
      mapStateStartedEventDetails: { length: items.length },
    })
  }
  await runFork(
    store,
    visit,
    lines,
    finish,
    { lines: items.map((one) => ({ flow, ...one })), atOnce },
    before,
  )
}
