/** This machine's time, for whoever takes it as an argument. Milliseconds; `wall` is of the epoch. */
export const machineTime = {
  wall: (): number => Date.now(),
  /** Runs `turn` after `ms`; returns the way to call it off. */
  after(ms: number, turn: () => void): () => void {
    const timer = setTimeout(turn, ms)
    return () => clearTimeout(timer)
  },
}
