import type { Scenario } from '../scenario.ts'
import { shop } from './shop.ts'

/** The shop on a good day. */
export const healthy: Scenario = {
  ...shop,
  name: 'healthy',
  title: 'All healthy',
  description:
    'Seventeen tasks of a shop and its warehouse, and every worker beats at a third of its interval. AWS tells nobody of these beats: that a task is still open when its guarantee has run out is how the console knows that somebody beat.',
}

/** AWS refuses most reads for a while. */
export const throttled: Scenario = {
  ...shop,
  name: 'throttled',
  title: 'Throttled',
  description:
    'After one minute AWS throttles lists and histories, as it does when something else uses up the quota of the account, and goes on so for five minutes. What was known stays on the board and grows old there, while the console asks ever more slowly.',
  later: [
    {
      kind: 'settings',
      afterSeconds: 60,
      change: {
        throttle: [
          'ListStateMachines',
          'ListExecutions',
          'GetExecutionHistory',
          'ListOpenWorkflowExecutions',
          'GetWorkflowExecutionHistory',
        ],
      },
    },
    { kind: 'settings', afterSeconds: 6 * 60, change: { throttle: [] } },
  ],
}

/** IAM lets people do less than the console could. */
export const accessDenied: Scenario = {
  ...shop,
  name: 'access-denied',
  title: 'Access denied',
  description:
    'IAM refuses to list what runs in SWF, and to send a heartbeat in Step Functions. The console names the action and the resource that a policy denies, shows what may be read, and says of a heartbeat that was refused that it had no effect.',
  settings: { deny: ['swf:ListOpenWorkflowExecutions', 'states:SendTaskHeartbeat'] },
}

/** Short-lived credentials, and then no new ones. */
export const credentialsExpire: Scenario = {
  ...shop,
  name: 'credentials-expire',
  title: 'Credentials expire',
  description:
    'Credentials last ten seconds of real time, and the console renews them halfway, unnoticed. One minute into the story Cognito takes no login any more, for ten minutes: the last ones end, and the board says that it grows old.',
  settings: { credentialLifetimeSeconds: 10 },
  later: [
    { kind: 'settings', afterSeconds: 60, change: { refuseLogins: true } },
    { kind: 'settings', afterSeconds: 11 * 60, change: { refuseLogins: false } },
  ],
}

/** AWS and this machine disagree about the time. */
export const clockOff: Scenario = {
  ...shop,
  name: 'clock-off',
  title: 'A clock off by ten minutes',
  description:
    "This machine's clock is ten minutes behind that of AWS, twice as much as a signature may be. The console reads AWS's time off its answers, signs and counts down by it, and every deadline is right.",
  settings: { wireSkewSeconds: 600 },
}
