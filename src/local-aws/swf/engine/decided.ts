import type { WorkflowExecution } from '../model.ts'
import type { SwfStore } from '../store.ts'
import { needDecision } from './decision-task.ts'
import { append, type EventBody } from './history.ts'

/** What a decision comes with. */
export interface Decided {
  readonly execution: WorkflowExecution
  readonly decisionTaskCompletedEventId: number
  /** Events have come that the decider did not know of: SWF does not let it close the execution then. */
  readonly unhandled: boolean
}

/** Says in the history why something decided was not done; the decider gets another decision task. */
export function refuseDecision(store: SwfStore, execution: WorkflowExecution, body: EventBody): void {
  append(store.world, execution, body)
  needDecision(store, execution)
}
