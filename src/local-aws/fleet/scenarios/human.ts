import type { Scenario, StarterSpec } from '../scenario.ts'
import { machine, queueTask, topicTask } from './states.ts'

/** Callbacks that people answer, when they come to it. */
export const human: Scenario = {
  name: 'human',
  title: 'Waiting for a human',
  description:
    'Three tasks wait for people, and people do not beat: one has ten minutes, one four hours, one no limit at all. A heartbeat sent from here buys another whole interval; without it AWS ends the task while somebody is still thinking.',
  livedInSeconds: 30,
  activities: [],
  stateMachines: [
    {
      name: 'Refunds',
      definition: machine('The support lead has ten minutes', {
        'Approve refund': topicTask('refund-approvals', { HeartbeatSeconds: 600, TimeoutSeconds: 86_400 }),
      }),
    },
    {
      name: 'Onboarding',
      definition: machine('The manager has four hours', {
        'Ask manager': queueTask('manager-approvals', { HeartbeatSeconds: 4 * 3600 }),
      }),
    },
    {
      name: 'Contracts',
      definition: machine('The customer has for ever', {
        'Sign contract': queueTask('contracts-to-sign', {}),
      }),
    },
  ],
  starters: [start('Refunds', 'rfd'), start('Onboarding', 'onb'), start('Contracts', 'con')],
  activityWorkers: [],
  // Nobody listens: these people do not come to it.
  callbackWorkers: [],
}

function start(stateMachine: string, namePrefix: string): StarterSpec {
  return { stateMachine, namePrefix, inFlight: 1, spreadSeconds: 0, input: () => ({ orderId: 'o-1' }) }
}
