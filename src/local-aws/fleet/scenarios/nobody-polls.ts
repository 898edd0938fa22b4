import type { Scenario } from '../scenario.ts'
import { activityTask, machine } from './states.ts'

const minute = 60

/** Work for which no worker runs. */
export const nobodyPolls: Scenario = {
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
  activityWorkers: [],
  callbackWorkers: [],
  swf: {
    workflows: [
      {
        type: 'Relabel',
        workflowIdPrefix: 'rlb',
        executionStartToCloseTimeout: '14400',
        activities: [
          {
            activityId: 'print-labels',
            type: 'Print labels',
            taskList: 'label-printers',
            heartbeatTimeout: '60',
            startToCloseTimeout: '7200',
            scheduleToStartTimeout: String(25 * minute),
            scheduleToCloseTimeout: 'NONE',
          },
        ],
        inFlight: 1,
        spreadSeconds: 0,
        input: () => ({ aisle: 'A-1' }),
      },
    ],
    workers: [],
  },
}
