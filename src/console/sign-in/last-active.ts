import type { Ports } from '../ports.ts'
import type { Tab } from './tab.ts'

const STORAGE_KEY = 'heartbeat-console.active'

/** Says to all tabs of this machine, also to those that are asleep or not open yet, that somebody is at work. */
export function tellActive({ wall }: Pick<Ports, 'wall'>, { shared }: Pick<Tab, 'shared'>): void {
  try {
    shared.setItem(STORAGE_KEY, String(Math.round(wall())))
  } catch {
    // Then every tab has only its own word, and what the others tell while it is awake.
  }
}

/** How long ago somebody was at work in any tab, milliseconds by this machine's clock; null: not known, or the clock was set back. */
export function sinceActive({ wall }: Pick<Ports, 'wall'>, { shared }: Pick<Tab, 'shared'>): number | null {
  let told: string | null = null
  try {
    told = shared.getItem(STORAGE_KEY)
  } catch {
    // Not known, then.
  }
  const sinceMs = told === null || !/^\d+$/.test(told) ? Number.NaN : wall() - Number(told)
  return sinceMs >= 0 ? sinceMs : null
}
