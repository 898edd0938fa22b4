import { createServerClock } from '../../src/console/server-clock.ts'
import type { DateSight } from '../../src/domain/clock-offset.ts'
import type { ClockMaker } from './console.ts'
import { runTruth, type TruthOptions } from './run-truth.ts'

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

/** Lives up to so many tasks with each of the mistaken clocks; after how many it was found out, null: it was not. */
export async function tryClocks(options: TruthOptions): Promise<ReadonlyMap<string, number | null>> {
  const found = new Map<string, number | null>()
  for (const [name, clock] of CLOCK_MISTAKES) {
    const { tasks, violated } = await runTruth({ ...options, clock, untilViolated: true })
    found.set(name, violated > 0 ? tasks : null)
  }
  return found
}
