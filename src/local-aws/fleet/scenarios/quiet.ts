import { scenario } from './parts.ts'

/** An account in which nothing has ever been made but its SWF domain. */
export const quiet = scenario({
  name: 'quiet',
  title: 'An empty account',
  description:
    'No state machine, no activity, no worker, and an SWF domain with nothing in it. What is there is what you create yourself.',
  livedInSeconds: 0,
})
