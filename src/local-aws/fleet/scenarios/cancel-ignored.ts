import type { SwfWorkflowSpec } from '../scenario.ts'
import { aDay, scenario } from './parts.ts'
import { activity, worker, workflowOnce } from './swf-parts.ts'

/** What a request to cancel is worth: as much as the worker makes of it. */
export const cancelIgnored = scenario({
  name: 'cancel-ignored',
  title: 'Cancel requested and ignored',
  description:
    'Both tasks were asked to be cancelled, the second one a minute into the story. Each beat tells its worker so: the one who moves pallets stops, the one who counts the aisle beats on, and SWF lets it.',
  livedInSeconds: 180,
  swf: {
    workflows: [
      cancelled('Recount', 'cnt', 'Count aisle', 'aisle-counters', 150),
      cancelled('Restock', 'rst', 'Move pallets', 'forklifts', 240),
    ],
    workers: [
      { ...worker('aisle-counter-1', 'aisle-counters', 60, aDay), ignoresCancel: true },
      worker('forklift-1', 'forklifts', 60, [1800, 2400]),
    ],
  },
})

function cancelled(
  type: string,
  workflowIdPrefix: string,
  activityType: string,
  taskList: string,
  afterSeconds: number,
): SwfWorkflowSpec {
  const only = activity(activityType, taskList, { heartbeatTimeout: '60', startToCloseTimeout: '43200' })
  return {
    ...workflowOnce(type, workflowIdPrefix, only, { aisle: 'A-1' }),
    cancelAfterSeconds: [afterSeconds, afterSeconds],
  }
}
