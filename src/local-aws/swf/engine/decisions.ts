import type { Decision, RecordMarkerDecisionAttributes } from '@aws-sdk/client-swf'
import { defined } from '../../defined.ts'
import type { SwfStore } from '../store.ts'
import { decideActivity, decideCancelActivity } from './activity-decisions.ts'
import { startChildExecution } from './child-executions.ts'
import { cancelExecution, completeExecution, continueAsNew, failExecution } from './closing-decisions.ts'
import type { Decided } from './decided.ts'
import { requestCancelExternal, signalExternal } from './external-executions.ts'
import { append } from './history.ts'
import { scheduleLambdaFunction } from './lambda-functions.ts'
import { cancelTimer, startTimer } from './timers.ts'

/** Does what a decider has decided. What cannot be done gives an event that says why, and another decision task. */
export function applyDecision(store: SwfStore, decided: Decided, decision: Decision): void {
  switch (decision.decisionType) {
    case 'ScheduleActivityTask':
      return decideActivity(store, decided, needed(decision.scheduleActivityTaskDecisionAttributes))
    case 'RequestCancelActivityTask':
      return decideCancelActivity(
        store,
        decided,
        needed(decision.requestCancelActivityTaskDecisionAttributes),
      )
    case 'StartTimer':
      return startTimer(store, decided, needed(decision.startTimerDecisionAttributes))
    case 'CancelTimer':
      return cancelTimer(store, decided, needed(decision.cancelTimerDecisionAttributes))
    case 'RecordMarker':
      return recordMarker(store, decided, needed(decision.recordMarkerDecisionAttributes))
    case 'StartChildWorkflowExecution':
      return startChildExecution(
        store,
        decided,
        needed(decision.startChildWorkflowExecutionDecisionAttributes),
      )
    case 'SignalExternalWorkflowExecution':
      return signalExternal(
        store,
        decided,
        needed(decision.signalExternalWorkflowExecutionDecisionAttributes),
      )
    case 'RequestCancelExternalWorkflowExecution':
      return requestCancelExternal(
        store,
        decided,
        needed(decision.requestCancelExternalWorkflowExecutionDecisionAttributes),
      )
    case 'ScheduleLambdaFunction':
      return scheduleLambdaFunction(store, decided, needed(decision.scheduleLambdaFunctionDecisionAttributes))
    case 'CompleteWorkflowExecution':
      return completeExecution(store, decided, decision.completeWorkflowExecutionDecisionAttributes ?? {})
    case 'FailWorkflowExecution':
      return failExecution(store, decided, decision.failWorkflowExecutionDecisionAttributes ?? {})
    case 'CancelWorkflowExecution':
      return cancelExecution(store, decided, decision.cancelWorkflowExecutionDecisionAttributes ?? {})
    case 'ContinueAsNewWorkflowExecution':
      return continueAsNew(store, decided, decision.continueAsNewWorkflowExecutionDecisionAttributes ?? {})
    case undefined:
      needed(undefined)
  }
}

/** Its decider knows of the marker, so no decision task follows. */
function recordMarker(
  { world }: SwfStore,
  { execution, decisionTaskCompletedEventId }: Decided,
  { markerName, details }: RecordMarkerDecisionAttributes,
): void {
  append(world, execution, {
    eventType: 'MarkerRecorded',
    markerRecordedEventAttributes: defined({ markerName, details, decisionTaskCompletedEventId }),
  })
}

/** The rules of a decision (`decision-rules.ts`) let none through without what its type needs. */
function needed<T>(attributes: T | undefined): T {
  if (attributes === undefined) throw new Error('a decision came without its attributes')
  return attributes
}
