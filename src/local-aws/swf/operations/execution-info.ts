import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'
import { defined } from '../../defined.ts'
import { namesOf } from '../engine/reach-execution.ts'
import type { WorkflowExecution } from '../model.ts'
import { closeSeen, eventsSeen } from '../seen.ts'

/** What lists and descriptions say of an execution, as it was at `atMs`. */
export function executionInfo(execution: WorkflowExecution, atMs: number): WorkflowExecutionInfo {
  const { workflowId, runId, type, startMs, tags, parent } = execution
  const close = closeSeen(execution, atMs)
  return defined({
    execution: { workflowId, runId },
    workflowType: { name: type.name, version: type.version },
    startTimestamp: new Date(startMs),
    closeTimestamp: close && new Date(close.atMs),
    executionStatus: close === undefined ? 'OPEN' : 'CLOSED',
    closeStatus: close?.status,
    parent: parent && namesOf(parent),
    tagList: tags.length === 0 ? undefined : [...tags],
    cancelRequested:
      execution.cancelRequested &&
      eventsSeen(execution, atMs).some(({ eventType }) => eventType === 'WorkflowExecutionCancelRequested'),
  })
}
