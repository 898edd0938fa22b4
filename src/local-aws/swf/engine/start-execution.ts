import { toBase64 } from '../../../lib/base64.ts'
import { defined } from '../../defined.ts'
import { fromTimeout } from '../fields.ts'
import type { Domain, WorkflowExecution } from '../model.ts'
import type { SwfStore } from '../store.ts'
import { closeExecution } from './close-execution.ts'
import { needDecision } from './decision-task.ts'
import { append } from './history.ts'

/** What StartWorkflowExecution comes to, the defaults of the type filled in. */
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

/** Starts an execution; its first decision task is scheduled at once. */
export function startExecution(store: SwfStore, domain: Domain, plan: ExecutionPlan): WorkflowExecution {
  const { world } = store
  store.started += 1
  const execution: WorkflowExecution = {
    order: store.started,
    domain,
    runId: newRunId(store),
    startMs: world.loop.nowMs,
    events: [],
    taskTokens: [],
    activities: new Map(),
    decisionNeeded: false,
    decidedStartedEventId: 0,
    cancelRequested: false,
    ...plan,
  }
  domain.open.set(execution.workflowId, execution)
  domain.executions.set(execution.runId, execution)
  const { type, tags, childPolicy } = execution
  append(world, execution, {
    eventType: 'WorkflowExecutionStarted',
    workflowExecutionStartedEventAttributes: defined({
      input: execution.input,
      executionStartToCloseTimeout: fromTimeout(execution.executionStartToClose),
      taskStartToCloseTimeout: fromTimeout(execution.taskStartToClose),
      childPolicy,
      taskList: { name: execution.taskList },
      taskPriority: execution.taskPriority,
      workflowType: { name: type.name, version: type.version },
      tagList: tags.length === 0 ? undefined : [...tags],
      parentInitiatedEventId: 0,
      lambdaRole: execution.lambdaRole,
    }),
  })
  const late = world.random.fork(`swf-execution/${execution.runId}`).next()
  const lateMs = Math.round(late * world.settings.timersLateMs)
  execution.timer = world.loop.after(execution.executionStartToClose * 1000 + lateMs, () => {
    closeExecution(store, execution, 'TIMED_OUT', {
      eventType: 'WorkflowExecutionTimedOut',
      workflowExecutionTimedOutEventAttributes: { timeoutType: 'START_TO_CLOSE', childPolicy },
    })
  })
  needDecision(store, execution)
  return execution
}

/** SWF's are base64 behind two digits, with `+`, `/` and `=` among them. */
function newRunId({ runIds }: SwfStore): string {
  return `22${toBase64(runIds.bytes(32))}`
}
