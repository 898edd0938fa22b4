import type { Ports } from './ports.ts'

/** The one timer of the page: everything that shows time passing listens here. */
export interface Ticker {
  subscribe(listener: () => void): () => void
}

/** Often enough that a second on screen is never late by more than this; the work per tick is text that changed. */
const TICK_MS = 250

/** Runs only while somebody listens. */
export function createTicker(ports: Ports): Ticker {
  const listeners = new Set<() => void>()
  let running = false
  const tick = (): void => {
    if (listeners.size === 0) {
      running = false
      return
    }
    // Before the listeners: one that throws must not stop the clock of all the others.
    ports.after(TICK_MS, tick)
    for (const listener of listeners) listener()
  }
  return {
    subscribe(listener) {
      listeners.add(listener)
      if (!running) {
        running = true
        ports.after(TICK_MS, tick)
      }
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
