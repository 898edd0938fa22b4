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

/** A moment in a world's life, to the turn. A world that is lived again comes by the same places. */
export interface Place {
  /** Turns taken so far: at one moment there may be several, and calls from outside come between them. */
  readonly turns: number
  /** Made of when all timers so far were due. Nothing is decided by it, but a world that has gone another way has another. */
  readonly trace: number
  /** World time, epoch milliseconds, not rounded. */
  readonly nowMs: number
}

/** A world that is lived again does not come by a place where it was; the message says where. */
export class OtherWorld extends Error {
  override readonly name = 'OtherWorld'
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
  #turns = 0
  #trace = 0
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
    // To the microsecond, in 32 bits.
    this.#trace = Math.imul(this.#trace ^ (entry.dueMs * 1000), 597399067) + 1
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

  /** Where the turn under way takes place or, between two, where the last one did. */
  get place(): Place {
    return { turns: this.#turns, trace: this.#trace, nowMs: this.#nowMs }
  }

  /** The same for a moment between two turns: nothing was due since, but time went by. */
  get reachedPlace(): Place {
    return { ...this.place, nowMs: Math.max(this.#nowMs, this.reachedMs) }
  }

  /**
   * Lives a recorded stretch again: goes to each place, whatever the clock says, and runs its turn there. No call from
   * outside comes in between. Rejects with `OtherWorld`.
   */
  relive(stretch: readonly { readonly at: Place; readonly turn: Turn }[]): Promise<void> {
    const result = this.#tail.then(() => this.#goBy(stretch))
    this.#tail = result.catch(() => undefined)
    return result
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
      const turn = this.#take(next)
      if (turn !== undefined) await turn
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs)
  }

  async #goBy(stretch: Parameters<EventLoop['relive']>[0]): Promise<void> {
    let breathedMs = this.#pace?.wall() ?? 0
    const breathe = async (): Promise<void> => {
      if (Math.abs((this.#pace?.wall() ?? 0) - breathedMs) < breathAfterMs) return
      await this.#pace?.breathe()
      breathedMs = this.#pace?.wall() ?? 0
    }
    for (const { at, turn } of stretch) {
      await this.#goTo(at, breathe)
      if (this.#stopped) return
      await turn()
    }
  }

  async #goTo({ turns, trace, nowMs }: Place, breathe: () => Promise<void>): Promise<void> {
    while (this.#turns < turns && !this.#stopped) {
      this.#dropCancelled()
      const next = this.#entries.peek()
      if (next === undefined || next.dueMs > nowMs) break
      await breathe()
      const turn = this.#take(next)
      if (turn !== undefined) await turn
    }
    this.#nowMs = Math.max(this.#nowMs, nowMs)
    if (this.#stopped || (this.#turns === turns && this.#trace === trace && this.#nowMs === nowMs)) return
    throw new OtherWorld(`at ${nowMs} ms of its time, ${turns} turns old`)
  }

  /** Takes the first of the entries. Most turns are over at once, and awaiting each would cost more than they do. */
  #take(entry: Entry): Promise<void> | undefined {
    this.#entries.pop()
    this.#turns += 1
    this.#nowMs = Math.max(this.#nowMs, entry.dueMs)
    const { turn } = entry
    entry.turn = undefined
    try {
      const under = turn?.()
      if (under instanceof Promise) return under.catch(this.#onDefect)
    } catch (error) {
      this.#onDefect(error)
    }
    return undefined
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
