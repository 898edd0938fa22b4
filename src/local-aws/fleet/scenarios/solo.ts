import type { Scenario } from '../scenario.ts'
import { aDay, startOnce } from './parts.ts'
import { activityTask, machine, queueTask, queueUrl } from './states.ts'

const order = { orderId: 'o-1' }

/** The smallest world that has one of each: for tests and for trying one thing at a time. */
export const solo: Scenario = {
  name: 'solo',
  title: 'One of each',
  description:
    'A callback nobody answers (60 s), a task whose worker beats every 20 s (60 s), and one whose worker died when it took it (120 s). Nothing follows what ends.',
  livedInSeconds: 5,
  activities: ['charge-card', 'encode-video'],
  stateMachines: [
    {
      name: 'Onboarding',
      definition: machine('Nobody answers', {
        'Ask manager': queueTask('manager-approvals', { HeartbeatSeconds: 60 }),
      }),
    },
    {
      name: 'Orders',
      definition: machine('Its worker is well', {
        'Charge card': activityTask('charge-card', { HeartbeatSeconds: 60 }),
      }),
    },
    {
      name: 'Video',
      definition: machine('Its worker has died', {
        Encode: activityTask('encode-video', { HeartbeatSeconds: 120, TimeoutSeconds: 3600 }),
      }),
    },
  ],
  starters: [
    startOnce('Onboarding', 'onb', order),
    startOnce('Orders', 'ord', order),
    startOnce('Video', 'vid', order),
  ],
  activityWorkers: [
    {
      name: 'worker-1',
      activity: 'charge-card',
      behaviour: 'beatsWell',
      intervalSeconds: 60,
      workSeconds: aDay,
    },
    {
      name: 'enc-1',
      activity: 'encode-video',
      behaviour: 'crashes',
      intervalSeconds: 120,
      workSeconds: aDay,
      crashAfterSeconds: [1, 1],
      awaySeconds: aDay,
    },
  ],
  callbackWorkers: [
    {
      name: 'manager',
      service: 'sqs',
      destination: queueUrl('manager-approvals'),
      behaviour: 'dead',
      intervalSeconds: 60,
      workSeconds: [5, 5],
    },
  ],
}
