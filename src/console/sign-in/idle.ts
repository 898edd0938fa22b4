import { createStore, type ReadableStore } from '../../lib/store.ts'
import type { Ports } from '../ports.ts'
import { sinceActive, tellActive } from './last-active.ts'
import type { Tab } from './tab.ts'

/** Whether somebody is at work, in any tab. */
export interface Idle {
  /** When all will be signed out, milliseconds of `Ports.passed`; null while that is more than a minute away, or nobody is signed in. */
  readonly endsAtMs: ReadableStore<number | null>
  /** Somebody did something here. Once there is a warning, only `stay` counts. */
  active(): void
  /** Somebody said that they are there. */
  stay(): void
  /** The time is up, though it may be that nobody has been signed out yet: nothing is to be sent any more. */
  isOver(): boolean
  stop(): void
}

const WARNED_BEFORE_MS = 60_000
const LOOKED_AT_EVERY_MS = 1000
/** So often at most are the other tabs told. */
const TOLD_EVERY_MS = 10_000

/**
 * Calls `out` once nobody has been active in any tab for `afterMs`. It goes by the time that passed on either clock of this machine: a laptop
 * that slept for so long was idle for so long.
 */
export function watchIdle(
  ports: Pick<Ports, 'wall' | 'passed' | 'after'>,
  tab: Pick<Tab, 'tell' | 'listen' | 'shared'>,
  afterMs: number,
  isSignedIn: () => boolean,
  out: () => void,
): Idle {
  const endsAtMs = createStore<number | null>(null)
  let lastMs = ports.passed()
  let toldMs = Number.NEGATIVE_INFINITY
  const heard = (): void => {
    lastMs = ports.passed()
    endsAtMs.set(null)
  }
  /** A tab that was asleep has not heard what the others told. */
  const catchUp = (): void => {
    const sinceMs = sinceActive(ports, tab)
    if (sinceMs !== null) lastMs = Math.max(lastMs, ports.passed() - sinceMs)
  }
  const isOver = (): boolean => {
    if (!isSignedIn() || ports.passed() - lastMs < afterMs) return false
    catchUp()
    return ports.passed() - lastMs >= afterMs
  }
  const look = (): void => {
    cancel = ports.after(LOOKED_AT_EVERY_MS, look)
    if (!isSignedIn()) return heard()
    if (ports.passed() - lastMs >= afterMs - WARNED_BEFORE_MS) catchUp()
    const endMs = lastMs + afterMs
    const leftMs = endMs - ports.passed()
    endsAtMs.set(leftMs > WARNED_BEFORE_MS ? null : endMs)
    if (leftMs <= 0) {
      stop()
      out()
    }
  }
  const unlisten = tab.listen(({ kind }) => {
    if (kind === 'active') heard()
  })
  let cancel = ports.after(LOOKED_AT_EVERY_MS, look)
  const stop = (): void => {
    cancel()
    unlisten()
  }
  const stay = (): void => {
    heard()
    if (ports.passed() - toldMs < TOLD_EVERY_MS) return
    toldMs = ports.passed()
    tellActive(ports, tab)
    tab.tell({ kind: 'active' })
  }
  return {
    endsAtMs,
    active() {
      // Whoever comes back after the time was up, before this page noticed, is too late all the same.
      if (endsAtMs.get() === null && (ports.passed() - lastMs < afterMs || !isSignedIn())) stay()
    },
    stay,
    isOver,
    stop,
  }
}
