import type {
  RequestCancelExternalWorkflowExecutionDecisionAttributes,
  RequestCancelExternalWorkflowExecutionFailedCause,
  SignalExternalWorkflowExecutionDecisionAttributes,
  SignalExternalWorkflowExecutionFailedCause,
} from '@aws-sdk/client-swf'
import { defined } from '../../defined.ts'
import { type ExecutionName, findOpenExecution } from '../lookups.ts'
import type { WorkflowExecution } from '../model.ts'
import type { SwfStore } from '../store.ts'
import { type Decided, refuseDecision } from './decided.ts'
import { needDecision } from './decision-task.ts'
import { deliver } from './deliver.ts'
import { append, type EventBody } from './history.ts'
import { namesOf, requestCancelExecution, type Sender, signal } from './reach-execution.ts'

/** SignalExternalWorkflowExecution: to any open execution of the domain, the sender's own included. */
export function signalExternal(
  store: SwfStore,
  { execution, decisionTaskCompletedEventId }: Decided,
  { signalName, input, control, ...named }: SignalExternalWorkflowExecutionDecisionAttributes,
): void {
  const target = targetOf(named)
  const told = { ...target, decisionTaskCompletedEventId, control }
  send<SignalExternalWorkflowExecutionFailedCause>(store, execution, target, {
    quota: 'SignalExternalWorkflowExecution',
    tooFast: 'SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED',
    initiated: {
      eventType: 'SignalExternalWorkflowExecutionInitiated',
      signalExternalWorkflowExecutionInitiatedEventAttributes: defined({ ...told, signalName, input }),
    },
    arrive: (reached, sender) => signal(store, reached, { signalName, input }, sender),
    arrived: (workflowExecution, initiatedEventId) => ({
      eventType: 'ExternalWorkflowExecutionSignaled',
      externalWorkflowExecutionSignaledEventAttributes: { workflowExecution, initiatedEventId },
    }),
    failed: (cause, initiatedEventId) => ({
      eventType: 'SignalExternalWorkflowExecutionFailed',
      signalExternalWorkflowExecutionFailedEventAttributes: defined({ ...told, cause, initiatedEventId }),
    }),
  })
}

/** RequestCancelExternalWorkflowExecution: of any open execution of the domain. */
export function requestCancelExternal(
  store: SwfStore,
  { execution, decisionTaskCompletedEventId }: Decided,
  { control, ...named }: RequestCancelExternalWorkflowExecutionDecisionAttributes,
): void {
  const target = targetOf(named)
  const told = { ...target, decisionTaskCompletedEventId, control }
  send<RequestCancelExternalWorkflowExecutionFailedCause>(store, execution, target, {
    quota: 'RequestCancelExternalWorkflowExecution',
    tooFast: 'REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED',
    initiated: {
      eventType: 'RequestCancelExternalWorkflowExecutionInitiated',
      requestCancelExternalWorkflowExecutionInitiatedEventAttributes: defined(told),
    },
    arrive: (reached, sender) => requestCancelExecution(store, reached, sender),
    arrived: (workflowExecution, initiatedEventId) => ({
      eventType: 'ExternalWorkflowExecutionCancelRequested',
      externalWorkflowExecutionCancelRequestedEventAttributes: { workflowExecution, initiatedEventId },
    }),
    failed: (cause, initiatedEventId) => ({
      eventType: 'RequestCancelExternalWorkflowExecutionFailed',
      requestCancelExternalWorkflowExecutionFailedEventAttributes: defined({
        ...told,
        cause,
        initiatedEventId,
      }),
    }),
  })
}

/** What goes from one execution to another, with its events in the sender's history. */
interface Sending<Cause> {
  readonly quota: 'RequestCancelExternalWorkflowExecution' | 'SignalExternalWorkflowExecution'
  readonly tooFast: Cause
  readonly initiated: EventBody
  arrive(reached: WorkflowExecution, sender: Sender): void
  arrived(reached: ReturnType<typeof namesOf>, initiatedEventId: number): EventBody
  failed(cause: Cause | 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION', initiatedEventId: number): EventBody
}

/** Whatever was sent arrives, also where its sender has closed meanwhile; only, nobody tells the sender then. */
function send<Cause>(
  store: SwfStore,
  execution: WorkflowExecution,
  target: ExecutionName,
  sending: Sending<Cause>,
): void {
  const { domain } = execution
  if (!store.decisionQuotas.take(sending.quota, domain.region)) {
    refuseDecision(store, execution, sending.failed(sending.tooFast, 0))
    return
  }
  const initiatedEventId = append(store.world, execution, sending.initiated)
  deliver(store, `${execution.runId}/${initiatedEventId}`, () => {
    const reached = findOpenExecution(domain, target)
    if (reached !== undefined) sending.arrive(reached, { execution, initiatedEventId })
    if (execution.close !== undefined) return
    const answer =
      reached === undefined
        ? sending.failed('UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION', initiatedEventId)
        : sending.arrived(namesOf(reached), initiatedEventId)
    append(store.world, execution, answer)
    needDecision(store, execution)
  })
}

/** An empty runId is as good as none. */
function targetOf({ workflowId, runId }: ExecutionName) {
  return { workflowId, runId: runId === '' ? undefined : runId }
}
