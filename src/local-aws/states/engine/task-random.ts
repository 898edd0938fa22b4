import type { Random } from '../../../lib/random.ts'
import type { Execution } from '../model.ts'
import type { StatesStore } from '../store.ts'

/**
 * The chances of the task that is being scheduled: its token, how late its timers are. They hang on the task alone,
 * so one more call elsewhere in the world changes nothing about it.
 */
export function taskRandom({ world }: StatesStore, execution: Execution): Random {
  return world.random.fork(`task/${execution.arn}/${execution.startMs}/${execution.events.length}`)
}
