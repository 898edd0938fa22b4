import { Heap } from '../../lib/heap.ts'
import type { WorldClock } from './world-clock.ts'

type Turn = () => void | Promise<void>

/** A turn that is due at a moment of world time; `cancel` keeps it from running. */
export interface Timer {
  readonly dueMs: number
  cancel(): void
}

/** A class rather than a closure for each `cancel`: a world makes millions of timers. */
class Entry implements Timer {
  readonly dueMs: number
  readonly order: number
  readonly #cancelled: () => void
  /** Undefined once it was taken or cancelled. */
  turn: Turn | undefined

  constructor(dueMs: number, order: number, turn: Turn, cancelled: () => void) {
    this.dueMs = dueMs
    this.order = order
    this.turn = turn
    this.#cancelled = cancelled
  }

  cancel(): void {
    if (this.turn === undefined) return
    this.turn = undefined
    this.#cancelled()
  }
}

/** What the loop asks of the place it lives in. A loop without it never lets go before all that is due has run. */
export interface Pace {
  /** Epoch milliseconds. */
  wall(): number
  /** Lets the place do its own work: take calls, draw, hear a signal. */
  breathe(): Promise<void>
}

export interface EventLoopOptions {
  readonly pace?: Pace
  /** Told of a turn that throws: that is a defect, and no caller's fault. By default it is thrown away. */
  readonly onDefect?: (error: unknown) => void
}

/** After so much wall time the place has its turn: about a frame. */
const breathAfterMs = 20

/** What the world may take at once to catch up with its clock; after that the clock waits for the world. */
const catchUpMs = 100

/** Few cancelled timers are not worth a clearing. */
const leastToClear = 64

/**
 * The one loop in which everything in the world happens: one turn at a time, each awaited, in order of due time and,
 * at the same time, of arrival. That is what makes a seed give the same world to the byte. Wall time decides only
 * when the loop pauses for breath and how fast a world runs that cannot keep up, never the order of turns.
 */
export class EventLoop {
  readonly #clock: WorldClock
  readonly #pace: Pace | undefined
  readonly #onDefect: (error: unknown) => void
  readonly #entries = new Heap<Entry>((a, b) => a.dueMs - b.dueMs || a.order - b.order)
  #cancelled = 0
  #order = 0
  #nowMs: number
  #stopped = false
  #tail: Promise<unknown> = Promise.resolve()

  constructor(clock: WorldClock, { pace, onDefect = () => undefined }: EventLoopOptions = {}) {
    this.#clock = clock
    this.#pace = pace
    this.#onDefect = onDefect
    this.#nowMs = clock.now()
  }

  /** World time of the turn under way, in whole epoch milliseconds, as history timestamps have them. */
  get nowMs(): number {
    return Math.floor(this.#nowMs)
  }

  /** World time for a reader outside: where the clock is ahead of the world, what the world has reached. */
  get reachedMs(): number {
    this.#dropCancelled()
    return Math.min(this.#clock.now(), this.#entries.peek()?.dueMs ?? Number.POSITIVE_INFINITY)
  }

  /** Timers that may still fire, and those cancelled that still take room. */
  get size(): number {
    return this.#entries.size
  }

  /** Runs `turn` when the world reaches `dueMs`; a moment that has passed means as soon as possible. */
  at(dueMs: number, turn: Turn): Timer {
    this.#order += 1
    const entry = new Entry(Math.max(dueMs, this.#nowMs), this.#order, turn, this.#countCancelled)
    this.#entries.push(entry)
    return entry
  }

  after(ms: number, turn: Turn): Timer {
    return this.at(this.#nowMs + ms, turn)
  }

  /** A call from outside: everything due by now runs first, then `turn`, and nothing in between. */
  run<T>(turn: () => T | Promise<T>): Promise<T> {
    const result = this.#tail.then(async () => {
      await this.#runDue()
      return turn()
    })
    this.#tail = result.catch(() => undefined)
    return result
  }

  /** Runs what is due by the clock's now. */
  advance(): Promise<void> {
    return this.run(() => undefined)
  }

  /** Wall milliseconds until the next turn is due; undefined when there is none or the world is paused. */
  wallUntilNext(): number | undefined {
    this.#dropCancelled()
    const next = this.#entries.peek()
    return next === undefined ? undefined : this.#clock.wallUntil(next.dueMs)
  }

  /** No timer fires any more, also of those that are due; calls from outside still have their turn. */
  stop(): void {
    this.#stopped = true
  }

  async #runDue(): Promise<void> {
    let untilMs = this.#clock.now()
    const startedMs = this.#pace?.wall() ?? 0
    let breathedMs = startedMs
    while (!this.#stopped) {
      this.#dropCancelled()
      const next = this.#entries.peek()
      if (next === undefined || next.dueMs > untilMs) break
      const wallMs = this.#pace?.wall() ?? 0
      if (wallMs - startedMs >= catchUpMs && next.dueMs > this.#clock.steppedToMs) {
        this.#clock.waitAt(next.dueMs)
        untilMs = next.dueMs
        break
      }
      // A wall clock that was set back counts as time gone by.
      if (Math.abs(wallMs - breathedMs) >= breathAfterMs) {
        await this.#pace?.breathe()
        breathedMs = this.#pace?.wall() ?? 0
        continue
      }
      this.#entries.pop()
      this.#nowMs = Math.max(this.#nowMs, next.dueMs)
      await this.#take(next)
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs)
  }

  async #take(entry: Entry): Promise<void> {
    const { turn } = entry
    entry.turn = undefined
    try {
      await turn?.()
    } catch (error) {
      this.#onDefect(error)
    }
  }

  readonly #countCancelled = (): void => {
    this.#cancelled += 1
    if (this.#cancelled < leastToClear || this.#cancelled * 2 < this.#entries.size) return
    this.#entries.retain(({ turn }) => turn !== undefined)
    this.#cancelled = 0
  }

  #dropCancelled(): void {
    for (let next = this.#entries.peek(); next !== undefined; next = this.#entries.peek()) {
      if (next.turn !== undefined) return
      this.#entries.pop()
      this.#cancelled -= 1
    }
  }
}
