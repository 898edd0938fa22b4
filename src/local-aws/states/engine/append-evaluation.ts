import { defined } from '../../defined.ts'
import type { Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { appendAfter } from './history.ts'
import type { StateFailure } from './state-failure.ts'

/**
 * Writes the event of an expression that failed. One that failed as soon as its state was entered hangs on what comes before the state
 * (recorded for Pass, Task and Map); of one that fails later no record is known, and it hangs on the last event of its chain. Nothing is
 * written of a failure that is none of an expression's.
 */
export function appendEvaluation(
  { world }: StatesStore,
  visit: Visit,
  { failure, evaluation }: StateFailure,
): void {
  if (evaluation === undefined) return
  const { branch, name, enteredEventId } = visit
  const { execution, lastEventId } = branch
  const entered = execution.events[enteredEventId - 1]
  const previous = lastEventId === enteredEventId ? (entered?.previousEventId ?? 0) : lastEventId
  branch.lastEventId = appendAfter(world, execution, previous, {
    type: 'EvaluationFailed',
    evaluationFailedEventDetails: { ...failure, ...defined(evaluation), state: name },
  })
}
