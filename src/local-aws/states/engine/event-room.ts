import type { Visit } from '../model.ts'
import { runtimeFailure } from './state-failure.ts'

/** AWS ends an execution at 25,000 events (Developer Guide, quotas). */
const mostEvents = 25_000

/**
 * A state adds so many events at most until its next look at the room there is, the execution's last one among them: a callback's four,
 * EvaluationFailed, Exited, Entered of the state that Catch names, ExecutionFailed.
 */
const stateEvents = 8

/** True where every branch under way, and `more` of them, can still go through a state. */
export function hasRoom({ branch }: Visit, more = 0): boolean {
  const { events, branches } = branch.execution
  return events.length <= mostEvents - stateEvents * (branches.size + more)
}

/** Throws the failure with which AWS ends an execution whose history is full. */
export function checkRoom(visit: Visit, more = 0): void {
  if (hasRoom(visit, more)) return
  throw runtimeFailure(visit, 'The execution reached the maximum number of history events (25000).')
}
