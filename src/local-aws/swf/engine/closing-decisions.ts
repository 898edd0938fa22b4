import type {
  CancelWorkflowExecutionDecisionAttributes,
  CompleteWorkflowExecutionDecisionAttributes,
  ContinueAsNewWorkflowExecutionDecisionAttributes,
  FailWorkflowExecutionDecisionAttributes,
} from '@aws-sdk/client-swf'
import { defined } from '../../defined.ts'
import { fromTimeout } from '../fields.ts'
import type { WorkflowExecution } from '../model.ts'
import type { SwfStore } from '../store.ts'
import { closeExecution } from './close-execution.ts'
import { type Decided, refuseDecision } from './decided.ts'
import { planOfType } from './plan-execution.ts'
import { newRunId, startExecution } from './start-execution.ts'

/** Those after which nothing can be decided any more. */
export const closingDecisions: ReadonlySet<string> = new Set([
  'CompleteWorkflowExecution',
  'FailWorkflowExecution',
  'CancelWorkflowExecution',
  'ContinueAsNewWorkflowExecution',
])

export function completeExecution(
  store: SwfStore,
  { execution, decisionTaskCompletedEventId, unhandled }: Decided,
  { result }: CompleteWorkflowExecutionDecisionAttributes,
): void {
  if (unhandled) {
    refuseDecision(store, execution, {
      eventType: 'CompleteWorkflowExecutionFailed',
      completeWorkflowExecutionFailedEventAttributes: {
        cause: 'UNHANDLED_DECISION',
        decisionTaskCompletedEventId,
      },
    })
    return
  }
  closeExecution(store, execution, 'COMPLETED', {
    eventType: 'WorkflowExecutionCompleted',
    workflowExecutionCompletedEventAttributes: defined({ result, decisionTaskCompletedEventId }),
  })
}

export function failExecution(
  store: SwfStore,
  { execution, decisionTaskCompletedEventId, unhandled }: Decided,
  { reason, details }: FailWorkflowExecutionDecisionAttributes,
): void {
  if (unhandled) {
    refuseDecision(store, execution, {
      eventType: 'FailWorkflowExecutionFailed',
      failWorkflowExecutionFailedEventAttributes: {
        cause: 'UNHANDLED_DECISION',
        decisionTaskCompletedEventId,
      },
    })
    return
  }
  closeExecution(store, execution, 'FAILED', {
    eventType: 'WorkflowExecutionFailed',
    workflowExecutionFailedEventAttributes: defined({ reason, details, decisionTaskCompletedEventId }),
  })
}

export function cancelExecution(
  store: SwfStore,
  { execution, decisionTaskCompletedEventId, unhandled }: Decided,
  { details }: CancelWorkflowExecutionDecisionAttributes,
): void {
  if (unhandled) {
    refuseDecision(store, execution, {
      eventType: 'CancelWorkflowExecutionFailed',
      cancelWorkflowExecutionFailedEventAttributes: {
        cause: 'UNHANDLED_DECISION',
        decisionTaskCompletedEventId,
      },
    })
    return
  }
  closeExecution(store, execution, 'CANCELED', {
    eventType: 'WorkflowExecutionCanceled',
    workflowExecutionCanceledEventAttributes: defined({ details, decisionTaskCompletedEventId }),
  })
}

/**
 * Closes the execution and starts another run under its workflowId. What the decision leaves out comes from the type,
 * not from the run that ends (API reference); tags have no default, so a run without any has been given none.
 */
export function continueAsNew(
  store: SwfStore,
  { execution, decisionTaskCompletedEventId, unhandled }: Decided,
  { workflowTypeVersion, ...asked }: ContinueAsNewWorkflowExecutionDecisionAttributes,
): void {
  const { domain, workflowId, parent } = execution
  const type = { name: execution.type.name, version: workflowTypeVersion ?? execution.type.version }
  const plan = unhandled ? 'UNHANDLED_DECISION' : planOfType(domain, type, workflowId, asked)
  if (typeof plan === 'string') {
    refuseDecision(store, execution, {
      eventType: 'ContinueAsNewWorkflowExecutionFailed',
      continueAsNewWorkflowExecutionFailedEventAttributes: { cause: plan, decisionTaskCompletedEventId },
    })
    return
  }
  const runId = newRunId(store)
  closeExecution(store, execution, 'CONTINUED_AS_NEW', {
    eventType: 'WorkflowExecutionContinuedAsNew',
    workflowExecutionContinuedAsNewEventAttributes: defined({
      input: plan.input,
      decisionTaskCompletedEventId,
      newExecutionRunId: runId,
      executionStartToCloseTimeout: fromTimeout(plan.executionStartToClose),
      taskList: { name: plan.taskList },
      taskPriority: plan.taskPriority,
      taskStartToCloseTimeout: fromTimeout(plan.taskStartToClose),
      childPolicy: plan.childPolicy,
      tagList: plan.tags.length === 0 ? undefined : [...plan.tags],
      workflowType: { ...plan.type },
      lambdaRole: plan.lambdaRole,
    }),
  })
  const runs = { runId, continuedRunId: execution.runId }
  takePlaceOf(execution, startExecution(store, domain, plan, { parent, runs }))
}

/** To its parent the child is now the new run. */
function takePlaceOf({ parent, domain }: WorkflowExecution, { runId }: WorkflowExecution): void {
  if (parent === undefined) return
  const children = domain.executions.get(parent.runId)?.children
  const started = children?.get(parent.initiatedEventId)?.started
  if (started !== undefined) children?.set(parent.initiatedEventId, { started: { ...started, runId } })
}
