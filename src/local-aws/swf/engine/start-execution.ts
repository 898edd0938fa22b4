import { toBase64 } from '../../../lib/base64.ts'
import { defined } from '../../defined.ts'
import { fromTimeout } from '../fields.ts'
import type { Domain, Parent, WorkflowExecution } from '../model.ts'
import type { SwfStore } from '../store.ts'
import { terminateExecution, timeOutExecution } from './close-execution.ts'
import { needDecision } from './decision-task.ts'
import { append } from './history.ts'
import type { ExecutionPlan } from './plan-execution.ts'
import { namesOf } from './reach-execution.ts'

/** Amazon SWF Developer Guide, quotas: open executions of one domain, children among them. */
export const mostOpenExecutions = 100_000

/** Where an execution comes from, if not from a caller. */
export interface Origin {
  readonly parent?: Parent | undefined
  /** Of one that another run continues as: its own runId, and that of the other run. */
  readonly runs?: { readonly runId: string; readonly continuedRunId: string }
}

/** Starts an execution; its first decision task is scheduled at once. */
export function startExecution(
  store: SwfStore,
  domain: Domain,
  plan: ExecutionPlan,
  { parent, runs }: Origin = {},
): WorkflowExecution {
  const { world } = store
  store.started += 1
  const execution: WorkflowExecution = {
    order: store.started,
    domain,
    runId: runs?.runId ?? newRunId(store),
    startMs: world.loop.nowMs,
    parent,
    events: [],
    taskTokens: [],
    activities: new Map(),
    timers: new Map(),
    lambdaFunctions: new Map(),
    children: new Map(),
    decisionNeeded: false,
    decidedStartedEventId: 0,
    cancelRequested: false,
    full: () => endLater(store, execution),
    ...plan,
  }
  domain.open.set(execution.workflowId, execution)
  domain.executions.set(execution.runId, execution)
  const { type, tags } = execution
  append(world, execution, {
    eventType: 'WorkflowExecutionStarted',
    workflowExecutionStartedEventAttributes: defined({
      input: execution.input,
      executionStartToCloseTimeout: fromTimeout(execution.executionStartToClose),
      taskStartToCloseTimeout: fromTimeout(execution.taskStartToClose),
      childPolicy: execution.childPolicy,
      taskList: { name: execution.taskList },
      taskPriority: execution.taskPriority,
      workflowType: { name: type.name, version: type.version },
      tagList: tags.length === 0 ? undefined : [...tags],
      continuedExecutionRunId: runs?.continuedRunId,
      parentWorkflowExecution: parent && namesOf(parent),
      parentInitiatedEventId: parent?.initiatedEventId ?? 0,
      lambdaRole: execution.lambdaRole,
    }),
  })
  const late = world.random.fork(`swf-execution/${execution.runId}`).next()
  const lateMs = Math.round(late * world.settings.timersLateMs)
  const limitMs = execution.executionStartToClose * 1000
  execution.timer = world.loop.after(limitMs + lateMs, () => timeOutExecution(store, execution))
  needDecision(store, execution)
  return execution
}

/** SWF's are base64 behind two digits, with `+`, `/` and `=` among them. */
export function newRunId({ runIds }: SwfStore): string {
  return `22${toBase64(runIds.bytes(32))}`
}

/**
 * A history that is full ends its execution, but what comes in one turn is still written as a whole: SWF was seen to
 * terminate at the 25,044th event, in the midst of a batch's failures.
 */
function endLater(store: SwfStore, execution: WorkflowExecution): void {
  const { loop } = store.world
  loop.at(loop.nowMs, () => {
    if (execution.close === undefined) terminateExecution(store, execution, { cause: 'EVENT_LIMIT_EXCEEDED' })
  })
}
