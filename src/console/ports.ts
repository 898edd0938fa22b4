/** What the console takes from its surroundings, so that tests can give it others. */
export interface Ports {
  /** Epoch milliseconds by this machine's clock. */
  wall(): number
  /** Runs `turn` after `ms`; returns the way to call it off. */
  after(ms: number, turn: () => void): () => void
  /** A float in [0, 1), for spreading retries. */
  random(): number
  fetch: typeof fetch
}

export const realPorts: Ports = {
  wall: () => Date.now(),
  after(ms, turn) {
    const timer = setTimeout(turn, ms)
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
  fetch: (...args) => fetch(...args),
}

export function wait(ports: Ports, ms: number): Promise<void> {
  return new Promise((resolve) => {
    ports.after(ms, resolve)
  })
}
