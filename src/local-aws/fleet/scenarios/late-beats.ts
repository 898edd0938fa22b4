import { scenario, someOrder } from './parts.ts'
import { activityTask, machine } from './states.ts'

const minute = 60
const workers = [1, 2, 3, 4, 5, 6]

/** Workers that beat just in time, and now and then just too late. */
export const lateBeats = scenario({
  name: 'late-beats',
  title: 'A worker that beats late',
  description:
    'Six workers beat shortly before their minute is over, and one beat in twelve comes at its very end. Some of these are too late: AWS ends a task whose worker is alive, Retry gives it to the next one, and the worker that lost it learns so from its next beat.',
  livedInSeconds: 20 * minute,
  activities: ['charge-card'],
  stateMachines: [
    {
      name: 'Orders',
      definition: machine('Its workers beat late', {
        'Charge card': {
          ...activityTask('charge-card', { HeartbeatSeconds: minute, TimeoutSeconds: 120 * minute }),
          Retry: [{ ErrorEquals: ['States.HeartbeatTimeout'], IntervalSeconds: 5, MaxAttempts: 5 }],
        },
      }),
    },
  ],
  starters: [
    {
      stateMachine: 'Orders',
      namePrefix: 'ord',
      inFlight: workers.length,
      spreadSeconds: 3 * minute,
      pauseSeconds: [1, 5],
      input: someOrder,
    },
  ],
  activityWorkers: workers.map((n) => ({
    name: `worker-${n}`,
    activity: 'charge-card',
    behaviour: 'beatsLate',
    intervalSeconds: minute,
    workSeconds: [30 * minute, 60 * minute],
  })),
})
