import type { BetweenAttempts } from './between-attempts.ts'
import { type Failures, listOf, type Place } from './fold-place.ts'
import { sameItems } from './folded-history.ts'

/** What is told of it is put together only where it still stands in the end. */
interface Waiting {
  readonly within: readonly number[]
  readonly told: () => BetweenAttempts
}

/** The states between attempts while an execution's events are folded. */
export class FoldedBetween {
  readonly #known: readonly BetweenAttempts[]
  /** By the event that ended the attempt. */
  readonly #waiting: Map<number, Waiting>

  constructor(known: readonly BetweenAttempts[]) {
    this.#known = known
    this.#waiting = new Map(
      known.map((one) => [one.failedEventId, { within: one.within, told: () => one }] as const),
    )
  }

  all(): readonly BetweenAttempts[] {
    return sameItems(
      this.#known,
      [...this.#waiting.values()].map(({ told }) => told()),
    )
  }

  /** `failures`: with the one that this event tells. */
  begin(failedEventId: number, { state: name, path, within, enteredId }: Place, failures: Failures): void {
    const { latest, count } = failures
    const told = (): BetweenAttempts => ({
      failedEventId,
      name,
      path,
      within,
      attempt: enteredId === null ? null : count,
      sinceMs: latest.atMs,
      error: latest.error,
      failures: listOf(failures),
    })
    this.#waiting.set(failedEventId, { within, told })
  }

  /** Whatever follows a failed attempt, the wait for its retry is over; also where it only aborts the siblings. */
  follow(previousEventId: number): void {
    this.#waiting.delete(previousEventId)
  }

  endWithin(enteredId: number): void {
    for (const [failedEventId, { within }] of this.#waiting) {
      if (within.includes(enteredId)) this.#waiting.delete(failedEventId)
    }
  }

  endAll(): void {
    this.#waiting.clear()
  }
}
