import type {
  ActivityWorkerSpec,
  CallbackWorkerSpec,
  Scenario,
  SecondsRange,
  StarterSpec,
  StateMachineSpec,
} from '../scenario.ts'
import { activityTask, machine, queueTask, queueUrl } from './states.ts'

/** A crowd is groups of two state machines each: one of activity tasks, a worker for each, and one of callbacks. */
interface CrowdSize {
  readonly groups: number
  readonly workersInGroup: number
  readonly callbacksInGroup: number
  readonly heartbeatSeconds: (group: number) => number
  readonly workSeconds: SecondsRange
  /** How often each starter looks; for many executions often is dear. */
  readonly lookSeconds: SecondsRange
}

/** As many tasks as a large company has in flight at once. */
export const crowd: Scenario = {
  name: 'crowd',
  title: 'A thousand tasks',
  description:
    'Forty state machines with a thousand tasks, most of them in good health. For seeing what a page, and a read quota, can bear.',
  livedInSeconds: 300,
  ...crowdOf({
    groups: 20,
    workersInGroup: 30,
    callbacksInGroup: 20,
    heartbeatSeconds: (group) => 60 + 30 * (group % 5),
    workSeconds: [600, 3600],
    lookSeconds: [15, 30],
  }),
}

/** More than the read quota of an account can follow. */
export const crowdOf5000: Scenario = {
  name: 'crowd-5000',
  title: '5,000 tasks',
  description:
    'Twenty state machines with 5,000 tasks, and a quota of twenty histories a second for all of them: one look at each takes four minutes. The board says of each row how old its reading is, and what was never read is read first.',
  livedInSeconds: 300,
  ...crowdOf({
    groups: 10,
    workersInGroup: 250,
    callbacksInGroup: 250,
    heartbeatSeconds: (group) => 600 + 300 * (group % 5),
    workSeconds: [3600, 14_400],
    lookSeconds: [300, 600],
  }),
}

function crowdOf(
  size: CrowdSize,
): Pick<Scenario, 'activities' | 'stateMachines' | 'starters' | 'activityWorkers' | 'callbackWorkers'> {
  const numbers = Array.from({ length: size.groups }, (_, index) => index + 1)
  return {
    activities: numbers.map((number) => `load-${nameOf(number)}`),
    stateMachines: numbers.flatMap((number) => stateMachinesOf(number, size)),
    starters: numbers.flatMap((number) => startersOf(number, size)),
    activityWorkers: numbers.flatMap((number) => workersOf(number, size)),
    callbackWorkers: numbers.map((number) => listenerOf(number, size)),
  }
}

function nameOf(number: number): string {
  return String(number).padStart(2, '0')
}

function stateMachinesOf(number: number, size: CrowdSize): StateMachineSpec[] {
  const group = nameOf(number)
  const HeartbeatSeconds = size.heartbeatSeconds(number)
  return [
    {
      name: `Load-${group}`,
      definition: machine('Activity tasks', { Load: activityTask(`load-${group}`, { HeartbeatSeconds }) }),
    },
    {
      name: `Check-${group}`,
      definition: machine('Callbacks', { Check: queueTask(`checks-${group}`, { HeartbeatSeconds }) }),
    },
  ]
}

function startersOf(number: number, size: CrowdSize): StarterSpec[] {
  const { workersInGroup, callbacksInGroup, lookSeconds } = size
  const group = nameOf(number)
  const common = { spreadSeconds: 240, pauseSeconds: [1, 5] as const, lookSeconds, input: () => ({ group }) }
  return [
    { stateMachine: `Load-${group}`, namePrefix: `load-${group}`, inFlight: workersInGroup, ...common },
    { stateMachine: `Check-${group}`, namePrefix: `check-${group}`, inFlight: callbacksInGroup, ...common },
  ]
}

function workersOf(number: number, size: CrowdSize): ActivityWorkerSpec[] {
  const group = nameOf(number)
  return Array.from({ length: size.workersInGroup }, (_, index) => ({
    name: `load-${group}-${index + 1}`,
    activity: `load-${group}`,
    behaviour: index === 0 ? 'crashes' : index === 1 ? 'beatsLate' : 'beatsWell',
    intervalSeconds: size.heartbeatSeconds(number),
    workSeconds: size.workSeconds,
  }))
}

function listenerOf(number: number, size: CrowdSize): CallbackWorkerSpec {
  const group = nameOf(number)
  return {
    name: `checker-${group}`,
    service: 'sqs',
    destination: queueUrl(`checks-${group}`),
    behaviour: 'beatsWell',
    intervalSeconds: size.heartbeatSeconds(number),
    workSeconds: [size.workSeconds[0] / 2, size.workSeconds[1]],
  }
}
