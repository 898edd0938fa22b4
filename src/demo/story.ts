import type { Scenario } from '../local-aws/fleet/scenario.ts'
import { type ScenarioName, scenarios } from '../local-aws/fleet/scenarios/all.ts'

/** A scenario as the demo tells it. */
export interface Story {
  readonly name: ScenarioName
  readonly title: string
  readonly description: string
  /**
   * `world`: the console follows the world's clock, which the time machine steers. `wire`: it reads the time off AWS's
   * answers, as it does with the real AWS, and the world keeps to that time.
   */
  readonly clock: 'world' | 'wire'
  /** What the console may read of the account's quota. */
  readonly readsPerSecond: number
}

/** The scenarios of the demo, in the order in which they are best seen. */
export const stories: readonly Story[] = [
  story('healthy'),
  story('workers-lost'),
  story('late-beats'),
  story('no-heartbeat'),
  story('cancel-ignored'),
  story('human'),
  story('nobody-polls'),
  story('throttled'),
  story('access-denied'),
  story('credentials-expire'),
  story('clock-off', { clock: 'wire' }),
  // All that GetExecutionHistory refills.
  story('crowd-5000', { readsPerSecond: 20 }),
  story('fleet'),
]

export function storyNamed(name: string): Story | undefined {
  return stories.find((one) => one.name === name)
}

/** Every world begins here: who is shown a scenario sees the same one as whoever showed it. */
export const WORLD_START_MS = Date.UTC(2026, 10, 20, 14)

/** World time with which a story opens, given this machine's time: epoch milliseconds. */
export function startMsOf({ name, clock }: Pick<Story, 'name' | 'clock'>, wallMs: number): number {
  const { settings }: Scenario = scenarios[name]
  return clock === 'world' ? WORLD_START_MS : wallMs + (settings?.wireSkewSeconds ?? 0) * 1000
}

function story(
  name: ScenarioName,
  { clock = 'world', readsPerSecond = 10 }: Partial<Pick<Story, 'clock' | 'readsPerSecond'>> = {},
): Story {
  const { title, description } = scenarios[name]
  return { name, title, description, clock, readsPerSecond }
}
