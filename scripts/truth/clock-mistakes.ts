import { createServerClock } from '../../src/console/server-clock.ts'
import type { DateSight } from '../../src/domain/clock-offset.ts'
import type { ClockMaker } from './console.ts'
import { ENOUGH, runTruth, type TruthOptions } from './run-truth.ts'

/** Server clocks that go by one of the machine's clocks alone. */
export const CLOCK_MISTAKES: ReadonlyMap<string, ClockMaker> = new Map<string, ClockMaker>([
  [
    'nobody sets the wall clock',
    ({ wall }, ownOrigin) => createServerClock({ wall, steady: wall }, ownOrigin),
  ],
  [
    'no machine sleeps',
    ({ wall, steady }, ownOrigin) => {
      const behindMs = wall() - steady()
      const unset = (): number => steady() + behindMs
      const clock = createServerClock({ wall: unset, steady }, ownOrigin)
      return {
        ...clock,
        sight({ dateMs, sentWallMs, answeredWallMs }: DateSight) {
          const setMs = wall() - unset()
          clock.sight({ dateMs, sentWallMs: sentWallMs - setMs, answeredWallMs: answeredWallMs - setMs })
        },
      }
    },
  ],
])

/** Lives with each of the mistaken clocks until it is found out: after how many tasks; null: `ENOUGH` did not do. */
export async function tryClocks(
  options: Pick<TruthOptions, 'seed' | 'atOnce'>,
): Promise<ReadonlyMap<string, number | null>> {
  const found = new Map<string, number | null>()
  for (const [name, clock] of CLOCK_MISTAKES) {
    const { tasks, violated } = await runTruth({ ...options, tasks: ENOUGH, clock, untilViolated: true })
    found.set(name, violated > 0 ? tasks : null)
  }
  return found
}
