import type { ParallelState } from '../../../asl/state-machine.ts'
import type { Finish, Fork, Lines, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { filledParameters } from './data-flow.ts'
import { checkRoom } from './event-room.ts'
import { runFork } from './fork.ts'
import { append } from './history.ts'

/** Runs the branches of a Parallel state at once, each with the whole input. */
export function runParallel(
  store: StatesStore,
  visit: Visit<ParallelState>,
  lines: Lines,
  finish: Finish,
  before?: Fork,
): void {
  const { branch, state } = visit
  const input = filledParameters(visit)
  checkRoom(visit, state.Branches.length)
  if (before === undefined) append(store.world, branch, { type: 'ParallelStateStarted' })
  const plan = { lines: state.Branches.map((flow) => ({ flow, input })), atOnce: state.Branches.length }
  runFork(store, visit, lines, finish, plan, before)
}
