import { Heap } from '../../src/lib/heap.ts'

/** A world whose clock stands still between steps. */
export interface Stepped {
  nowMs(): number
  step(ms: number): Promise<void>
}

interface Entry {
  readonly dueMs: number
  readonly order: number
  turn: (() => void) | undefined
}

/**
 * What everybody outside AWS does, in the order of world time: workers, colleagues, the console and the network between. The world is
 * stepped from one turn to the next, so its own timers fire in between.
 */
export class Agenda {
  readonly #world: Stepped
  readonly #entries = new Heap<Entry>((a, b) => a.dueMs - b.dueMs || a.order - b.order)
  readonly #failures: unknown[] = []
  #order = 0

  constructor(world: Stepped) {
    this.#world = world
  }

  /** Epoch milliseconds of world time, which is AWS's own. */
  get nowMs(): number {
    return this.#world.nowMs()
  }

  /** Runs `turn` at a moment of world time; returns the way to call it off. */
  at(dueMs: number, turn: () => void): () => void {
    this.#order += 1
    return this.#enter({ dueMs, order: this.#order, turn })
  }

  /** Runs `turn` before whatever else is due at that moment. */
  firstAt(dueMs: number, turn: () => void): void {
    this.#order += 1
    this.#enter({ dueMs, order: -this.#order, turn })
  }

  #enter(entry: Entry): () => void {
    this.#entries.push(entry)
    return () => {
      entry.turn = undefined
    }
  }

  until(dueMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.at(dueMs, resolve)
    })
  }

  after(ms: number): Promise<void> {
    return this.until(this.nowMs + ms)
  }

  /** Lets `work` go on beside everything else; what it throws ends `run`. */
  spawn(work: () => Promise<void>): void {
    work().catch((failure: unknown) => this.#failures.push(failure))
  }

  /** Until nothing is left to do. */
  async run(): Promise<void> {
    for (;;) {
      await settled()
      if (this.#failures.length > 0) throw this.#failures[0]
      const next = this.#entries.pop()
      if (next === undefined) return
      if (next.turn === undefined) continue
      const ms = next.dueMs - this.nowMs
      if (ms > 0) await this.#world.step(ms)
      next.turn()
    }
  }
}

/** Everything that follows without a timer has happened. */
async function settled(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve)
  })
}
