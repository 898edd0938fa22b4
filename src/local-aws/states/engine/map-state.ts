import type { MapState } from '../../../asl/state-machine.ts'
import type { Finish, Fork, Lines, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { checkRoom } from './event-room.ts'
import { runFork } from './fork.ts'
import { append } from './history.ts'
import { mapPlan } from './map-items.ts'

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
  const { flow, items, maxConcurrency } = await mapPlan(store, visit)
  const atOnce = maxConcurrency === 0 ? mostAtOnce : Math.min(maxConcurrency, mostAtOnce)
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
