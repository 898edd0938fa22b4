import type { Scenario, StarterSpec } from '../scenario.ts'
import { someOrder } from './parts.ts'
import { activityTask, functionTask, machine } from './states.ts'
import { activity, worker, workflow } from './swf-parts.ts'

const minute = 60

/** A small shop in which everything goes well; what a scenario about a fault happens to. */
export const shop: Omit<Scenario, 'name' | 'title' | 'description'> = {
  livedInSeconds: 10 * minute,
  activities: ['charge-card', 'encode-video'],
  stateMachines: [
    {
      name: 'Orders',
      definition: machine('Takes the money for an order', {
        'Charge card': activityTask('charge-card', { HeartbeatSeconds: 60, TimeoutSeconds: 20 * minute }),
      }),
    },
    {
      name: 'Video',
      definition: machine('Encodes product videos', {
        Encode: activityTask('encode-video', { HeartbeatSeconds: 5 * minute, TimeoutSeconds: 60 * minute }),
      }),
    },
    {
      name: 'Fraud',
      definition: machine('A callback worker that beats', {
        'Score payment': functionTask('score-payment', { HeartbeatSeconds: 90, TimeoutSeconds: 30 * minute }),
      }),
    },
  ],
  starters: [keep('Orders', 'ord', 6), keep('Video', 'vid', 4), keep('Fraud', 'frd', 4)],
  activityWorkers: [
    ...[1, 2, 3, 4, 5, 6].map((n) => ({
      name: `worker-${n}`,
      activity: 'charge-card',
      behaviour: 'beatsWell' as const,
      intervalSeconds: 60,
      workSeconds: [3 * minute, 12 * minute] as const,
    })),
    ...[1, 2, 3, 4].map((n) => ({
      name: `enc-${n}`,
      activity: 'encode-video',
      behaviour: 'beatsWell' as const,
      intervalSeconds: 5 * minute,
      workSeconds: [15 * minute, 45 * minute] as const,
    })),
  ],
  callbackWorkers: [
    {
      name: 'scorer',
      service: 'lambda',
      destination: 'score-payment',
      behaviour: 'beatsWell',
      intervalSeconds: 90,
      workSeconds: [8 * minute, 20 * minute],
    },
  ],
  swf: {
    workflows: [
      workflow('Goods in', 'gin', 3, 3 * minute, [
        activity('Unload truck', 'dock', { heartbeatTimeout: '60' }),
      ]),
    ],
    workers: [1, 2, 3].map((n) => worker(`dock-${n}`, 'dock', 60, [5 * minute, 20 * minute])),
  },
}

function keep(stateMachine: string, namePrefix: string, inFlight: number): StarterSpec {
  return {
    stateMachine,
    namePrefix,
    inFlight,
    spreadSeconds: 3 * minute,
    pauseSeconds: [1, 5],
    input: someOrder,
  }
}
