import type { TaskState } from '../../../asl/state-machine.ts'
import type { TaskResource } from '../../../asl/task-resource.ts'
import { isJsonObject } from '../../../lib/json.ts'
import type { Random } from '../../../lib/random.ts'
import { defined } from '../../defined.ts'
import { newTaskToken } from '../../task-token.ts'
import { functionFailure, functionWork, functionWorkload, type Workload } from '../../workloads.ts'
import type { RequestTask, ServiceTask, TaskOutcome, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { stopWithJob } from './child-execution.ts'
import { closeTask } from './close-task.ts'
import { append, notTruncated } from './history.ts'
import { waitForJob } from './job.ts'
import { payloadText } from './payload-text.ts'
import { readerOf } from './reader-of.ts'
import { callService } from './service-answer.ts'
import { taskRandom } from './task-random.ts'
import { resetHeartbeat, watchDeadlines } from './task-timers.ts'

type ServiceResource = Extract<TaskResource, { kind: 'service' }>

/**
 * Calls a service: a request ends with its answer, a callback when somebody answers with its token, a job with the
 * job's end.
 */
export async function scheduleServiceTask(
  store: StatesStore,
  visit: Visit<TaskState>,
  { resourceType, resource, action, pattern }: ServiceResource,
  ended: (outcome: TaskOutcome) => Promise<void>,
): Promise<void> {
  const { branch } = visit
  const { world } = store
  const random = taskRandom(store, branch.execution)
  const token = newTaskToken(random)
  const reader = readerOf(visit)
  const parameters = await reader.payload(store, visit, pattern === 'request' ? undefined : token)
  const timeoutSeconds = await reader.interval(store, visit, 'TimeoutSeconds')
  const heartbeatSeconds = await reader.interval(store, visit, 'HeartbeatSeconds')
  const roleArn = await reader.roleArn(store, visit)
  const scheduledMs = world.loop.nowMs
  append(world, branch, {
    type: 'TaskScheduled',
    taskScheduledEventDetails: defined({
      resourceType,
      resource,
      region: branch.execution.region,
      parameters: payloadText(visit, parameters),
      timeoutInSeconds: timeoutSeconds,
      heartbeatInSeconds: heartbeatSeconds,
      taskCredentials: roleArn === undefined ? undefined : { roleArn },
    }),
  })
  const base = {
    branch,
    scheduledMs,
    timeoutSeconds,
    heartbeatSeconds,
    lateShare: random.next(),
    ended,
    hardDeadlineMs: timeoutSeconds === undefined ? undefined : scheduledMs + timeoutSeconds * 1000,
    resourceType,
    resource,
    action,
    parameters,
  }
  const task: ServiceTask =
    pattern === 'request' ? { ...base, kind: 'request' } : { ...base, kind: pattern, token }
  branch.task = task
  const startedMs = scheduledMs + random.integer(5, 40)
  const answeredMs = startedMs + random.integer(30, 400)
  // Its own source, so that the setting moves nothing else of the task.
  const submitLateMs = Math.round(random.fork('submit').next() * world.settings.submitLateMs)
  if (task.kind !== 'request') {
    store.addTask(task)
    resetHeartbeat(task, heartbeatClockStartMs(store, scheduledMs, answeredMs + submitLateMs, random))
  }
  watchDeadlines(world, task, (outcome) => closeTask(store, task, outcome))
  const workload = task.kind === 'request' ? invokedWorkload(store, task) : undefined
  const work = workload === undefined ? undefined : functionWork(workload, random)
  task.nextStep = world.loop.at(startedMs, () => {
    append(world, branch, { type: 'TaskStarted', taskStartedEventDetails: { resourceType, resource } })
    task.nextStep = world.loop.at(work === undefined ? answeredMs : startedMs + work.ms, () => {
      if (work?.fails === true) {
        closeTask(store, task, { kind: 'failed', ...(work.failure ?? functionFailure(random)) })
      } else answered(store, task, random, submitLateMs)
    })
  })
}

/** The service has taken the call, and its message is out; that of a callback or a job is written down `submitLateMs` later. */
function answered(store: StatesStore, task: ServiceTask, random: Random, submitLateMs: number): void {
  const reply = callService(store, task, random)
  if (reply.kind === 'refused') {
    const { error, cause } = reply
    closeTask(store, task, { kind: task.kind === 'request' ? 'failed' : 'submitFailed', error, cause })
    return
  }
  const { output, child } = reply
  const outputText = JSON.stringify(output)
  if (task.kind === 'request') {
    closeTask(store, task, { kind: 'succeeded', output, outputText })
    return
  }
  if (task.kind === 'job' && child !== undefined) stopWithJob(store, task, child)
  const submitted = (): void => {
    task.nextStep = undefined
    submit(store, task, outputText)
    if (task.kind === 'job') waitForJob(store, task, output, child, random)
  }
  if (submitLateMs === 0) submitted()
  else task.nextStep = store.world.loop.after(submitLateMs, submitted)
  deliver(store, task)
}

function submit(
  { world }: StatesStore,
  { branch, resourceType, resource }: ServiceTask,
  output: string,
): void {
  append(world, branch, {
    type: 'TaskSubmitted',
    taskSubmittedEventDetails: { resourceType, resource, output, outputDetails: notTruncated },
  })
}

function deliver({ world }: StatesStore, { branch, resourceType, action, parameters }: ServiceTask): void {
  const { arn: executionArn, region } = branch.execution
  world.deliveries.send({ service: resourceType, action, parameters, executionArn, region })
}

/** Only `lambda:invoke` waits for the function; a function that is sent a token is called and left to itself. */
function invokedWorkload(
  { workloads }: StatesStore,
  { resourceType, parameters }: RequestTask,
): Workload | undefined {
  if (resourceType !== 'lambda' || !isJsonObject(parameters)) return undefined
  return functionWorkload(workloads, parameters.FunctionName)
}

function heartbeatClockStartMs(
  { world }: StatesStore,
  scheduledMs: number,
  submittedMs: number,
  random: Random,
): number {
  const share = random.next()
  switch (world.settings.heartbeatClockStart) {
    case 'scheduled':
      return scheduledMs
    case 'submitted':
      return submittedMs
    case 'either':
      return scheduledMs + Math.round(share * (submittedMs - scheduledMs))
  }
}
