import type { SwfActivitySpec, SwfSpec, SwfWorkerSpec, SwfWorkflowSpec } from '../scenario.ts'

const minute = 60
const hour = 60 * minute

/** The warehouse of the web shop: about a dozen SWF activity tasks in flight, in every state of health. */
export const warehouse: SwfSpec = {
  workflows: [
    workflow('Goods in', 'gin', 3, 10 * minute, [
      activity('Unload truck', 'dock', { heartbeatTimeout: '60' }),
      // Its workers beat late.
      activity('Check goods', 'checkers', { heartbeatTimeout: '90' }),
    ]),
    // Its workers die with their tasks.
    workflow('Returns', 'ret', 2, 20 * minute, [
      activity('Inspect return', 'inspectors', { heartbeatTimeout: '300' }),
    ]),
    // Nobody polls its task list.
    workflow('Relabel', 'rlb', 1, 15 * minute, [
      activity('Print labels', 'label-printers', { heartbeatTimeout: '60', scheduleToStartTimeout: '1500' }),
    ]),
    {
      ...workflow('Restock', 'rst', 2, 10 * minute, [
        activity('Move pallets', 'forklifts', { heartbeatTimeout: '60' }),
      ]),
      cancelAfterSeconds: [4 * minute, 20 * minute],
    },
    {
      // Its worker works on, whatever it is told.
      ...workflow('Recount', 'cnt', 1, 5 * minute, [
        activity('Count aisle', 'aisle-counters', { heartbeatTimeout: '120' }),
      ]),
      cancelAfterSeconds: [3 * minute, 8 * minute],
    },
    // Its worker beats, but nobody would notice if it did not.
    workflow('Archive', 'arc', 1, 60 * minute, [
      activity('Copy records', 'archivers', { heartbeatTimeout: 'NONE', startToCloseTimeout: 'NONE' }),
    ]),
  ],
  workers: [
    ...[1, 2, 3].map((n) => worker(`dock-${n}`, 'dock', 60, [5 * minute, 20 * minute])),
    ...[1, 2].map((n) => ({
      ...worker(`checker-${n}`, 'checkers', 90, [10 * minute, 25 * minute]),
      behaviour: 'beatsLate' as const,
    })),
    ...[1, 2].map((n) => ({
      ...worker(`inspector-${n}`, 'inspectors', 300, [40 * minute, 90 * minute]),
      behaviour: 'crashes' as const,
      crashAfterSeconds: [5 * minute, 30 * minute] as const,
      awaySeconds: [3 * minute, 10 * minute] as const,
    })),
    ...[1, 2].map((n) => worker(`forklift-${n}`, 'forklifts', 60, [15 * minute, 40 * minute])),
    {
      ...worker('aisle-counter-1', 'aisle-counters', 120, [30 * minute, 50 * minute]),
      ignoresCancel: true,
    },
    worker('archiver-1', 'archivers', 60, [hour, 3 * hour]),
  ],
}

function workflow(
  type: string,
  workflowIdPrefix: string,
  inFlight: number,
  spreadSeconds: number,
  activities: readonly SwfActivitySpec[],
): SwfWorkflowSpec {
  return {
    type,
    workflowIdPrefix,
    executionStartToCloseTimeout: String(4 * hour),
    activities,
    inFlight,
    spreadSeconds,
    pauseSeconds: [1, 10],
    input: (random) => ({ delivery: `d-${random.integer(1000, 9999)}` }),
  }
}

function activity(
  type: string,
  taskList: string,
  timeouts: Pick<SwfActivitySpec, 'heartbeatTimeout'> & Partial<SwfActivitySpec>,
): SwfActivitySpec {
  return {
    activityId: type.toLowerCase().replaceAll(' ', '-'),
    type,
    taskList,
    startToCloseTimeout: String(2 * hour),
    scheduleToStartTimeout: String(hour),
    scheduleToCloseTimeout: 'NONE',
    ...timeouts,
  }
}

function worker(
  name: string,
  taskList: string,
  intervalSeconds: number,
  workSeconds: readonly [number, number],
): SwfWorkerSpec {
  return { name, taskList, behaviour: 'beatsWell', intervalSeconds, workSeconds, failing: 0.05 }
}
