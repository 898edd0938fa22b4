import type {
  StartChildWorkflowExecutionDecisionAttributes,
  StartChildWorkflowExecutionFailedCause,
} from '@aws-sdk/client-swf'
import { defined } from '../../defined.ts'
import { fromTimeout } from '../fields.ts'
import type { WorkflowExecution } from '../model.ts'
import type { SwfStore } from '../store.ts'
import { type Decided, refuseDecision } from './decided.ts'
import { needDecision } from './decision-task.ts'
import { deliver } from './deliver.ts'
import { append } from './history.ts'
import { type ExecutionPlan, planOfType } from './plan-execution.ts'
import { namesOf } from './reach-execution.ts'
import { mostOpenExecutions, startExecution } from './start-execution.ts'

/** Amazon SWF Developer Guide, quotas: open children of one execution. */
const mostOpen = 1000

/** StartChildWorkflowExecution: the child starts a moment later, in the domain of its parent. */
export function startChildExecution(
  store: SwfStore,
  { execution, decisionTaskCompletedEventId }: Decided,
  attributes: StartChildWorkflowExecutionDecisionAttributes,
): void {
  const { workflowId = '', workflowType, control } = attributes
  const plan = planChild(store, execution, attributes)
  const fail = (cause: StartChildWorkflowExecutionFailedCause, initiatedEventId: number): void => {
    refuseDecision(store, execution, {
      eventType: 'StartChildWorkflowExecutionFailed',
      startChildWorkflowExecutionFailedEventAttributes: defined({
        workflowType,
        cause,
        workflowId,
        initiatedEventId,
        decisionTaskCompletedEventId,
        control,
      }),
    })
  }
  if (typeof plan === 'string') {
    fail(plan, 0)
    return
  }
  const initiatedEventId = initiate(store, execution, plan, { control, decisionTaskCompletedEventId })
  execution.children.set(initiatedEventId, {})
  deliver(store, `${execution.runId}/${initiatedEventId}`, () => {
    const { close, domain } = execution
    // Whoever was ended from outside starts nothing any more; whoever closed itself has asked for it.
    if (close?.status === 'TERMINATED' || close?.status === 'TIMED_OUT') return
    if (!domain.open.has(workflowId)) {
      begin(store, execution, plan, initiatedEventId)
      return
    }
    execution.children.delete(initiatedEventId)
    if (close === undefined) fail('WORKFLOW_ALREADY_RUNNING', initiatedEventId)
  })
}

/** AWS does not document which cause wins where several hold. */
function planChild(
  { decisionQuotas }: SwfStore,
  { domain, children }: WorkflowExecution,
  { workflowType, workflowId = '', ...asked }: StartChildWorkflowExecutionDecisionAttributes,
): ExecutionPlan | StartChildWorkflowExecutionFailedCause {
  const id = { name: workflowType?.name ?? '', version: workflowType?.version ?? '' }
  const plan = planOfType(domain, id, workflowId, asked)
  if (typeof plan === 'string') return plan
  if (children.size >= mostOpen) return 'OPEN_CHILDREN_LIMIT_EXCEEDED'
  if (domain.open.size >= mostOpenExecutions) return 'OPEN_WORKFLOWS_LIMIT_EXCEEDED'
  const inTime = decisionQuotas.take('StartChildWorkflowExecution', domain.region)
  return inTime ? plan : 'CHILD_CREATION_RATE_EXCEEDED'
}

function initiate(
  { world }: SwfStore,
  execution: WorkflowExecution,
  plan: ExecutionPlan,
  told: { control: string | undefined; decisionTaskCompletedEventId: number },
): number {
  return append(world, execution, {
    eventType: 'StartChildWorkflowExecutionInitiated',
    startChildWorkflowExecutionInitiatedEventAttributes: defined({
      workflowId: plan.workflowId,
      workflowType: { ...plan.type },
      ...told,
      input: plan.input,
      executionStartToCloseTimeout: fromTimeout(plan.executionStartToClose),
      taskList: { name: plan.taskList },
      taskPriority: plan.taskPriority,
      childPolicy: plan.childPolicy,
      taskStartToCloseTimeout: fromTimeout(plan.taskStartToClose),
      tagList: plan.tags.length === 0 ? undefined : [...plan.tags],
      lambdaRole: plan.lambdaRole,
    }),
  })
}

function begin(
  store: SwfStore,
  execution: WorkflowExecution,
  plan: ExecutionPlan,
  initiatedEventId: number,
): void {
  const parent = { ...namesOf(execution), initiatedEventId }
  const child = startExecution(store, execution.domain, plan, { parent })
  if (execution.close !== undefined) return
  const eventId = append(store.world, execution, {
    eventType: 'ChildWorkflowExecutionStarted',
    childWorkflowExecutionStartedEventAttributes: {
      workflowExecution: namesOf(child),
      workflowType: { ...child.type },
      initiatedEventId,
    },
  })
  execution.children.set(initiatedEventId, { started: { eventId, runId: child.runId } })
  needDecision(store, execution)
}
