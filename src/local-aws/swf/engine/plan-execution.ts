import type { StartWorkflowExecutionInput } from '@aws-sdk/client-swf'
import { toTimeout } from '../fields.ts'
import { type Domain, type TypeId, typeKey, type WorkflowExecution, type WorkflowType } from '../model.ts'

/** What a start comes to, the defaults of the type filled in. */
export type ExecutionPlan = Pick<
  WorkflowExecution,
  | 'workflowId'
  | 'type'
  | 'executionStartToClose'
  | 'taskStartToClose'
  | 'taskList'
  | 'taskPriority'
  | 'childPolicy'
  | 'lambdaRole'
  | 'tags'
  | 'input'
>

/** What may be said at a start, from outside, of a child or of the next run: the same members each time. */
export type StartAttributes = Pick<
  StartWorkflowExecutionInput,
  | 'executionStartToCloseTimeout'
  | 'taskList'
  | 'taskStartToCloseTimeout'
  | 'childPolicy'
  | 'taskPriority'
  | 'lambdaRole'
  | 'tagList'
  | 'input'
>

/** The default that neither the start nor the type has, as the causes of failed decisions name it. */
export type MissingDefault =
  | 'DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED'
  | 'DEFAULT_TASK_LIST_UNDEFINED'
  | 'DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED'
  | 'DEFAULT_CHILD_POLICY_UNDEFINED'

/** Fills a start up with the defaults of its type, or names the first one that is missing. */
export function planExecution(
  type: WorkflowType,
  workflowId: string,
  asked: StartAttributes,
): ExecutionPlan | MissingDefault {
  const limit = toTimeout(asked.executionStartToCloseTimeout)
  const executionStartToClose = (limit === 'NONE' ? undefined : limit) ?? type.executionStartToClose
  if (executionStartToClose === undefined) return 'DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED'
  const taskList = asked.taskList?.name ?? type.taskList
  if (taskList === undefined) return 'DEFAULT_TASK_LIST_UNDEFINED'
  const taskStartToClose = toTimeout(asked.taskStartToCloseTimeout) ?? type.taskStartToClose
  if (taskStartToClose === undefined) return 'DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED'
  const childPolicy = asked.childPolicy ?? type.childPolicy
  if (childPolicy === undefined) return 'DEFAULT_CHILD_POLICY_UNDEFINED'
  return {
    workflowId,
    type: { name: type.name, version: type.version },
    executionStartToClose,
    taskList,
    taskStartToClose,
    childPolicy,
    taskPriority: asked.taskPriority ?? type.taskPriority,
    lambdaRole: asked.lambdaRole ?? type.lambdaRole,
    tags: asked.tagList ?? [],
    input: asked.input,
  }
}

/** The same for a type that a decider names: it may be unknown or deprecated, which is a cause as well. */
export function planOfType(
  { workflowTypes }: Domain,
  id: TypeId,
  workflowId: string,
  asked: StartAttributes,
): ExecutionPlan | MissingDefault | 'WORKFLOW_TYPE_DOES_NOT_EXIST' | 'WORKFLOW_TYPE_DEPRECATED' {
  const type = workflowTypes.get(typeKey(id))
  if (type === undefined) return 'WORKFLOW_TYPE_DOES_NOT_EXIST'
  if (type.status === 'DEPRECATED') return 'WORKFLOW_TYPE_DEPRECATED'
  return planExecution(type, workflowId, asked)
}
