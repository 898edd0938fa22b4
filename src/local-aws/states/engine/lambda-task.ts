import type { TaskState } from '../../../asl/state-machine.ts'
import type { Random } from '../../../lib/random.ts'
import { uuidOf } from '../../../lib/uuid.ts'
import { defined } from '../../defined.ts'
import type { Failure, LambdaTask, TaskOutcome, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { functionWork, functionWorkload } from '../workloads.ts'
import { closeTask } from './close-task.ts'
import { effectiveInput, filledParameters, payloadText } from './data-flow.ts'
import { append, notTruncated } from './history.ts'
import { taskIntervals } from './task-intervals.ts'
import { taskRandom } from './task-random.ts'
import { watchDeadlines } from './task-timers.ts'

/**
 * Calls the function that a Task state names as its Resource. It has no token and no heartbeat clock, so nothing but
 * its end and its TimeoutSeconds can end it.
 */
export function scheduleLambdaTask(
  store: StatesStore,
  visit: Visit<TaskState>,
  functionArn: string,
  ended: (outcome: TaskOutcome) => void,
): void {
  const { branch } = visit
  const { world } = store
  // LambdaFunctionScheduled has no heartbeatInSeconds: what becomes of a HeartbeatSeconds here AWS does not say.
  const { timeoutSeconds } = taskIntervals(visit, effectiveInput(visit))
  const input = payloadText(visit, filledParameters(visit))
  const random = taskRandom(store, branch.execution)
  const scheduledMs = world.loop.nowMs
  append(world, branch, {
    type: 'LambdaFunctionScheduled',
    lambdaFunctionScheduledEventDetails: defined({
      resource: functionArn,
      input,
      inputDetails: notTruncated,
      timeoutInSeconds: timeoutSeconds,
    }),
  })
  const task: LambdaTask = {
    kind: 'lambda',
    branch,
    scheduledMs,
    timeoutSeconds,
    heartbeatSeconds: undefined,
    lateShare: random.next(),
    ended,
  }
  branch.task = task
  const work = functionWork(functionWorkload(store.workloads, functionArn), random)
  task.nextStep = world.loop.after(random.integer(5, 40), () => {
    append(world, branch, { type: 'LambdaFunctionStarted' })
    const startedMs = world.loop.nowMs
    // Developer Guide, Task state: TimeoutSeconds counts from the start event.
    if (timeoutSeconds !== undefined) task.hardDeadlineMs = startedMs + timeoutSeconds * 1000
    watchDeadlines(world, task, (outcome) => closeTask(store, task, outcome))
    task.nextStep = world.loop.at(startedMs + work.ms, () => {
      closeTask(
        store,
        task,
        work.fails
          ? { kind: 'failed', ...(work.failure ?? functionFailure(random)) }
          : { kind: 'succeeded', output: {}, outputText: '{}' },
      )
    })
  })
}

/** What Step Functions makes of an exception that a function raised. */
export function functionFailure(random: Random): Failure {
  const cause = {
    errorMessage: 'The function could not do this one.',
    errorType: 'Exception',
    requestId: uuidOf(random.bytes(16)),
    stackTrace: [],
  }
  return { error: cause.errorType, cause: JSON.stringify(cause) }
}
