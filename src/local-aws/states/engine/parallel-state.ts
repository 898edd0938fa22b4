import type { ParallelState } from '../../../asl/state-machine.ts'
import type { Finish, Fork, Lines, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { checkRoom } from './event-room.ts'
import { runFork } from './fork.ts'
import { append } from './history.ts'
import { readerOf } from './reader-of.ts'

/** Runs the branches of a Parallel state at once, each with the whole input. */
export async function runParallel(
  store: StatesStore,
  visit: Visit<ParallelState>,
  lines: Lines,
  finish: Finish,
  before?: Fork,
): Promise<void> {
  const { branch, state } = visit
  const input = await readerOf(visit).payload(store, visit)
  checkRoom(visit, state.Branches.length)
  if (before === undefined) append(store.world, branch, { type: 'ParallelStateStarted' })
  const plan = { lines: state.Branches.map((flow) => ({ flow, input })), atOnce: state.Branches.length }
  await runFork(store, visit, lines, finish, plan, before)
}
