import type { TaskState } from '../../../asl/state-machine.ts'
import type { TaskResource } from '../../../asl/task-resource.ts'
import type { Random } from '../../../lib/random.ts'
import { defined } from '../defined.ts'
import type { CallbackTask, RequestTask, ServiceTask, TaskOutcome, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { closeTask } from './close-task.ts'
import { effectiveInput, filledParameters, payloadText } from './data-flow.ts'
import { append, notTruncated } from './history.ts'
import { serviceAnswer } from './service-answer.ts'
import { taskIntervals } from './task-intervals.ts'
import { taskRandom } from './task-random.ts'
import { resetHeartbeat, watchDeadlines } from './task-timers.ts'
import { newTaskToken } from './task-token.ts'

type ServiceResource = Extract<TaskResource, { kind: 'service' }>

/** Calls a service: a request ends with its answer, a callback when somebody answers with its token. */
export function scheduleServiceTask(
  store: StatesStore,
  visit: Visit<TaskState>,
  { resourceType, resource, action, pattern }: ServiceResource,
  ended: (outcome: TaskOutcome) => void,
): void {
  const { branch } = visit
  const { world } = store
  const random = taskRandom(store, branch.execution)
  const token = newTaskToken(random)
  const parameters = filledParameters(visit, pattern === 'callback' ? token : undefined)
  const { timeoutSeconds, heartbeatSeconds } = taskIntervals(visit, effectiveInput(visit))
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
    pattern === 'callback' ? { ...base, kind: 'callback', token } : { ...base, kind: 'request' }
  branch.task = task
  const startedMs = scheduledMs + random.integer(5, 40)
  const answeredMs = startedMs + random.integer(30, 400)
  if (task.kind === 'callback') {
    store.addTask(task)
    resetHeartbeat(task, heartbeatClockStartMs(store, scheduledMs, answeredMs, random))
  }
  watchDeadlines(world, task, (outcome) => closeTask(store, task, outcome))
  task.nextStep = world.loop.at(startedMs, () => {
    append(world, branch, { type: 'TaskStarted', taskStartedEventDetails: { resourceType, resource } })
    task.nextStep = world.loop.at(answeredMs, () => answered(store, task, random))
  })
}

function answered(store: StatesStore, task: ServiceTask, random: Random): void {
  const output = serviceAnswer(task, random)
  if (task.kind === 'request') succeed(store, task, output)
  else submitted(store, task, output)
}

function succeed(store: StatesStore, task: RequestTask, output: ReturnType<typeof serviceAnswer>): void {
  closeTask(store, task, { kind: 'succeeded', output, outputText: JSON.stringify(output) })
}

function submitted(
  { world }: StatesStore,
  task: CallbackTask,
  output: ReturnType<typeof serviceAnswer>,
): void {
  const { branch, resourceType, resource, action, parameters } = task
  task.nextStep = undefined
  append(world, branch, {
    type: 'TaskSubmitted',
    taskSubmittedEventDetails: {
      resourceType,
      resource,
      output: JSON.stringify(output),
      outputDetails: notTruncated,
    },
  })
  const { arn: executionArn, region } = branch.execution
  world.deliveries.send({ service: resourceType, action, parameters, executionArn, region })
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
