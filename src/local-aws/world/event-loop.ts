import { Heap } from '../../lib/heap.ts'
import type { WorldClock } from './world-clock.ts'

type Turn = () => void | Promise<void>

/** A turn that is due at a moment of world time; `cancel` keeps it from running. */
export interface Timer {
  readonly dueMs: number
  cancel(): void
}

interface Entry extends Timer {
  readonly order: number
  turn: Turn | undefined
}

/**
 * The one loop in which everything in the world happens: one turn at a time, each awaited, in order of due time and,
 * at the same time, of arrival. That is what makes a seed give the same world to the byte.
 */
export class EventLoop {
  readonly #clock: WorldClock
  readonly #entries = new Heap<Entry>((a, b) => a.dueMs - b.dueMs || a.order - b.order)
  #order = 0
  #nowMs: number
  #tail: Promise<unknown> = Promise.resolve()

  constructor(clock: WorldClock) {
    this.#clock = clock
    this.#nowMs = clock.now()
  }

  /** World time of the turn under way, in whole epoch milliseconds, as history timestamps have them. */
  get nowMs(): number {
    return Math.floor(this.#nowMs)
  }

  /** Runs `turn` when the world reaches `dueMs`; a moment that has passed means as soon as possible. */
  at(dueMs: number, turn: Turn): Timer {
    this.#order += 1
    const entry: Entry = {
      dueMs: Math.max(dueMs, this.#nowMs),
      order: this.#order,
      turn,
      cancel() {
        entry.turn = undefined
      },
    }
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

  async #runDue(): Promise<void> {
    const untilMs = this.#clock.now()
    for (;;) {
      this.#dropCancelled()
      const next = this.#entries.peek()
      if (next === undefined || next.dueMs > untilMs) break
      this.#entries.pop()
      this.#nowMs = Math.max(this.#nowMs, next.dueMs)
      await next.turn?.()
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs)
  }

  #dropCancelled(): void {
    while (this.#entries.peek()?.turn === undefined && this.#entries.size > 0) this.#entries.pop()
  }
}
