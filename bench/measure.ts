/** One thing to do, the way the console does it and the naive way. Both give what they found, which must be the same. */
export interface Contest {
  readonly name: string
  readonly ours: () => unknown
  readonly naive: () => unknown
}

export interface Result {
  readonly name: string
  /** Medians over the rounds, milliseconds. */
  readonly oursMs: number
  readonly naiveMs: number
}

/** Runs both ways in turn, so that what slows the machine down slows both; the first round only warms up. */
export function contend({ name, ours, naive }: Contest, rounds: number): Result {
  if (JSON.stringify(ours()) !== JSON.stringify(naive())) throw new Error(`${name}: the two ways disagree`)
  const times = Array.from({ length: rounds }, () => ({ ours: timed(ours), naive: timed(naive) }))
  return {
    name,
    oursMs: median(times.map((time) => time.ours)),
    naiveMs: median(times.map((time) => time.naive)),
  }
}

function timed(work: () => unknown): number {
  const startMs = performance.now()
  work()
  return performance.now() - startMs
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
