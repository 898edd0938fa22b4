import { scenario, startOnce } from './parts.ts'
import { activityTask, machine, queueTask } from './states.ts'

const day = 86_400
const table = { table: 'orders' }

/** Tasks that hang for a month because nothing declares when they are late. */
export const noHeartbeat = scenario({
  name: 'no-heartbeat',
  title: 'No heartbeat configured',
  description:
    'A worker took a task 31 days ago, beat every minute for an hour, and died; its state declares no HeartbeatSeconds, so AWS took the beats and used none of them. Beside it a callback has waited as long for a file: both look as they did on the first day, and AWS ends them after a year.',
  // Nothing happens in these weeks, so they take no time.
  livedInSeconds: 31 * day,
  activities: ['copy-rows'],
  stateMachines: [
    {
      name: 'Backfill',
      definition: machine('Its worker beats, but no HeartbeatSeconds is declared', {
        'Copy rows': activityTask('copy-rows', {}),
      }),
    },
    {
      name: 'Import',
      definition: machine('Waits without any limit', { 'Wait for file': queueTask('supplier-files', {}) }),
    },
  ],
  starters: [startOnce('Backfill', 'bkf', table), startOnce('Import', 'imp', table)],
  activityWorkers: [
    {
      name: 'copy-1',
      activity: 'copy-rows',
      behaviour: 'crashes',
      // It beats at a third of this: every minute.
      intervalSeconds: 180,
      workSeconds: [400 * day, 400 * day],
      crashAfterSeconds: [3600, 3600],
      awaySeconds: [400 * day, 400 * day],
    },
  ],
})
