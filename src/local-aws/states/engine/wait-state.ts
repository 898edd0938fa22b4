import type { WaitState } from '../../../asl/state-machine.ts'
import type { Finish, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { readerOf } from './reader-of.ts'

/** Waits until the moment that the state says. */
export async function runWait(store: StatesStore, visit: Visit<WaitState>, finish: Finish): Promise<void> {
  const untilMs = await readerOf(visit).untilMs(store, visit)
  visit.branch.timer = store.world.loop.at(untilMs, () => finish.exit({ kind: 'nothing' }))
}
