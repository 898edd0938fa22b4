import { type Random, seededRandom } from '../../lib/random.ts'
import { Channel, type Delivery, type Ending } from './channels.ts'
import { EventLoop, type EventLoopOptions } from './event-loop.ts'
import { WorldClock } from './world-clock.ts'

/** What AWS leaves open, and a scenario may change while the world runs. */
export interface WorldSettings {
  /** A timeout fires this many milliseconds late at most; AWS's timers do, by up to seconds. */
  timersLateMs: number
  /**
   * Where the heartbeat clock of a callback starts. AWS does not document it, so by default each task has a
   * seeded moment between `TaskScheduled` and `TaskSubmitted`.
   */
  heartbeatClockStart: 'scheduled' | 'submitted' | 'either'
  /**
   * `TaskSubmitted` is written this many milliseconds at most after the service has taken the call: its message is out by then, so that
   * a token may be used, and a heartbeat interval run out, before it.
   */
  submitLateMs: number
  /**
   * SWF's lists, counts, descriptions and histories are eventually consistent. Here they show the world exactly as it
   * was so many milliseconds ago: a history is a prefix, what began since does not exist yet, what ended is still open.
   */
  swfLagMs: number
  /** The same for what Step Functions lists and describes of executions; its histories are consistent. */
  statesLagMs: number
  /** What the quotas of SWF's decisions are multiplied by: AWS raises them on request. */
  quotaFactor: number
}

/** One AWS account in all its regions. The same seed and the same calls at the same world times give the same bytes. */
export interface World {
  readonly clock: WorldClock
  readonly loop: EventLoop
  readonly random: Random
  readonly account: string
  readonly settings: WorldSettings
  /** From callback tasks to those who answer them. */
  readonly deliveries: Channel<Delivery>
  readonly endings: Channel<Ending>
}

export interface WorldOptions extends EventLoopOptions {
  readonly seed: number | string
  /** Epoch milliseconds of the machine the world runs on. */
  readonly wall: () => number
  /** Epoch milliseconds at which the world's clock starts; by default now. */
  readonly startMs?: number
  readonly account?: string
  /** Stands still from the first moment on. */
  readonly paused?: boolean
}

export function createWorld({
  seed,
  wall,
  startMs,
  account = '123456789012',
  paused = false,
  ...loopOptions
}: WorldOptions): World {
  const clock = new WorldClock(wall, startMs, paused)
  return {
    clock,
    loop: new EventLoop(clock, loopOptions),
    random: seededRandom(seed),
    account,
    settings: {
      timersLateMs: 800,
      heartbeatClockStart: 'either',
      submitLateMs: 0,
      swfLagMs: 0,
      statesLagMs: 0,
      quotaFactor: 1,
    },
    deliveries: new Channel(),
    endings: new Channel(),
  }
}
