import { scenario, startOnce } from './parts.ts'
import { machine, queueTask, topicTask } from './states.ts'

const order = { orderId: 'o-1' }

/** Callbacks that people answer, when they come to it. */
export const human = scenario({
  name: 'human',
  title: 'Waiting for a human',
  description:
    'Three tasks wait for people, and people do not beat: one has ten minutes, one four hours, one no limit at all. A heartbeat sent from here buys another whole interval; without it AWS ends the task while somebody is still thinking.',
  livedInSeconds: 30,
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
  // Nobody listens: these people do not come to it.
  starters: [
    startOnce('Refunds', 'rfd', order),
    startOnce('Onboarding', 'onb', order),
    startOnce('Contracts', 'con', order),
  ],
})
