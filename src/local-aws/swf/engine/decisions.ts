import type { Decision } from '@aws-sdk/client-swf'
import { defined } from '../../defined.ts'
import type { WorkflowExecution } from '../model.ts'
import type { SwfStore } from '../store.ts'
import { requestCancel, scheduleActivityTask } from './activity-task.ts'
import { closeExecution } from './close-execution.ts'
import { needDecision } from './decision-task.ts'
import { append } from './history.ts'
import { planActivity } from './plan-activity.ts'

/** The decisions that the local AWS knows, of the thirteen that SWF has. */
export const knownDecisions = [
  'ScheduleActivityTask',
  'RequestCancelActivityTask',
  'CompleteWorkflowExecution',
  'FailWorkflowExecution',
  'CancelWorkflowExecution',
] as const

export type KnownDecision = Decision & { readonly decisionType: (typeof knownDecisions)[number] }

/** Those after which nothing can be decided any more. */
export const closingDecisions: ReadonlySet<string> = new Set([
  'CompleteWorkflowExecution',
  'FailWorkflowExecution',
  'CancelWorkflowExecution',
])

interface Decided {
  readonly execution: WorkflowExecution
  readonly decisionTaskCompletedEventId: number
  /** Events have come that the decider did not know of: SWF does not let it close the execution then. */
  readonly unhandled: boolean
}

/** Does what a decider has decided. What cannot be done gives an event that says why, and another decision task. */
export function applyDecision(store: SwfStore, decided: Decided, decision: KnownDecision): void {
  switch (decision.decisionType) {
    case 'ScheduleActivityTask':
      return schedule(store, decided, decision.scheduleActivityTaskDecisionAttributes)
    case 'RequestCancelActivityTask':
      return cancelActivity(store, decided, decision.requestCancelActivityTaskDecisionAttributes)
    case 'CompleteWorkflowExecution':
      return complete(store, decided, decision.completeWorkflowExecutionDecisionAttributes)
    case 'FailWorkflowExecution':
      return fail(store, decided, decision.failWorkflowExecutionDecisionAttributes)
    case 'CancelWorkflowExecution':
      return cancel(store, decided, decision.cancelWorkflowExecutionDecisionAttributes)
  }
}

function schedule(
  store: SwfStore,
  { execution, decisionTaskCompletedEventId }: Decided,
  attributes: Decision['scheduleActivityTaskDecisionAttributes'],
): void {
  if (attributes === undefined) return
  const plan = planActivity(execution, attributes)
  if (typeof plan !== 'string') {
    scheduleActivityTask(store, execution, plan, decisionTaskCompletedEventId)
    return
  }
  const { activityType, activityId } = attributes
  append(store.world, execution, {
    eventType: 'ScheduleActivityTaskFailed',
    scheduleActivityTaskFailedEventAttributes: {
      activityType,
      activityId,
      cause: plan,
      decisionTaskCompletedEventId,
    },
  })
  needDecision(store, execution)
}

function cancelActivity(
  store: SwfStore,
  { execution, decisionTaskCompletedEventId }: Decided,
  { activityId }: NonNullable<Decision['requestCancelActivityTaskDecisionAttributes']> = { activityId: '' },
): void {
  for (const task of execution.activities.values()) {
    if (task.activityId !== activityId) continue
    requestCancel(store, task, decisionTaskCompletedEventId)
    return
  }
  append(store.world, execution, {
    eventType: 'RequestCancelActivityTaskFailed',
    requestCancelActivityTaskFailedEventAttributes: {
      activityId,
      cause: 'ACTIVITY_ID_UNKNOWN',
      decisionTaskCompletedEventId,
    },
  })
  needDecision(store, execution)
}

function complete(
  store: SwfStore,
  { execution, decisionTaskCompletedEventId, unhandled }: Decided,
  { result }: NonNullable<Decision['completeWorkflowExecutionDecisionAttributes']> = {},
): void {
  if (unhandled) {
    append(store.world, execution, {
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

function fail(
  store: SwfStore,
  { execution, decisionTaskCompletedEventId, unhandled }: Decided,
  { reason, details }: NonNullable<Decision['failWorkflowExecutionDecisionAttributes']> = {},
): void {
  if (unhandled) {
    append(store.world, execution, {
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

function cancel(
  store: SwfStore,
  { execution, decisionTaskCompletedEventId, unhandled }: Decided,
  { details }: NonNullable<Decision['cancelWorkflowExecutionDecisionAttributes']> = {},
): void {
  if (unhandled) {
    append(store.world, execution, {
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
