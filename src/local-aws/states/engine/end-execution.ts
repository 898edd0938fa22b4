import type { ExecutionStatus } from '@aws-sdk/client-sfn'
import { defined } from '../../defined.ts'
import type { Execution, Failure, MapRun } from '../model.ts'
import { removeWhenIdle } from '../remove-state-machine.ts'
import type { StatesStore } from '../store.ts'
import { dropTask } from './close-task.ts'
import { appendAfter, notTruncated } from './history.ts'

export type ExecutionEnd =
  | { readonly kind: 'succeeded'; readonly outputText: string; readonly lastEventId: number }
  | ({ readonly kind: 'failed'; readonly lastEventId: number } & Failure)
  | ({ readonly kind: 'aborted' } & Failure)
  | { readonly kind: 'timedOut' }

const statusOf = {
  succeeded: 'SUCCEEDED',
  failed: 'FAILED',
  aborted: 'ABORTED',
  timedOut: 'TIMED_OUT',
} as const satisfies Record<ExecutionEnd['kind'], ExecutionStatus>

/**
 * How long an execution that has ended can be read, in world time. AWS keeps it for 90 days (Step Functions Developer
 * Guide, quotas), but here it takes memory, and a fleet never stops. A page of it can be read as long as its
 * `nextToken` is good, which is a day.
 */
const rememberedMs = 36 * 3_600_000

/** Ends a running execution: everything open in it is over, without an event of its own. */
export function endExecution(store: StatesStore, execution: Execution, end: ExecutionEnd): void {
  const { stateMachine } = execution
  execution.timer?.cancel()
  for (const branch of execution.branches) {
    branch.closed = true
    branch.timer?.cancel()
    if (branch.task !== undefined) dropTask(store, branch.task, 'executionEnded')
  }
  execution.branches.clear()
  for (const mapRun of execution.mapRuns) if (mapRun.status === 'RUNNING') abortMapRun(store, mapRun)
  const before = execution.status
  execution.status = statusOf[end.kind]
  execution.stopMs = store.world.loop.nowMs
  if (end.kind === 'succeeded') execution.output = end.outputText
  else if (end.kind === 'timedOut') execution.error = 'States.Timeout'
  else {
    execution.error = end.error
    execution.cause = end.cause
  }
  appendEnd(store, execution, end)
  stateMachine.executions.moved(execution, before)
  for (const ended of execution.whenEnded.splice(0)) ended()
  store.world.endings.send({ executionArn: execution.arn })
  // A child is forgotten with the execution that its Map Run belongs to, which may yet be redriven.
  if (execution.mapRun === undefined) {
    // Nobody can ask for an Express execution.
    if (stateMachine.type === 'EXPRESS') store.forget(execution)
    else execution.forgetting = store.world.loop.after(rememberedMs, () => store.forget(execution))
  }
  removeWhenIdle(store, stateMachine)
}

/** Stops what is left of a Map Run: its children end with it. */
export function abortMapRun(store: StatesStore, mapRun: MapRun): void {
  mapRun.status = 'ABORTED'
  mapRun.stopMs = store.world.loop.nowMs
  for (const { execution: child } of mapRun.children) {
    if (child?.status === 'RUNNING') endExecution(store, child, { kind: 'aborted' })
  }
}

function appendEnd({ world }: StatesStore, execution: Execution, end: ExecutionEnd): void {
  switch (end.kind) {
    case 'succeeded':
      appendAfter(world, execution, end.lastEventId, {
        type: 'ExecutionSucceeded',
        executionSucceededEventDetails: { output: end.outputText, outputDetails: notTruncated },
      })
      break
    case 'failed': {
      const id = appendAfter(world, execution, end.lastEventId, {
        type: 'ExecutionFailed',
        executionFailedEventDetails: defined({ error: end.error, cause: end.cause }),
      })
      if (execution.root !== undefined) execution.root.lastEventId = id
      break
    }
    // These two come from outside the chain: AWS gives ExecutionAborted no predecessor, and for want of a recorded
    // ExecutionTimedOut it is taken to have none either.
    case 'aborted':
      appendAfter(world, execution, 0, {
        type: 'ExecutionAborted',
        executionAbortedEventDetails: defined({ error: end.error, cause: end.cause }),
      })
      break
    case 'timedOut':
      appendAfter(world, execution, 0, {
        type: 'ExecutionTimedOut',
        executionTimedOutEventDetails: { error: 'States.Timeout' },
      })
  }
}
