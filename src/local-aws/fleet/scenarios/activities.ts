import type { SwfWorkflowSpec } from '../scenario.ts'
import { aDay, scenario } from './parts.ts'
import { activity, worker, workflowOnce } from './swf-parts.ts'

/** One each of the states an SWF activity task can be in while a worker has it. */
export const activities = scenario({
  name: 'activities',
  title: 'SWF, one of each',
  description:
    'Three SWF activity tasks: one whose worker died when it took it (300 s), one whose worker beats every 20 s (60 s), and one whose worker beats on although its cancellation was requested (60 s). What times out is tried again; nothing follows what ends otherwise.',
  livedInSeconds: 60,
  swf: {
    workflows: [
      once('Returns', 'ret', 'Inspect return', 'inspectors', '300'),
      once('Restock', 'rst', 'Move pallet', 'forklifts', '60'),
      { ...once('Recount', 'cnt', 'Count aisle', 'aisle-counters', '60'), cancelAfterSeconds: [20, 20] },
    ],
    workers: [
      {
        ...worker('inspector-1', 'inspectors', 300, aDay),
        behaviour: 'crashes',
        crashAfterSeconds: [1, 1],
        awaySeconds: aDay,
      },
      worker('forklift-1', 'forklifts', 60, aDay),
      { ...worker('aisle-counter-1', 'aisle-counters', 60, aDay), ignoresCancel: true },
    ],
  },
})

function once(
  type: string,
  workflowIdPrefix: string,
  activityType: string,
  taskList: string,
  heartbeatTimeout: string,
): SwfWorkflowSpec {
  const only = activity(activityType, taskList, { heartbeatTimeout, startToCloseTimeout: '43200' })
  return workflowOnce(type, workflowIdPrefix, only, { shelf: 'A-1' })
}
