import type { CloseStatus } from '@aws-sdk/client-swf'
import { defined } from '../../defined.ts'
import type { WorkflowExecution } from '../model.ts'
import type { SwfStore } from '../store.ts'
import { needDecision } from './decision-task.ts'
import { deliver } from './deliver.ts'
import { append, type EventBody } from './history.ts'
import { namesOf } from './reach-execution.ts'

type Closed = Exclude<CloseStatus, 'CONTINUED_AS_NEW'>

/** Tells the parent of a child that has closed; `body` is the child's own last event. A parent that has closed learns nothing. */
export function tellParent(
  store: SwfStore,
  child: WorkflowExecution,
  status: CloseStatus,
  body: EventBody,
): void {
  const { parent, domain } = child
  // A child that continues as new has not ended: the parent hears of the last run's end.
  if (parent === undefined || status === 'CONTINUED_AS_NEW') return
  const { runId, initiatedEventId } = parent
  deliver(store, `${child.runId}/closed`, () => {
    const execution = domain.executions.get(runId)
    const started = execution?.children.get(initiatedEventId)?.started
    if (execution === undefined || execution.close !== undefined || started === undefined) return
    execution.children.delete(initiatedEventId)
    const common = {
      workflowExecution: namesOf(child),
      workflowType: { ...child.type },
      initiatedEventId,
      startedEventId: started.eventId,
    }
    append(store.world, execution, childClosed(status, common, body))
    needDecision(store, execution)
  })
}

interface Common {
  readonly workflowExecution: { workflowId: string; runId: string }
  readonly workflowType: { name: string; version: string }
  readonly initiatedEventId: number
  readonly startedEventId: number
}

function childClosed(status: Closed, common: Common, body: EventBody): EventBody {
  switch (status) {
    case 'COMPLETED': {
      const { result } = body.workflowExecutionCompletedEventAttributes ?? {}
      return {
        eventType: 'ChildWorkflowExecutionCompleted',
        childWorkflowExecutionCompletedEventAttributes: defined({ ...common, result }),
      }
    }
    case 'FAILED': {
      const { reason, details } = body.workflowExecutionFailedEventAttributes ?? {}
      return {
        eventType: 'ChildWorkflowExecutionFailed',
        childWorkflowExecutionFailedEventAttributes: defined({ ...common, reason, details }),
      }
    }
    case 'CANCELED': {
      const { details } = body.workflowExecutionCanceledEventAttributes ?? {}
      return {
        eventType: 'ChildWorkflowExecutionCanceled',
        childWorkflowExecutionCanceledEventAttributes: defined({ ...common, details }),
      }
    }
    case 'TERMINATED':
      return {
        eventType: 'ChildWorkflowExecutionTerminated',
        childWorkflowExecutionTerminatedEventAttributes: common,
      }
    case 'TIMED_OUT':
      return {
        eventType: 'ChildWorkflowExecutionTimedOut',
        childWorkflowExecutionTimedOutEventAttributes: { ...common, timeoutType: 'START_TO_CLOSE' },
      }
  }
}
