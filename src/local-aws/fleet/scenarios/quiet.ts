import type { Scenario } from '../scenario.ts'

/** An account in which nothing has ever been made. */
export const quiet: Scenario = {
  name: 'quiet',
  title: 'An empty account',
  description: 'No state machine, no activity, no worker. What is there is what you create yourself.',
  livedInSeconds: 0,
  activities: [],
  stateMachines: [],
  starters: [],
  activityWorkers: [],
  callbackWorkers: [],
}
