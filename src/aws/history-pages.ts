import type { AnswerProblem } from '../domain/app-error.ts'
import { HISTORY_EVENT_LIMIT } from '../domain/findings-of-execution.ts'
import { type AnswerSource, unreadable } from './read-members.ts'

/** One page of an answer. */
export interface Page<T> {
  readonly items: readonly T[]
  /** Asks for the next page; undefined: this is the last one. */
  readonly nextToken: string | undefined
}

/** An event, as far as the order of a history goes. */
export interface NumberedEvent {
  readonly id: number
  /** Epoch milliseconds. */
  readonly atMs: number
}

/** The newest event that an earlier answer has shown. */
export interface LastKnown {
  /** 0: none is known. */
  readonly id: number
  /** Its time, epoch milliseconds; null: not known. */
  readonly atMs: number | null
}

/**
 * Most pages of one answer: a history of 25,000 events in pages of the default 100, and some more. Beyond them, the answer does not come to
 * an end for this console: one read must not keep all others waiting.
 */
const MOST_PAGES = 300
/** More events than a history can hold, by one full page. */
const MOST_EVENTS = HISTORY_EVENT_LIMIT + 1000
/** Pages in a row that bring nothing new. AWS may send an empty last page. */
const MOST_IDLE_PAGES = 3

type Order = 'falling' | 'rising'

/**
 * The pages of one history, as they come. The request asks for the newest event first, but an endpoint may ignore that, so the order is
 * checked: ids that fall or rise throughout are read as what they are, all else is a failure. Every method throws `AppFailure` with
 * `unreadable` where the answer contradicts itself or what is known.
 */
export class HistoryPages<T extends NumberedEvent> {
  readonly #source: AnswerSource
  readonly #known: LastKnown
  readonly #byId = new Map<number, T>()
  readonly #tokens = new Set<string>()
  #order: Order | null = null
  /** First id of the newest page that has brought something. */
  #pageBeganAt: number | null = null
  #newestId = 0
  #pages = 0
  #idlePages = 0
  #lastPageCame = false

  constructor(source: AnswerSource, known: LastKnown) {
    this.#source = source
    this.#known = known
  }

  /** Takes the next page; returns the token of the page after it, undefined: no other page is needed. */
  take({ items, nextToken }: Page<T>): string | undefined {
    this.#pages += 1
    if (items.length === 0 && this.#byId.size === 0) throw this.#problem('noEvents')
    const before = this.#byId.size
    for (const item of items) this.#add(item)
    if (this.#byId.size === before) this.#idlePages += 1
    else {
      this.#idlePages = 0
      this.#checkOrder(items)
    }
    this.#lastPageCame = nextToken === undefined
    if (this.#isEnough()) return undefined
    if (nextToken === undefined) return undefined
    const tooMany =
      this.#pages >= MOST_PAGES ||
      this.#byId.size > MOST_EVENTS ||
      this.#idlePages >= MOST_IDLE_PAGES ||
      this.#tokens.has(nextToken)
    if (tooMany) throw this.#problem('endless')
    this.#tokens.add(nextToken)
    return nextToken
  }

  /** The events after the last known one, in rising order. */
  fresh(): readonly T[] {
    const events = [...this.#byId.values()].sort((a, b) => a.id - b.id)
    const oldest = events[0]?.id ?? 0
    const newest = this.#newestId
    if (newest < this.#known.id) throw this.#problem('shorterThanKnown')
    // Where no page is left, the last known event itself has to be there.
    const needed = this.#lastPageCame ? Math.max(1, this.#known.id) : this.#known.id + 1
    if (oldest > needed || newest - oldest + 1 !== events.length) throw this.#problem('gap')
    return events.filter(({ id }) => id > this.#known.id)
  }

  #add(event: T): void {
    const { id, atMs } = event
    if (!Number.isSafeInteger(id) || id < 1) throw this.#problem('malformed')
    const { id: knownId, atMs: knownAtMs } = this.#known
    if (id === knownId && knownAtMs !== null && atMs !== knownAtMs) throw this.#problem('contradiction')
    const held = this.#byId.get(id)
    if (held === undefined) {
      this.#byId.set(id, event)
      this.#newestId = Math.max(this.#newestId, id)
    } else if (JSON.stringify(held) !== JSON.stringify(event)) throw this.#problem('contradiction')
  }

  /** Pages may overlap where events came in between, but none may go the other way. */
  #checkOrder(items: readonly T[]): void {
    for (const [index, { id }] of items.entries()) {
      const previous = items[index - 1]
      if (previous !== undefined) this.#step(previous.id, id)
    }
    const first = items[0]?.id ?? 0
    if (this.#pageBeganAt !== null) this.#step(this.#pageBeganAt, first)
    this.#pageBeganAt = first
  }

  #step(from: number, to: number): void {
    const order = to < from ? 'falling' : 'rising'
    if (to === from || (this.#order !== null && this.#order !== order)) throw this.#problem('outOfOrder')
    this.#order = order
  }

  /**
   * Whether what is new has come: newest first, that is all down to the last known event. Nothing less than the last page is enough of a
   * history that is read from its beginning, or that comes oldest first.
   */
  #isEnough(): boolean {
    if (this.#order !== 'falling' || this.#known.id === 0) return false
    // Where it begins before the last known event, no later page can have that.
    const isShorter = this.#newestId < this.#known.id
    return isShorter || this.#byId.has(this.#known.id) || this.#byId.has(this.#known.id + 1)
  }

  #problem(problem: AnswerProblem) {
    return unreadable(this.#source, problem)
  }
}
