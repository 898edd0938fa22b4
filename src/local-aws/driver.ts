import type { EventLoop } from './world/event-loop.ts'

/** What the local AWS asks of the place it lives in: a wall clock and a timer. Nothing of Node or of a page. */
export interface Ports {
  /** Epoch milliseconds. */
  wall(): number
  /** Calls `fn` once after `ms`; the answer cancels. */
  after(ms: number, fn: () => void): () => void
}

/** Timers of the place may hold no more than 2^31 ms, and a laptop may sleep: so the driver looks every minute. */
const longestWaitMs = 60_000

/** Makes a world live by itself: wakes its loop whenever a turn is due. */
export class Driver {
  readonly #loop: EventLoop
  readonly #ports: Ports
  readonly #onDefect: (error: unknown) => void
  readonly #woken: () => void
  #cancel: (() => void) | undefined
  #wakesAtMs = Number.POSITIVE_INFINITY
  #closed = false

  /** `woken` is called after the turns that were due at a waking. */
  constructor(loop: EventLoop, ports: Ports, onDefect: (error: unknown) => void, woken: () => void) {
    this.#loop = loop
    this.#ports = ports
    this.#onDefect = onDefect
    this.#woken = woken
  }

  /** To be called after anything that may have made a timer or moved the clock. */
  reschedule(): void {
    if (this.#closed) return
    const waitMs = Math.min(this.#loop.wallUntilNext() ?? longestWaitMs, longestWaitMs)
    const wakesAtMs = this.#ports.wall() + waitMs
    // An earlier wake-up that stands already will come by here again.
    if (this.#cancel !== undefined && this.#wakesAtMs <= wakesAtMs) return
    this.#cancel?.()
    this.#wakesAtMs = wakesAtMs
    this.#cancel = this.#ports.after(Math.ceil(waitMs), () => this.#wake())
  }

  close(): void {
    this.#closed = true
    this.#cancel?.()
    this.#cancel = undefined
  }

  #wake(): void {
    this.#cancel = undefined
    this.#wakesAtMs = Number.POSITIVE_INFINITY
    this.#loop
      .advance()
      .then(this.#woken)
      .catch(this.#onDefect)
      .finally(() => this.reschedule())
  }
}
