import type { ReadableStore } from '../lib/store.ts'
import type { Trouble } from './trouble.ts'

/** How far one connection's read loop is, and what is in its way. */
export interface LoopStatus {
  readonly paused: boolean
  readonly hidden: boolean
  /** Until when a service is left alone after it throttled or did not answer; milliseconds of `Ports.passed`. */
  readonly backingOffUntilMs: number | null
  readonly troubles: readonly Trouble[]
  /** State machines watched; null until they have been listed. */
  readonly watched: number | null
  /** SWF domains that config.json names. */
  readonly domains: number
  /** Of how many of these machines and domains what runs has been listed at least once. */
  readonly listed: number
  /** How many of the others could not be listed when they were tried. */
  readonly unlisted: number
  readonly executions: number
  /** How many of them have been read at least once. */
  readonly read: number
  /** How many of the others could not be read when they were tried. */
  readonly unread: number
}

/** The status of a loop that has read nothing yet. */
export function beforeReading(domains: number): LoopStatus {
  return {
    paused: false,
    hidden: false,
    backingOffUntilMs: null,
    troubles: [],
    watched: null,
    domains,
    listed: 0,
    unlisted: 0,
    executions: 0,
    read: 0,
    unread: 0,
  }
}

/** Whether the loop makes no reads now. */
export function isResting({ paused, hidden }: LoopStatus): boolean {
  return paused || hidden
}

/** Resolves as soon as the loop may read. */
export async function untilResumed(status: ReadableStore<LoopStatus>): Promise<void> {
  if (!isResting(status.get())) return
  await new Promise<void>((resolve) => {
    const stop = status.subscribe(() => {
      if (isResting(status.get())) return
      stop()
      resolve()
    })
  })
}
