import type { WorkflowExecutionCancelRequestedCause } from '@aws-sdk/client-swf'
import { defined } from '../../defined.ts'
import type { WorkflowExecution } from '../model.ts'
import type { SwfStore } from '../store.ts'
import { needDecision } from './decision-task.ts'
import { append } from './history.ts'

/** The execution from which a signal or a request comes; with its own event that began it, where one did. */
export interface Sender {
  readonly execution: WorkflowExecution
  readonly initiatedEventId: number
}

/** Lets a signal reach an open execution; from outside where there is no sender. */
export function signal(
  store: SwfStore,
  execution: WorkflowExecution,
  { signalName, input }: { signalName: string | undefined; input: string | undefined },
  sender?: Sender,
): void {
  append(store.world, execution, {
    eventType: 'WorkflowExecutionSignaled',
    workflowExecutionSignaledEventAttributes: defined({ signalName, input, ...external(sender) }),
  })
  needDecision(store, execution)
}

/** Asks the decider of an open execution to cancel it; `cause` where nobody decided to ask. */
export function requestCancelExecution(
  store: SwfStore,
  execution: WorkflowExecution,
  sender?: Sender,
  cause?: WorkflowExecutionCancelRequestedCause,
): void {
  execution.cancelRequested = true
  append(store.world, execution, {
    eventType: 'WorkflowExecutionCancelRequested',
    workflowExecutionCancelRequestedEventAttributes: defined({ ...external(sender), cause }),
  })
  needDecision(store, execution)
}

/** What names an execution in an event. */
export function namesOf({ workflowId, runId }: Pick<WorkflowExecution, 'workflowId' | 'runId'>): {
  workflowId: string
  runId: string
} {
  return { workflowId, runId }
}

function external(sender: Sender | undefined) {
  return {
    externalWorkflowExecution: sender && namesOf(sender.execution),
    externalInitiatedEventId: sender?.initiatedEventId ?? 0,
  }
}
