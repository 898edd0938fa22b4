import type { Execution } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { appendAfter } from './history.ts'
import { resume } from './run-branch.ts'
import { openRoot, watchLimit } from './start-execution.ts'

/**
 * Runs an execution that has ended without success from where it ended, under the same ARN; its TimeoutSeconds counts
 * anew (Developer Guide, redriving executions). What AWS chains ExecutionRedriven to is not documented: here it goes
 * on with the line of the execution's own states, and every branch and iteration with its own.
 */
export function redriveExecution(store: StatesStore, execution: Execution): void {
  const { world } = store
  const { root: before, status } = execution
  if (before === undefined) return
  execution.forgetting?.cancel()
  execution.status = 'RUNNING'
  execution.redriveCount += 1
  execution.redrivenMs = world.loop.nowMs
  delete execution.stopMs
  delete execution.error
  delete execution.cause
  execution.stateMachine.executions.moved(execution, status)
  const root = openRoot(store, execution)
  root.lastEventId = appendAfter(world, execution, before.lastEventId, {
    type: 'ExecutionRedriven',
    executionRedrivenEventDetails: { redriveCount: execution.redriveCount },
  })
  watchLimit(store, execution)
  resume(store, root, before)
}
