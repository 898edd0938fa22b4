import { type Failures, inside, type Place, UNREAD_PATH } from './fold-place.ts'

/** A Parallel or Map state since it was entered. */
export interface Visit {
  /** Attempts that failed since it was entered or redriven; null: none. */
  readonly failures: Failures | null
  /** Branches have begun, or its Map Run has, and the state has neither succeeded nor failed since. */
  readonly running: boolean
  /** It failed, and took what is around it along: it is not tried again. */
  readonly over: boolean
}

/** What folding knows of Parallel and Map states. */
export class FoldedBranches {
  /** How many branches have begun under each Started event. */
  readonly begun: Map<number, number>
  /** Those that were not exited, by the id of their Entered event. */
  readonly visits: Map<number, Visit>

  constructor(begun: ReadonlyMap<number, number>, visits: ReadonlyMap<number, Visit>) {
    this.begun = new Map(begun)
    this.visits = new Map(visits)
  }

  visitOf({ enteredId }: Place): Visit | undefined {
    return enteredId === null ? undefined : this.visits.get(enteredId)
  }

  /** Whether the place is that of such a state itself, and not one inside it. */
  isVisited(place: Place): boolean {
    return this.visitOf(place) !== undefined
  }

  /** Whether an event after `previousEventId`, which stands at `place`, stands at the state itself while that runs. */
  isRunning(previousEventId: number, place: Place): boolean {
    return this.begun.has(previousEventId) || this.visitOf(place)?.running === true
  }

  /**
   * The Entered event of the state that ends where an event inside it does: the innermost one around that still runs. Where several end for
   * one reason, all their events may point at the one failure.
   */
  runningAround({ within }: Place): number | undefined {
    return within.findLast((enteredId) => this.visits.get(enteredId)?.running === true) ?? within.at(-1)
  }

  /** The state around whose end is told by an event that hangs on the last one inside it. */
  openAround({ within }: Place): number | undefined {
    return within.findLast((enteredId) => this.visits.has(enteredId))
  }

  /** Whether the place is that of such a state, which may begin its branches anew. */
  mayBegin(place: Place): boolean {
    return this.visitOf(place)?.over === false
  }

  /** Takes in that the siblings of a state are aborted for its failure. */
  giveUp(place: Place): void {
    if (this.isVisited(place)) this.#change(place, { over: true })
  }

  /** Takes in ParallelStateStarted or MapStateStarted. */
  begin(startedEventId: number, place: Place): Place {
    this.begun.set(startedEventId, 0)
    this.#change(place, { running: true })
    return place
  }

  /** Takes in that a Map Run works for the state. */
  start(place: Place): void {
    this.#change(place, { running: true })
  }

  leave(place: Place): void {
    if (this.isVisited(place)) this.#change(place, { running: false })
  }

  fail(place: Place, failures: Failures | null): void {
    if (this.isVisited(place)) this.#change(place, { failures })
  }

  /** Whatever comes after it stands outside. */
  exit({ enteredId }: Place): void {
    if (enteredId !== null) this.visits.delete(enteredId)
  }

  /** A redrive goes on inside every state that was not exited, and counts all attempts anew. */
  redrive(): void {
    for (const enteredId of this.visits.keys())
      this.visits.set(enteredId, { failures: null, running: true, over: false })
  }

  /**
   * Where a state stands that is entered after that event: at the head of a new branch, or behind the state before it. Branches that
   * began before the gap that ends at `gapEventId` may have others in it, so their numbers are not known.
   */
  enter(previousEventId: number, before: Place, gapEventId: number): Place {
    const begun = this.begun.get(previousEventId)
    if (begun === undefined) return before
    this.begun.set(previousEventId, begun + 1)
    return inside(before, previousEventId < gapEventId ? UNREAD_PATH : `branch ${begun + 1}`)
  }

  #change({ enteredId }: Place, change: Partial<Visit>): void {
    if (enteredId === null) return
    const visit = this.visits.get(enteredId) ?? { failures: null, running: false, over: false }
    this.visits.set(enteredId, { ...visit, ...change })
  }
}
