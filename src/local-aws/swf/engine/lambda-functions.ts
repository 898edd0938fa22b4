import type {
  ScheduleLambdaFunctionDecisionAttributes,
  ScheduleLambdaFunctionFailedCause,
} from '@aws-sdk/client-swf'
import type { Random } from '../../../lib/random.ts'
import { defined } from '../../defined.ts'
import { functionFailure, functionWork, functionWorkload } from '../../workloads.ts'
import type { LambdaCall, WorkflowExecution } from '../model.ts'
import type { SwfStore } from '../store.ts'
import { type Decided, refuseDecision } from './decided.ts'
import { needDecision } from './decision-task.ts'
import { append, type EventBody } from './history.ts'

/** AWS has a limit and gives no figure: that of activity tasks. */
const mostOpen = 1000

/** API reference, ScheduleLambdaFunctionDecisionAttributes: seconds, where the decision names no timeout. */
const usualTimeout = '900'

interface Call {
  readonly id: string
  readonly name: string
  readonly input: string | undefined
  readonly timeoutSeconds: number
}

/** ScheduleLambdaFunction: the function is one of the world's workloads, and answers as that does. */
export function scheduleLambdaFunction(
  store: SwfStore,
  { execution, decisionTaskCompletedEventId }: Decided,
  { id = '', name = '', control, input, ...given }: ScheduleLambdaFunctionDecisionAttributes,
): void {
  const { world } = store
  const startToCloseTimeout = given.startToCloseTimeout || usualTimeout
  const cause = refusalOf(execution, id)
  if (cause !== undefined) {
    refuseDecision(store, execution, {
      eventType: 'ScheduleLambdaFunctionFailed',
      scheduleLambdaFunctionFailedEventAttributes: { id, name, cause, decisionTaskCompletedEventId },
    })
    return
  }
  const scheduledEventId = append(world, execution, {
    eventType: 'LambdaFunctionScheduled',
    lambdaFunctionScheduledEventAttributes: defined({
      id,
      name,
      control,
      input,
      startToCloseTimeout,
      decisionTaskCompletedEventId,
    }),
  })
  const random = world.random.fork(`swf-lambda/${execution.runId}/${scheduledEventId}`)
  const call = { id, name, input, timeoutSeconds: Number(startToCloseTimeout) }
  const timer = world.loop.after(random.integer(20, 150), () => {
    if (execution.lambdaRole !== undefined) run(store, execution, call, running, random)
    else noRole(store, execution, call, running)
  })
  const running: LambdaCall = { scheduledEventId, timer }
  execution.lambdaFunctions.set(id, running)
}

function refusalOf(
  { lambdaFunctions }: WorkflowExecution,
  id: string,
): ScheduleLambdaFunctionFailedCause | undefined {
  if (lambdaFunctions.has(id)) return 'ID_ALREADY_IN_USE'
  return lambdaFunctions.size >= mostOpen ? 'OPEN_LAMBDA_FUNCTIONS_LIMIT_EXCEEDED' : undefined
}

/**
 * An execution without a role can run no function. The API reference (StartWorkflowExecution) promises
 * ScheduleLambdaFunctionFailed, which has no cause for it; the one cause of this event is made for it.
 */
function noRole(
  store: SwfStore,
  execution: WorkflowExecution,
  { id }: Call,
  { scheduledEventId }: LambdaCall,
): void {
  end(store, execution, id, {
    eventType: 'StartLambdaFunctionFailed',
    startLambdaFunctionFailedEventAttributes: {
      scheduledEventId,
      cause: 'ASSUME_ROLE_FAILED',
      message: 'The execution has no IAM role to invoke functions with.',
    },
  })
}

function run(
  store: SwfStore,
  execution: WorkflowExecution,
  { id, name, input, timeoutSeconds }: Call,
  running: LambdaCall,
  random: Random,
): void {
  const { world, workloads } = store
  const { scheduledEventId } = running
  const startedEventId = append(world, execution, {
    eventType: 'LambdaFunctionStarted',
    lambdaFunctionStartedEventAttributes: { scheduledEventId },
  })
  const ids = { scheduledEventId, startedEventId }
  const workload = functionWorkload(workloads, name)
  const work = functionWork(workload, random)
  const limitMs = timeoutSeconds * 1000 + Math.round(random.next() * world.settings.timersLateMs)
  running.timer = world.loop.after(Math.min(work.ms, limitMs), () => {
    if (work.ms > limitMs) {
      end(store, execution, id, {
        eventType: 'LambdaFunctionTimedOut',
        lambdaFunctionTimedOutEventAttributes: { ...ids, timeoutType: 'START_TO_CLOSE' },
      })
    } else if (work.fails) {
      const { error, cause } = work.failure ?? functionFailure(random)
      end(store, execution, id, {
        eventType: 'LambdaFunctionFailed',
        lambdaFunctionFailedEventAttributes: defined({ ...ids, reason: error, details: cause }),
      })
    } else {
      end(store, execution, id, {
        eventType: 'LambdaFunctionCompleted',
        lambdaFunctionCompletedEventAttributes: {
          ...ids,
          result: workload?.echoes === true ? (input ?? 'null') : '{}',
        },
      })
    }
  })
}

function end(store: SwfStore, execution: WorkflowExecution, id: string, body: EventBody): void {
  execution.lambdaFunctions.delete(id)
  append(store.world, execution, body)
  needDecision(store, execution)
}
