import type { Scenario } from '../scenario.ts'
import { activities } from './activities.ts'
import { cancelIgnored } from './cancel-ignored.ts'
import { crowd, crowdOf5000 } from './crowd.ts'
import { fleet } from './fleet.ts'
import { human } from './human.ts'
import { jobs } from './jobs.ts'
import { lateBeats } from './late-beats.ts'
import { noHeartbeat } from './no-heartbeat.ts'
import { nobodyPolls } from './nobody-polls.ts'
import { quiet } from './quiet.ts'
import { accessDenied, clockOff, credentialsExpire, healthy, throttled } from './shop-stories.ts'
import { solo } from './solo.ts'
import { workersLost } from './workers-lost.ts'

/** Every scenario by its name. */
export const scenarios = {
  fleet,
  quiet,
  solo,
  crowd,
  jobs,
  activities,
  healthy,
  'workers-lost': workersLost,
  'late-beats': lateBeats,
  'no-heartbeat': noHeartbeat,
  'cancel-ignored': cancelIgnored,
  human,
  'nobody-polls': nobodyPolls,
  throttled,
  'access-denied': accessDenied,
  'credentials-expire': credentialsExpire,
  'clock-off': clockOff,
  'crowd-5000': crowdOf5000,
} satisfies Readonly<Record<string, Scenario>>

export type ScenarioName = keyof typeof scenarios

export function isScenarioName(name: string): name is ScenarioName {
  return Object.hasOwn(scenarios, name)
}
