import type { TaskState } from '../../../asl/state-machine.ts'
import { defined } from '../../defined.ts'
import { functionAnswer, functionFailure, functionWork, functionWorkload } from '../../workloads.ts'
import type { LambdaTask, TaskOutcome, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { closeTask } from './close-task.ts'
import { append, notTruncated } from './history.ts'
import { payloadText } from './payload-text.ts'
import { readerOf } from './reader-of.ts'
import { taskRandom } from './task-random.ts'
import { watchDeadlines } from './task-timers.ts'

/**
 * Calls the function that a Task state names as its Resource. It has no token and no heartbeat clock, so nothing but
 * its end and its TimeoutSeconds can end it.
 */
export async function scheduleLambdaTask(
  store: StatesStore,
  visit: Visit<TaskState>,
  functionArn: string,
  ended: (outcome: TaskOutcome) => Promise<void>,
): Promise<void> {
  const { branch } = visit
  const { world } = store
  // LambdaFunctionScheduled has no heartbeatInSeconds: what becomes of a HeartbeatSeconds here AWS does not say.
  const reader = readerOf(visit)
  const timeoutSeconds = await reader.interval(store, visit, 'TimeoutSeconds')
  const payload = await reader.payload(store, visit)
  const input = payloadText(visit, payload)
  const roleArn = await reader.roleArn(store, visit)
  const random = taskRandom(store, branch.execution)
  const scheduledMs = world.loop.nowMs
  append(world, branch, {
    type: 'LambdaFunctionScheduled',
    lambdaFunctionScheduledEventDetails: defined({
      resource: functionArn,
      input,
      inputDetails: notTruncated,
      timeoutInSeconds: timeoutSeconds,
      taskCredentials: roleArn === undefined ? undefined : { roleArn },
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
  const workload = functionWorkload(store.workloads, functionArn)
  const work = functionWork(workload, random)
  const output = functionAnswer(workload, payload)
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
          : { kind: 'succeeded', output, outputText: JSON.stringify(output) },
      )
    })
  })
}
