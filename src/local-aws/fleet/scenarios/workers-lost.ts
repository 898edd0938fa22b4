import type { ActivityWorkerSpec, Scenario, StarterSpec } from '../scenario.ts'
import { aDay, someOrder } from './parts.ts'
import { activityTask, functionTask, machine } from './states.ts'

const minute = 60

/** Every worker of a fleet dies at the same moment, as with a bad deploy. */
export const workersLost: Scenario = {
  name: 'workers-lost',
  title: 'A fleet loses its workers at once',
  description:
    'Half a minute into the story every worker dies, and AWS tells nobody. It notices the tasks one interval after their last beat: the orders within a minute, the payments within five, the videos within ten.',
  livedInSeconds: 2 * minute,
  activities: ['charge-card', 'encode-video'],
  stateMachines: [
    {
      name: 'Orders',
      definition: machine('Noticed after a minute', {
        'Charge card': activityTask('charge-card', { HeartbeatSeconds: minute }),
      }),
    },
    {
      name: 'Payments',
      definition: machine('Noticed after five minutes', {
        'Score payment': functionTask('score-payment', { HeartbeatSeconds: 5 * minute }),
      }),
    },
    {
      name: 'Video',
      definition: machine('Noticed after ten minutes', {
        Encode: activityTask('encode-video', { HeartbeatSeconds: 10 * minute }),
      }),
    },
  ],
  starters: [start('Orders', 'ord', 6), start('Payments', 'pay', 4), start('Video', 'vid', 4)],
  activityWorkers: [
    ...[1, 2, 3, 4, 5, 6].map((n) => worker(`worker-${n}`, 'charge-card', minute)),
    ...[1, 2, 3, 4].map((n) => worker(`enc-${n}`, 'encode-video', 10 * minute)),
  ],
  callbackWorkers: [
    {
      name: 'scorer',
      service: 'lambda',
      destination: 'score-payment',
      behaviour: 'beatsWell',
      intervalSeconds: 5 * minute,
      workSeconds: aDay,
    },
  ],
  later: [{ kind: 'workers', afterSeconds: 30, workers: 'all', behaviour: 'dead' }],
}

function worker(name: string, activity: string, intervalSeconds: number): ActivityWorkerSpec {
  return { name, activity, behaviour: 'beatsWell', intervalSeconds, workSeconds: aDay }
}

function start(stateMachine: string, namePrefix: string, inFlight: number): StarterSpec {
  return { stateMachine, namePrefix, inFlight, spreadSeconds: minute, input: someOrder }
}
