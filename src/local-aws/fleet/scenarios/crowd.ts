import type {
  ActivityWorkerSpec,
  CallbackWorkerSpec,
  Scenario,
  StarterSpec,
  StateMachineSpec,
} from '../scenario.ts'
import { activityTask, machine, queueTask, queueUrl } from './states.ts'

const groups = Array.from({ length: 20 }, (_, index) => String(index + 1).padStart(2, '0'))
const workersInGroup = 30
const callbacksInGroup = 20

/** As many tasks as a large company has in flight at once. */
export const crowd: Scenario = {
  name: 'crowd',
  title: 'A thousand tasks',
  description:
    'Forty state machines with a thousand tasks, most of them in good health. For seeing what a page, and a read quota, can bear.',
  livedInSeconds: 300,
  activities: groups.map((group) => `load-${group}`),
  stateMachines: groups.flatMap(stateMachinesOf),
  starters: groups.flatMap(startersOf),
  activityWorkers: groups.flatMap(workersOf),
  callbackWorkers: groups.map(listenerOf),
}

function intervalOf(group: string): number {
  return 60 + 30 * (Number(group) % 5)
}

function stateMachinesOf(group: string): StateMachineSpec[] {
  const HeartbeatSeconds = intervalOf(group)
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

function startersOf(group: string): StarterSpec[] {
  const common = { spreadSeconds: 240, pauseSeconds: [1, 5] as const, input: () => ({ group }) }
  return [
    { stateMachine: `Load-${group}`, namePrefix: `load-${group}`, inFlight: workersInGroup, ...common },
    { stateMachine: `Check-${group}`, namePrefix: `check-${group}`, inFlight: callbacksInGroup, ...common },
  ]
}

function workersOf(group: string): ActivityWorkerSpec[] {
  return Array.from({ length: workersInGroup }, (_, index) => ({
    name: `load-${group}-${index + 1}`,
    activity: `load-${group}`,
    behaviour: index === 0 ? 'crashes' : index === 1 ? 'beatsLate' : 'beatsWell',
    intervalSeconds: intervalOf(group),
    workSeconds: [600, 3600],
  }))
}

function listenerOf(group: string): CallbackWorkerSpec {
  return {
    name: `checker-${group}`,
    service: 'sqs',
    destination: queueUrl(`checks-${group}`),
    behaviour: 'beatsWell',
    intervalSeconds: intervalOf(group),
    workSeconds: [300, 3600],
  }
}
