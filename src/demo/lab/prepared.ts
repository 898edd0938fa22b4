import { activityTask, machine, parallel, queueTask, wait } from '../../local-aws/fleet/scenarios/states.ts'
import type { WorkerManner } from './lab-run.ts'

/** A state machine to begin with, and a worker that shows what it is about. */
export interface Prepared {
  readonly id: string
  readonly title: string
  readonly about: string
  readonly definition: string
  readonly input: string
  readonly manner: WorkerManner
}

/** A worker that does as it should. */
const WELL: WorkerManner = {
  polls: true,
  beatEverySeconds: 10,
  diesAfterSeconds: null,
  diesWith: 'first',
  answersAfterSeconds: 120,
  answer: 'success',
  ignoresCancel: false,
}

const limits = { HeartbeatSeconds: 30, TimeoutSeconds: 600 }
const refund = { Type: 'Pass', Comment: 'What is to be done where no worker beats any more', End: true }

/** The lab's state machines, the plainest first. */
export const prepared: readonly Prepared[] = [
  {
    id: 'catch',
    title: 'Catch on States.HeartbeatTimeout',
    about: 'Its worker dies after 45 s. A catcher that names the heartbeat alone takes over.',
    definition: text(
      machine('A catcher for a worker that has died', {
        'Charge card': {
          ...activityTask('charge-card', limits),
          Catch: [
            { ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Release card' },
            { ErrorEquals: ['States.ALL'], Next: 'Give up' },
          ],
        },
        'Release card': refund,
        'Give up': { Type: 'Fail', Error: 'Order.Failed' },
      }),
    ),
    input: '{}',
    manner: { ...WELL, diesAfterSeconds: 45 },
  },
  {
    id: 'retry',
    title: 'Retry',
    about:
      'The first worker dies with its task. The next attempt is a new task, with a new token and a clock of its own.',
    definition: text(
      machine('Another attempt where a worker has died', {
        'Encode video': {
          ...activityTask('encode-video', limits),
          Retry: [
            { ErrorEquals: ['States.HeartbeatTimeout'], IntervalSeconds: 5, MaxAttempts: 2, BackoffRate: 2 },
          ],
        },
      }),
    ),
    input: '{}',
    manner: { ...WELL, diesAfterSeconds: 25 },
  },
  {
    id: 'parallel',
    title: 'Parallel with a failing sibling',
    about:
      'One branch fails after 25 s and takes the task beside it along. Its worker hears of it at its next beat.',
    definition: text(
      machine('A healthy task that a sibling ends', {
        Ship: parallel(
          [
            { 'Pack goods': activityTask('pack-goods', limits) },
            {
              'Check stock': wait(25, 'Stock is gone'),
              'Stock is gone': { Type: 'Fail', Error: 'Stock.Gone' },
            },
          ],
          { Catch: [{ ErrorEquals: ['Stock.Gone'], Next: 'Apologise' }] },
          'Apologise',
        ),
        Apologise: { Type: 'Pass', End: true },
      }),
    ),
    input: '{}',
    manner: WELL,
  },
  {
    id: 'callback',
    title: 'Callback that is answered late',
    about:
      'Whoever reads the queue answers after 90 s and does not beat. By then the token is worth nothing.',
    definition: text(
      machine('A message with a token, and a minute of patience', {
        'Ask manager': {
          ...queueTask('approvals', { HeartbeatSeconds: 60 }),
          Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 10, MaxAttempts: 1 }],
        },
      }),
    ),
    input: '{ "order": "o-1" }',
    manner: { ...WELL, beatEverySeconds: null, answersAfterSeconds: 90 },
  },
  {
    id: 'no-heartbeat',
    title: 'No heartbeat',
    about:
      'The state declares no HeartbeatSeconds. AWS takes each beat and does nothing with it, and nobody ever hears of the death.',
    definition: text(machine('Nobody would notice', { 'Copy rows': activityTask('copy-rows', {}) })),
    input: '{}',
    manner: { ...WELL, diesAfterSeconds: 45 },
  },
  {
    id: 'jsonata',
    title: 'JSONata',
    about:
      'HeartbeatSeconds is an expression over the input. The worker beats every 25 s, which is too late for 20.',
    definition: text({
      QueryLanguage: 'JSONata',
      ...machine('The interval comes with the order', {
        'Print label': {
          ...activityTask('print-label', {}),
          HeartbeatSeconds: '{% $states.input.patience %}',
          Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Tell somebody' }],
        },
        'Tell somebody': { Type: 'Pass', Output: '{% { "waited": $states.input } %}', End: true },
      }),
    }),
    input: '{ "patience": 20 }',
    manner: { ...WELL, beatEverySeconds: 25 },
  },
]

function text(definition: object): string {
  return JSON.stringify(definition, null, 2)
}
