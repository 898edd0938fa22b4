import type { Scenario, SecondsRange, StarterSpec } from '../scenario.ts'

/** Pieces that most scenarios are written from; those of Amazon States Language are in `states`, those of SWF in `swf-parts`. */

/** Longer than anybody looks: work that is not finished, a worker that does not come back. */
export const aDay: SecondsRange = [86_400, 86_400]

type Story = Pick<Scenario, 'name' | 'title' | 'description' | 'livedInSeconds'> & Partial<Scenario>

/** A scenario of what is told of it; there is none of anything else. */
export function scenario(story: Story): Scenario {
  return {
    activities: [],
    stateMachines: [],
    starters: [],
    activityWorkers: [],
    callbackWorkers: [],
    ...story,
  }
}

/** One execution, there from the beginning; nothing follows it. */
export function startOnce(stateMachine: string, namePrefix: string, input: object): StarterSpec {
  return { stateMachine, namePrefix, inFlight: 1, spreadSeconds: 0, input: () => input }
}

/** The input of an execution about one order among many. */
export const someOrder: StarterSpec['input'] = (random) => ({
  orderId: `o-${random.integer(10_000, 99_999)}`,
})
