/** A token bucket's measures. */
export interface Quota {
  readonly size: number
  readonly refillPerSecond: number
}

interface Bucket {
  tokens: number
  atMs: number
}

/** Token buckets by name, each full when it is first drawn on. */
export class TokenBuckets {
  readonly #now: () => number
  readonly #buckets = new Map<string, Bucket>()

  /** `now` gives milliseconds: of the wire for calls, of the world for what happens inside it. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Takes one token where there are at least `needed`; false where there are fewer. */
  draw(name: string, { size, refillPerSecond }: Quota, needed = 1): boolean {
    const nowMs = this.#now()
    let bucket = this.#buckets.get(name)
    if (bucket === undefined) {
      bucket = { tokens: size, atMs: nowMs }
      this.#buckets.set(name, bucket)
    }
    const refill = (Math.max(0, nowMs - bucket.atMs) / 1000) * refillPerSecond
    bucket.tokens = Math.min(size, bucket.tokens + refill)
    bucket.atMs = nowMs
    if (bucket.tokens < needed) return false
    bucket.tokens -= 1
    return true
  }
}

/** A quota after an increase: AWS raises both measures on request. */
export function raised({ size, refillPerSecond }: Quota, factor: number): Quota {
  return { size: size * factor, refillPerSecond: refillPerSecond * factor }
}
