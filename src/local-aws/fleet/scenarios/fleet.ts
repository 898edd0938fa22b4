import type { ActivityWorkerSpec, Scenario, SecondsRange, StarterSpec, WorkerBehaviour } from '../scenario.ts'
import {
  activityTask,
  childTask,
  functionTask,
  jobTask,
  lambdaTask,
  machine,
  map,
  parallel,
  queueTask,
  queueUrl,
  topicArn,
  topicTask,
  wait,
} from './states.ts'
import { warehouse } from './swf.ts'

const minute = 60
const hour = 60 * minute

/** The company that everything else is tried on: about fifty tasks in flight, in every state of health. */
export const fleet: Scenario = {
  name: 'fleet',
  title: 'A working day',
  description:
    'About fifty tasks of a web shop and, in SWF, its warehouse: workers that beat well, beat late or have died, people who are waited for, a queue that nobody reads, jobs of other services, functions, executions within executions. It goes on for as long as it runs: what dies is followed by something new.',
  livedInSeconds: 2 * hour,
  activities: [
    'charge-card',
    'encode-video',
    'print-label',
    'copy-rows',
    'sum-up-day',
    'pick-items',
    'wrap-gift',
    'write-card',
    'count-shelf',
  ],
  stateMachines: [
    {
      name: 'Orders',
      definition: machine('Takes the money for an order', {
        'Reserve stock': wait(8, 'Charge card'),
        'Charge card': activityTask(
          'charge-card',
          { HeartbeatSeconds: 30, TimeoutSeconds: 15 * minute },
          'Tell warehouse',
        ),
        'Tell warehouse': wait(12),
      }),
    },
    {
      name: 'Video',
      definition: machine('Encodes product videos', {
        Encode: activityTask('encode-video', { HeartbeatSeconds: 60, TimeoutSeconds: hour }),
      }),
    },
    {
      name: 'Ship',
      definition: {
        // Its own TimeoutSeconds would not help: it counts from ActivityStarted.
        ...machine('Nobody polls its activity', {
          'Print label': activityTask('print-label', { HeartbeatSeconds: 45, TimeoutSeconds: 50 * minute }),
        }),
        TimeoutSeconds: 50 * minute,
      },
    },
    {
      name: 'Import',
      definition: machine('Waits without any limit', { 'Wait for file': queueTask('supplier-files', {}) }),
    },
    {
      name: 'Backfill',
      definition: machine('Its worker beats, but no HeartbeatSeconds is declared', {
        'Copy rows': activityTask('copy-rows', {}),
      }),
    },
    {
      name: 'Reports',
      definition: machine('Always too slow for its TimeoutSeconds', {
        'Sum up day': activityTask('sum-up-day', { HeartbeatSeconds: 60, TimeoutSeconds: 10 * minute }),
      }),
    },
    {
      name: 'Onboarding',
      definition: machine('Waits for a manager', {
        'Ask manager': queueTask('manager-approvals', { HeartbeatSeconds: 4 * hour }, 'Create account'),
        'Create account': wait(20),
      }),
    },
    {
      name: 'Refunds',
      definition: machine('Waits for the support lead', {
        'Approve refund': topicTask('refund-approvals', {
          HeartbeatSeconds: 6 * hour,
          TimeoutSeconds: 24 * hour,
        }),
      }),
    },
    {
      name: 'Fraud',
      definition: machine('A callback worker that beats', {
        'Score payment': functionTask('score-payment', { HeartbeatSeconds: 90, TimeoutSeconds: 30 * minute }),
      }),
    },
    {
      name: 'Courier',
      definition: machine('A callback worker that beats late, and a second and a third attempt', {
        'Hand over parcel': {
          ...functionTask('courier-handover', { HeartbeatSeconds: 5 * minute }),
          Retry: [{ ErrorEquals: ['States.HeartbeatTimeout'], IntervalSeconds: 120, MaxAttempts: 2 }],
        },
      }),
    },
    {
      name: 'Signup',
      definition: machine('People who have one minute, and nobody who beats for them', {
        'Confirm address': queueTask('signup-codes', { HeartbeatSeconds: 60 }),
      }),
    },
    {
      name: 'Nightly',
      definition: machine('A job with HeartbeatSeconds, and nobody who beats for it', {
        'Run totals': jobTask(
          'batch:submitJob',
          { JobName: 'nightly-totals', JobQueue: 'reports', JobDefinition: 'nightly-totals:4' },
          { HeartbeatSeconds: 20 * minute },
        ),
      }),
    },
    {
      name: 'Catalogue',
      definition: machine('A job as it should be', {
        Rebuild: jobTask('glue:startJobRun', { JobName: 'rebuild-catalogue' }, {}),
      }),
    },
    {
      name: 'Thumbnails',
      definition: machine('A function that sometimes takes too long', {
        'Make thumbnails': lambdaTask('make-thumbnails', { TimeoutSeconds: 10 * minute }),
      }),
    },
    {
      name: 'Gifts',
      definition: machine('Two branches: the one that fails takes the other one with it', {
        'Prepare gift': parallel(
          [
            { 'Wrap gift': activityTask('wrap-gift', { HeartbeatSeconds: 60, TimeoutSeconds: hour }) },
            { 'Write card': activityTask('write-card', { HeartbeatSeconds: 90, TimeoutSeconds: hour }) },
          ],
          { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Tell customer', ResultPath: '$.error' }] },
        ),
        'Tell customer': wait(30),
      }),
    },
    {
      name: 'Stocktaking',
      definition: machine('One task for each shelf', {
        'Count shelves': map('$.shelves', {
          'Count shelf': activityTask('count-shelf', { HeartbeatSeconds: 120, TimeoutSeconds: 2 * hour }),
        }),
      }),
    },
    {
      name: 'Fulfilment',
      definition: machine('Waits for an execution of Picking', {
        'Pick and check': childTask('Picking', { TimeoutSeconds: 2 * hour }, 'Hand over'),
        'Hand over': wait(10),
      }),
    },
    {
      name: 'Picking',
      definition: machine('Started by Fulfilment', {
        'Pick items': activityTask('pick-items', { HeartbeatSeconds: 120 }, 'Check parcel'),
        'Check parcel': queueTask('parcel-checks', { HeartbeatSeconds: 15 * minute }),
      }),
    },
  ],
  starters: [
    keep('Orders', 'ord', 7, 600),
    { ...keep('Video', 'vid', 4, 1200), input: (random) => ({ video: `video-${random.integer(100, 999)}` }) },
    keep('Ship', 'shp', 3, 40 * minute),
    { ...keep('Import', 'imp', 2, 110 * minute), input: () => ({ supplier: 'Northwind' }) },
    { ...keep('Backfill', 'bkf', 2, 30 * minute), input: () => ({ table: 'invoices' }) },
    { ...keep('Reports', 'rep', 2, 9 * minute), input: () => ({ report: 'daily totals' }) },
    {
      ...keep('Onboarding', 'onb', 3, 100 * minute),
      input: (random) => ({ employee: random.integer(1000, 9999) }),
    },
    keep('Refunds', 'ref', 2, 100 * minute),
    keep('Fraud', 'frd', 3, 600),
    keep('Courier', 'cou', 2, 1200),
    keep('Signup', 'sgn', 2, 60),
    { ...keep('Nightly', 'ngt', 1, 15 * minute), input: () => ({ report: 'nightly totals' }) },
    { ...keep('Catalogue', 'cat', 1, 30 * minute), input: () => ({ catalogue: 'all' }) },
    { ...keep('Thumbnails', 'thb', 2, 300), input: (random) => ({ image: random.integer(1000, 9999) }) },
    keep('Gifts', 'gft', 1, 600),
    {
      ...keep('Stocktaking', 'stk', 1, 600),
      input: (random) => ({ shelves: ['A', 'B'].map((row) => `${row}-${random.integer(10, 99)}`) }),
    },
    keep('Fulfilment', 'ful', 2, 600),
  ],
  activityWorkers: [
    ...[1, 2, 3, 4, 7].map((n) => charger(n, 'beatsWell')),
    charger(5, 'neverBeats'),
    charger(6, 'beatsLate'),
    encoder(1, 'beatsWell'),
    encoder(2, 'beatsWell'),
    encoder(3, 'beatsLate'),
    encoder(4, 'crashes'),
    {
      name: 'copy-1',
      activity: 'copy-rows',
      behaviour: 'beatsWell',
      intervalSeconds: 60,
      workSeconds: [20 * minute, 40 * minute],
    },
    {
      // Dies with its task once and for all: without HeartbeatSeconds nobody ever notices.
      name: 'copy-2',
      activity: 'copy-rows',
      behaviour: 'crashes',
      intervalSeconds: 60,
      workSeconds: [10 * hour, 11 * hour],
      crashAfterSeconds: [10 * minute, 15 * minute],
      awaySeconds: [1000 * hour, 1000 * hour],
    },
    ...[1, 2].map((n) => ({
      name: `totals-${n}`,
      activity: 'sum-up-day',
      behaviour: 'beatsWell' as const,
      intervalSeconds: 60,
      workSeconds: [15 * minute, 20 * minute] as const,
    })),
    {
      name: 'wrapper-1',
      activity: 'wrap-gift',
      behaviour: 'beatsWell',
      intervalSeconds: 60,
      workSeconds: [10 * minute, 40 * minute],
      failing: 0.3,
    },
    {
      name: 'card-writer-1',
      activity: 'write-card',
      behaviour: 'beatsLate',
      intervalSeconds: 90,
      workSeconds: [15 * minute, 50 * minute],
    },
    ...[1, 2].map((n) => ({
      name: `counter-${n}`,
      activity: 'count-shelf',
      behaviour: 'beatsWell' as const,
      intervalSeconds: 120,
      workSeconds: [20 * minute, 90 * minute] as const,
    })),
    ...[1, 2].map((n) => ({
      name: `picker-${n}`,
      activity: 'pick-items',
      behaviour: 'beatsWell' as const,
      intervalSeconds: 120,
      workSeconds: [5 * minute, 25 * minute] as const,
    })),
  ],
  swf: warehouse,
  workloads: {
    functions: [{ name: 'make-thumbnails', workSeconds: [4 * minute, 11 * minute], failing: 0.05 }],
    jobs: [
      { name: 'nightly-totals', workSeconds: [hour, 2 * hour] },
      { name: 'rebuild-catalogue', workSeconds: [50 * minute, 70 * minute], failing: 0.1 },
    ],
  },
  callbackWorkers: [
    {
      name: 'manager',
      service: 'sqs',
      destination: queueUrl('manager-approvals'),
      behaviour: 'neverBeats',
      intervalSeconds: 4 * hour,
      workSeconds: [25 * minute, 150 * minute],
      failing: 0.1,
    },
    {
      name: 'support-lead',
      service: 'sns',
      destination: topicArn('refund-approvals'),
      behaviour: 'neverBeats',
      intervalSeconds: 6 * hour,
      workSeconds: [40 * minute, 5 * hour],
      failing: 0.2,
    },
    {
      name: 'scorer',
      service: 'lambda',
      destination: 'score-payment',
      behaviour: 'beatsWell',
      intervalSeconds: 90,
      workSeconds: [5 * minute, 20 * minute],
    },
    {
      name: 'courier-app',
      service: 'lambda',
      destination: 'courier-handover',
      behaviour: 'beatsLate',
      intervalSeconds: 5 * minute,
      workSeconds: [20 * minute, 50 * minute],
    },
    {
      name: 'parcel-desk',
      service: 'sqs',
      destination: queueUrl('parcel-checks'),
      behaviour: 'neverBeats',
      intervalSeconds: 15 * minute,
      workSeconds: [5 * minute, 16 * minute],
    },
    {
      name: 'new-customers',
      service: 'sqs',
      destination: queueUrl('signup-codes'),
      behaviour: 'neverBeats',
      intervalSeconds: 60,
      workSeconds: [25, 110],
    },
  ],
}

function keep(
  stateMachine: string,
  namePrefix: string,
  inFlight: number,
  spreadSeconds: number,
): StarterSpec {
  return {
    stateMachine,
    namePrefix,
    inFlight,
    spreadSeconds,
    pauseSeconds: [1, 10],
    input: (random) => ({ orderId: `o-${random.integer(10_000, 99_999)}`, amount: random.integer(5, 400) }),
  }
}

function charger(n: number, behaviour: WorkerBehaviour): ActivityWorkerSpec {
  const name = `worker-${n}`
  const workSeconds: SecondsRange = [2 * minute, 12 * minute]
  return { name, activity: 'charge-card', behaviour, intervalSeconds: 30, workSeconds, failing: 0.05 }
}

function encoder(n: number, behaviour: WorkerBehaviour): ActivityWorkerSpec {
  return {
    name: `enc-${n}`,
    activity: 'encode-video',
    behaviour,
    intervalSeconds: 60,
    workSeconds: [12 * minute, 45 * minute],
    crashAfterSeconds: [2 * minute, 8 * minute],
    awaySeconds: [3 * minute, 12 * minute],
  }
}
