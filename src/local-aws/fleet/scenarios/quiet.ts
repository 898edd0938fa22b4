import type { Scenario } from '../scenario.ts'

/** An account in which nothing has ever been made but its SWF domain. */
export const quiet: Scenario = {
  name: 'quiet',
  title: 'An empty account',
  description:
    'No state machine, no activity, no worker, and an SWF domain with nothing in it. What is there is what you create yourself.',
  livedInSeconds: 0,
  activities: [],
  stateMachines: [],
  starters: [],
  activityWorkers: [],
  callbackWorkers: [],
}
