import type { SecondsRange, SwfSpec, SwfWorkerSpec } from '../scenario.ts'
import { activity, worker, workflow } from './swf-parts.ts'

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
    ...[1, 2, 3].map((n) => failing(`dock-${n}`, 'dock', 60, [5 * minute, 20 * minute])),
    ...[1, 2].map((n) => ({
      ...failing(`checker-${n}`, 'checkers', 90, [10 * minute, 25 * minute]),
      behaviour: 'beatsLate' as const,
    })),
    ...[1, 2].map((n) => ({
      ...failing(`inspector-${n}`, 'inspectors', 300, [40 * minute, 90 * minute]),
      behaviour: 'crashes' as const,
      crashAfterSeconds: [5 * minute, 30 * minute] as const,
      awaySeconds: [3 * minute, 10 * minute] as const,
    })),
    ...[1, 2].map((n) => failing(`forklift-${n}`, 'forklifts', 60, [15 * minute, 40 * minute])),
    {
      ...failing('aisle-counter-1', 'aisle-counters', 120, [30 * minute, 50 * minute]),
      ignoresCancel: true,
    },
    failing('archiver-1', 'archivers', 60, [hour, 3 * hour]),
  ],
}

/** One whose tasks fail now and then. */
function failing(
  name: string,
  taskList: string,
  intervalSeconds: number,
  workSeconds: SecondsRange,
): SwfWorkerSpec {
  return { ...worker(name, taskList, intervalSeconds, workSeconds), failing: 0.05 }
}
