import type { Scenario, SwfActivitySpec, SwfWorkflowSpec } from '../scenario.ts'

const aDay = [86_400, 86_400] as const

/** One each of the states an SWF activity task can be in while a worker has it. */
export const activities: Scenario = {
  name: 'activities',
  title: 'SWF, one of each',
  description:
    'Three SWF activity tasks: one whose worker died when it took it (300 s), one whose worker beats every 20 s (60 s), and one whose worker beats on although its cancellation was requested (60 s). What times out is tried again; nothing follows what ends otherwise.',
  livedInSeconds: 60,
  activities: [],
  stateMachines: [],
  starters: [],
  activityWorkers: [],
  callbackWorkers: [],
  swf: {
    workflows: [
      once('Returns', 'ret', activity('Inspect return', 'inspectors', '300')),
      once('Restock', 'rst', activity('Move pallet', 'forklifts', '60')),
      {
        ...once('Recount', 'cnt', activity('Count aisle', 'aisle-counters', '60')),
        cancelAfterSeconds: [20, 20],
      },
    ],
    workers: [
      {
        name: 'inspector-1',
        taskList: 'inspectors',
        behaviour: 'crashes',
        intervalSeconds: 300,
        workSeconds: aDay,
        crashAfterSeconds: [1, 1],
        awaySeconds: aDay,
      },
      {
        name: 'forklift-1',
        taskList: 'forklifts',
        behaviour: 'beatsWell',
        intervalSeconds: 60,
        workSeconds: aDay,
      },
      {
        name: 'aisle-counter-1',
        taskList: 'aisle-counters',
        behaviour: 'beatsWell',
        intervalSeconds: 60,
        workSeconds: aDay,
        ignoresCancel: true,
      },
    ],
  },
}

function once(type: string, workflowIdPrefix: string, only: SwfActivitySpec): SwfWorkflowSpec {
  return {
    type,
    workflowIdPrefix,
    executionStartToCloseTimeout: '86400',
    activities: [only],
    inFlight: 1,
    spreadSeconds: 0,
    input: () => ({ shelf: 'A-1' }),
  }
}

function activity(type: string, taskList: string, heartbeatTimeout: string): SwfActivitySpec {
  return {
    activityId: type.toLowerCase().replaceAll(' ', '-'),
    type,
    taskList,
    heartbeatTimeout,
    startToCloseTimeout: '43200',
    scheduleToStartTimeout: '3600',
    scheduleToCloseTimeout: 'NONE',
  }
}
