import { type Quota, raised, TokenBuckets } from '../token-buckets.ts'
import { quotaOf } from './quotas.ts'

/** One account's token buckets, one per region and API, on the wire clock. */
export class Throttle {
  readonly #buckets: TokenBuckets
  readonly #factor: () => number

  /** `factor` multiplies every quota: AWS raises them on request. */
  constructor(wireNow: () => number, factor: () => number = () => 1) {
    this.#buckets = new TokenBuckets(wireNow)
    this.#factor = factor
  }

  /** Takes one token for a call from outside; false means `ThrottlingException`. */
  take(service: string, operation: string, region: string): boolean {
    const quota = this.#quotaOf(service, operation, region)
    return quota === undefined || this.#buckets.draw(`${service}/${region}/${operation}`, quota)
  }

  /**
   * A worker inside the world draws on the same bucket, but is never refused and leaves half of it: a stepped or
   * sped-up world makes hours of beats in one wall second, which AWS would never see.
   */
  takeInside(service: string, operation: string, region: string): void {
    const quota = this.#quotaOf(service, operation, region)
    if (quota !== undefined)
      this.#buckets.draw(`${service}/${region}/${operation}`, quota, 1 + quota.size / 2)
  }

  #quotaOf(service: string, operation: string, region: string): Quota | undefined {
    const quota = quotaOf(service, operation, region)
    return quota && raised(quota, this.#factor())
  }
}
