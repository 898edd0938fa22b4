import { type Quota, raised, TokenBuckets } from '../token-buckets.ts'
import type { World } from '../world/world.ts'

/** Amazon SWF Developer Guide, "Decision quotas for all Regions": account level. */
const quotas = {
  RequestCancelExternalWorkflowExecution: { size: 1200, refillPerSecond: 120 },
  ScheduleActivityTask: { size: 1000, refillPerSecond: 200 },
  SignalExternalWorkflowExecution: { size: 1200, refillPerSecond: 120 },
  StartChildWorkflowExecution: { size: 500, refillPerSecond: 12 },
  StartTimer: { size: 2000, refillPerSecond: 200 },
} as const satisfies Readonly<Record<string, Quota>>

/**
 * How fast deciders may decide some things. A decision that comes too fast is an event of the history, not a refused
 * call, so its bucket fills by the world's clock: a world that is lived again refuses the same ones.
 */
export class DecisionQuotas {
  readonly #world: World
  readonly #buckets: TokenBuckets

  constructor(world: World) {
    this.#world = world
    this.#buckets = new TokenBuckets(() => world.loop.nowMs)
  }

  /** Takes one token of a region's bucket; false where it is empty: the decision fails with `..._RATE_EXCEEDED`. */
  take(decision: keyof typeof quotas, region: string): boolean {
    const quota = raised(quotas[decision], this.#world.settings.quotaFactor)
    return this.#buckets.draw(`${region}/${decision}`, quota)
  }
}
