import type { FailState } from '../../../asl/state-machine.ts'
import type { Finish, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { readerOf } from './reader-of.ts'

/** Ends the line with what the state says. */
export async function runFail(store: StatesStore, visit: Visit<FailState>, finish: Finish): Promise<void> {
  const reader = readerOf(visit)
  const error = await reader.text(store, visit, 'Error')
  const cause = await reader.text(store, visit, 'Cause')
  await finish.fail({ error, cause })
}
