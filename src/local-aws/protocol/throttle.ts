import { type Quota, quotaOf } from './quotas.ts'

interface Bucket {
  tokens: number
  atMs: number
}

/** One account's token buckets, one per region and API, on the wire clock. */
export class Throttle {
  readonly #wireNow: () => number
  readonly #factor: () => number
  readonly #buckets = new Map<string, Bucket>()

  /** `factor` multiplies every quota: AWS raises them on request. */
  constructor(wireNow: () => number, factor: () => number = () => 1) {
    this.#wireNow = wireNow
    this.#factor = factor
  }

  /** Takes one token for a call from outside; false means `ThrottlingException`. */
  take(service: string, operation: string, region: string): boolean {
    return this.#draw(service, operation, region, 1)
  }

  /**
   * A worker inside the world draws on the same bucket, but is never refused and leaves half of it: a stepped or
   * sped-up world makes hours of beats in one wall second, which AWS would never see.
   */
  takeInside(service: string, operation: string, region: string): void {
    const quota = this.#quotaOf(service, operation, region)
    if (quota !== undefined) this.#draw(service, operation, region, 1 + quota.size / 2)
  }

  #draw(service: string, operation: string, region: string, needed: number): boolean {
    const quota = this.#quotaOf(service, operation, region)
    if (quota === undefined) return true
    const nowMs = this.#wireNow()
    const key = `${service}/${region}/${operation}`
    let bucket = this.#buckets.get(key)
    if (bucket === undefined) {
      bucket = { tokens: quota.size, atMs: nowMs }
      this.#buckets.set(key, bucket)
    }
    const refill = (Math.max(0, nowMs - bucket.atMs) / 1000) * quota.refillPerSecond
    bucket.tokens = Math.min(quota.size, bucket.tokens + refill)
    bucket.atMs = nowMs
    if (bucket.tokens < needed) return false
    bucket.tokens -= 1
    return true
  }

  #quotaOf(service: string, operation: string, region: string): Quota | undefined {
    const quota = quotaOf(service, operation, region)
    const factor = this.#factor()
    if (quota === undefined || factor === 1) return quota
    return { size: quota.size * factor, refillPerSecond: quota.refillPerSecond * factor }
  }
}
