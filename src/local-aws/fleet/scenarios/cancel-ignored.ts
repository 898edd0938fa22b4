import type { Scenario, SwfWorkerSpec, SwfWorkflowSpec } from '../scenario.ts'

const aDay = [86_400, 86_400] as const

/** What a request to cancel is worth: as much as the worker makes of it. */
export const cancelIgnored: Scenario = {
  name: 'cancel-ignored',
  title: 'Cancel requested and ignored',
  description:
    'Both tasks were asked to be cancelled, the second one a minute into the story. Each beat tells its worker so: the one who moves pallets stops, the one who counts the aisle beats on, and SWF lets it.',
  livedInSeconds: 180,
  activities: [],
  stateMachines: [],
  starters: [],
  activityWorkers: [],
  callbackWorkers: [],
  swf: {
    workflows: [
      workflow('Recount', 'cnt', 'Count aisle', 'aisle-counters', 150),
      workflow('Restock', 'rst', 'Move pallets', 'forklifts', 240),
    ],
    workers: [
      { ...worker('aisle-counter-1', 'aisle-counters'), ignoresCancel: true },
      { ...worker('forklift-1', 'forklifts'), workSeconds: [1800, 2400] },
    ],
  },
}

function workflow(
  type: string,
  workflowIdPrefix: string,
  activityType: string,
  taskList: string,
  cancelAfter: number,
): SwfWorkflowSpec {
  return {
    type,
    workflowIdPrefix,
    executionStartToCloseTimeout: '86400',
    activities: [
      {
        activityId: activityType.toLowerCase().replaceAll(' ', '-'),
        type: activityType,
        taskList,
        heartbeatTimeout: '60',
        startToCloseTimeout: '43200',
        scheduleToStartTimeout: '3600',
        scheduleToCloseTimeout: 'NONE',
      },
    ],
    inFlight: 1,
    spreadSeconds: 0,
    cancelAfterSeconds: [cancelAfter, cancelAfter],
    input: () => ({ aisle: 'A-1' }),
  }
}

function worker(name: string, taskList: string): SwfWorkerSpec {
  return { name, taskList, behaviour: 'beatsWell', intervalSeconds: 60, workSeconds: aDay }
}
