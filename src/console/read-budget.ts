import { type Ports, wait } from './ports.ts'

/** Paces the reads of one connection: they share AWS's quotas with production. */
export interface ReadBudget {
  /** Resolves when the next read may go. */
  take(): Promise<void>
}

export function createReadBudget(readsPerSecond: number, ports: Pick<Ports, 'passed' | 'after'>): ReadBudget {
  const spacingMs = 1000 / readsPerSecond
  let nextMs = 0
  return {
    async take() {
      const nowMs = ports.passed()
      const atMs = Math.max(nowMs, nextMs)
      nextMs = atMs + spacingMs
      if (atMs > nowMs) await wait(ports, atMs - nowMs)
    },
  }
}
