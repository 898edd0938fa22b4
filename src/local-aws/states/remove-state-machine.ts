import type { StateMachine } from './model.ts'
import type { StatesStore } from './store.ts'

/** Forgets a state machine that runs nothing, and its executions with it. */
export function removeStateMachine(store: StatesStore, stateMachine: StateMachine): void {
  store.stateMachines.delete(stateMachine.arn)
  store.inRegion(stateMachine.region).stateMachines.delete(stateMachine.name)
  const { items } = stateMachine.executions.all.after(undefined, Number.POSITIVE_INFINITY)
  for (const execution of items) store.forget(execution)
}
