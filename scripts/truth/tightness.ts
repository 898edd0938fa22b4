import type { EstimateKind } from '../../src/domain/estimate.ts'

interface Distances {
  readonly lower: number[]
  readonly upper: number[]
}

/** How near the edges come to the truth, by what was said. */
export class Tightness {
  readonly #byKind = new Map<EstimateKind, Distances>()

  note(kind: EstimateKind, { lowerMs, upperMs }: { lowerMs: number; upperMs: number | null }): void {
    const known = this.#byKind.get(kind)
    const distances = known ?? { lower: [], upper: [] }
    if (known === undefined) this.#byKind.set(kind, distances)
    distances.lower.push(lowerMs)
    if (upperMs !== null) distances.upper.push(upperMs)
  }

  /** One line a kind, seconds. */
  lines(): string[] {
    return [...this.#byKind].map(
      ([kind, { lower, upper }]) =>
        `${kind.padEnd(12)} end - lower: ${spread(lower)}   upper - end: ${spread(upper)}   (${lower.length} moments)`,
    )
  }
}

function spread(ms: number[]): string {
  if (ms.length === 0) return 'none known'.padEnd(30)
  const sorted = ms.toSorted((a, b) => a - b)
  const seconds = (share: number): string =>
    ((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0) / 1000).toFixed(1)
  return `median ${seconds(0.5)} s, p95 ${seconds(0.95)} s`.padEnd(30)
}
