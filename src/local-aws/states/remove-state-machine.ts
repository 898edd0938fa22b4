import type { StateMachine } from './model.ts'
import type { StatesStore } from './store.ts'

/**
 * Forgets a state machine that is being deleted, and its executions with it, once it runs nothing. AWS documents that the deletion happens
 * eventually; here it takes as long as what Step Functions shows lags, and until then it is DELETING.
 */
export function removeWhenIdle(store: StatesStore, stateMachine: StateMachine): void {
  if (!stateMachine.deleting || stateMachine.executions.withStatus('RUNNING').size > 0) return
  const { loop, settings } = store.world
  if (settings.statesLagMs === 0) remove(store, stateMachine)
  else loop.after(settings.statesLagMs, () => remove(store, stateMachine))
}

function remove(store: StatesStore, stateMachine: StateMachine): void {
  const { arn, region, name } = stateMachine
  // It may be gone already: the last execution's end and the call itself both come here.
  if (store.stateMachines.get(arn) !== stateMachine) return
  store.stateMachines.delete(arn)
  store.inRegion(region).stateMachines.delete(name)
  const { items } = stateMachine.executions.all.after(undefined, Number.POSITIVE_INFINITY)
  for (const execution of items) store.forget(execution)
}
