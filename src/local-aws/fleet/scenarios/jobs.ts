import { aDay, scenario, startOnce } from './parts.ts'
import { childTask, jobTask, lambdaTask, machine, queueTask } from './states.ts'

const order = { orderId: 'o-1' }

/** One each of the tasks that no worker of one's own does. */
export const jobs = scenario({
  name: 'jobs',
  title: 'Jobs, functions and a child execution',
  description:
    'A job that nobody beats (600 s), a function that works too long for its 840 s, and an execution that waits for another one, in which nobody answers a callback (300 s). Nothing follows what ends.',
  livedInSeconds: 5,
  stateMachines: [
    {
      name: 'Nightly',
      definition: machine('A job with HeartbeatSeconds, and nobody who beats for it', {
        'Run totals': jobTask(
          'batch:submitJob',
          { JobName: 'nightly-totals', JobQueue: 'reports', JobDefinition: 'nightly-totals:4' },
          { HeartbeatSeconds: 600 },
        ),
      }),
    },
    {
      name: 'Thumbnails',
      definition: machine('A function that takes too long', {
        'Make thumbnails': lambdaTask('make-thumbnails', { TimeoutSeconds: 840 }),
      }),
    },
    {
      name: 'Fulfilment',
      definition: machine('Waits for an execution of Picking', {
        'Pick and check': childTask('Picking', {}),
      }),
    },
    {
      name: 'Picking',
      definition: machine('Started by Fulfilment; nobody answers', {
        'Check parcel': queueTask('parcel-checks', { HeartbeatSeconds: 300 }),
      }),
    },
  ],
  starters: [
    startOnce('Nightly', 'ngt', order),
    startOnce('Thumbnails', 'thb', order),
    startOnce('Fulfilment', 'ful', order),
  ],
  workloads: {
    functions: [{ name: 'make-thumbnails', workSeconds: [900, 900] }],
    jobs: [{ name: 'nightly-totals', workSeconds: aDay }],
  },
})
