import type { ChildPolicy, CloseStatus, WorkflowExecutionTerminatedCause } from '@aws-sdk/client-swf'
import { defined } from '../../defined.ts'
import type { WorkflowExecution } from '../model.ts'
import type { SwfStore } from '../store.ts'
import { deliver } from './deliver.ts'
import { append, type EventBody } from './history.ts'
import { requestCancelExecution } from './reach-execution.ts'
import { settleTask } from './settle-task.ts'
import { tellParent } from './tell-parent.ts'

const dayMs = 86_400_000

/**
 * How long a closed execution can be read at most, in world time. AWS keeps it for the domain's retention period, but
 * here it takes memory, and a fleet never stops. A page of it can be read as long as its token is good, which is a day.
 */
const rememberedMs = 1.5 * dayMs

/**
 * Closes an open execution: its tasks, timers and functions are over, without an event of their own; its children go
 * on. Its parent hears of it.
 */
export function closeExecution(
  store: SwfStore,
  execution: WorkflowExecution,
  status: CloseStatus,
  body: EventBody,
): void {
  const { world } = store
  const { domain } = execution
  execution.timer?.cancel()
  for (const task of [...execution.activities.values()]) settleTask(world, task)
  if (execution.decision !== undefined) settleTask(world, execution.decision)
  for (const { timer } of execution.timers.values()) timer.cancel()
  for (const { timer } of execution.lambdaFunctions.values()) timer.cancel()
  append(world, execution, body)
  execution.close = { atMs: world.loop.nowMs, status }
  domain.open.delete(execution.workflowId)
  // Without a retention period it is gone once everybody has seen it close.
  const retentionMs = domain.retentionDays === 'NONE' ? 0 : domain.retentionDays * dayMs
  const keptMs = Math.min(Math.max(retentionMs, world.settings.swfLagMs), rememberedMs)
  world.loop.after(keptMs, () => store.forget(execution))
  tellParent(store, execution, status, body)
}

/** How an execution is terminated: by a caller, or by SWF itself, for a cause. */
export interface Termination {
  readonly reason?: string | undefined
  readonly details?: string | undefined
  /** For its children, instead of its own policy. */
  readonly childPolicy?: ChildPolicy | undefined
  readonly cause?: WorkflowExecutionTerminatedCause | undefined
}

/** Terminates an open execution, and does with its children what the policy says. */
export function terminateExecution(
  store: SwfStore,
  execution: WorkflowExecution,
  { reason, details, childPolicy = execution.childPolicy, cause }: Termination,
): void {
  closeExecution(store, execution, 'TERMINATED', {
    eventType: 'WorkflowExecutionTerminated',
    workflowExecutionTerminatedEventAttributes: defined({ reason, details, childPolicy, cause }),
  })
  applyChildPolicy(store, execution, childPolicy)
}

/** Ends an open execution whose own start-to-close timeout is over, and does with its children what its policy says. */
export function timeOutExecution(store: SwfStore, execution: WorkflowExecution): void {
  const { childPolicy } = execution
  closeExecution(store, execution, 'TIMED_OUT', {
    eventType: 'WorkflowExecutionTimedOut',
    workflowExecutionTimedOutEventAttributes: { timeoutType: 'START_TO_CLOSE', childPolicy },
  })
  applyChildPolicy(store, execution, childPolicy)
}

/** API reference, TerminateWorkflowExecution. Each child that it terminates applies its own policy to its own children. */
function applyChildPolicy(store: SwfStore, execution: WorkflowExecution, policy: ChildPolicy): void {
  if (policy === 'ABANDON') return
  const cause = 'CHILD_POLICY_APPLIED'
  for (const [initiatedEventId, { started }] of execution.children) {
    if (started === undefined) continue
    deliver(store, `${execution.runId}/${initiatedEventId}/policy`, () => {
      // It may have continued as new since.
      const { runId = '' } = execution.children.get(initiatedEventId)?.started ?? {}
      const child = execution.domain.executions.get(runId)
      if (child === undefined || child.close !== undefined) return
      if (policy === 'TERMINATE') terminateExecution(store, child, { cause })
      else requestCancelExecution(store, child, { execution, initiatedEventId: 0 }, cause)
    })
  }
}
