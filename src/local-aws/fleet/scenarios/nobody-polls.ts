import { scenario } from './parts.ts'
import { activityTask, machine } from './states.ts'
import { activity, workflowOnce } from './swf-parts.ts'

const minute = 60
const relabelling = activity('Print labels', 'label-printers', {
  heartbeatTimeout: '60',
  scheduleToStartTimeout: String(25 * minute),
})

/** Work for which no worker runs. */
export const nobodyPolls = scenario({
  name: 'nobody-polls',
  title: 'Nobody polls',
  description:
    'Labels are to be printed, and no worker polls for them. The heartbeat clock starts when a worker takes a task, and so does the clock of its TimeoutSeconds: in Step Functions only the limit of the whole execution ends the wait, in SWF the scheduleToStart timeout does.',
  livedInSeconds: 10 * minute,
  activities: ['print-label'],
  stateMachines: [
    {
      name: 'Ship',
      definition: {
        ...machine('Nobody polls its activity', {
          'Print label': activityTask('print-label', { HeartbeatSeconds: 45, TimeoutSeconds: 5 * minute }),
        }),
        TimeoutSeconds: 50 * minute,
      },
    },
  ],
  starters: [
    {
      stateMachine: 'Ship',
      namePrefix: 'shp',
      inFlight: 3,
      spreadSeconds: 8 * minute,
      input: (random) => ({ parcel: `p-${random.integer(1000, 9999)}` }),
    },
  ],
  swf: {
    workflows: [
      {
        ...workflowOnce('Relabel', 'rlb', relabelling, { aisle: 'A-1' }),
        executionStartToCloseTimeout: String(240 * minute),
      },
    ],
    workers: [],
  },
})
