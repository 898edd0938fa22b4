import type { ChoiceState } from '../../../asl/state-machine.ts'
import type { Finish, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { readerOf } from './reader-of.ts'
import { runtimeFailure } from './state-failure.ts'

/**
 * Goes on where the first rule that holds says, or the default. Without either AWS ends the execution with States.Runtime and these words
 * (public records; States Language has States.NoChoiceMatched for it).
 */
export async function runChoice(
  store: StatesStore,
  visit: Visit<ChoiceState>,
  finish: Finish,
): Promise<void> {
  const rule = await readerOf(visit).choice(store, visit)
  if (rule === undefined && visit.state.Default === undefined) {
    throw runtimeFailure(
      visit,
      'Failed to transition out of the state. The state does not point to a next state.',
    )
  }
  await finish.exit({ kind: 'chosen', rule })
}
