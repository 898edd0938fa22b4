import type { TimeZoneMode } from '../lib/moment.ts'
import { createStore, type Store } from '../lib/store.ts'

export type ColourMode = 'system' | 'light' | 'dark'

/** What a person chose about looks; kept on this machine. */
export interface Preferences {
  readonly colourMode: ColourMode
  readonly timeZone: TimeZoneMode
}

const STORAGE_KEY = 'heartbeat-console.preferences'

export function createPreferences(storage: Pick<Storage, 'getItem' | 'setItem'>): Store<Preferences> {
  const store = createStore<Preferences>(restored(storage))
  store.subscribe(() => {
    try {
      storage.setItem(STORAGE_KEY, JSON.stringify(store.get()))
    } catch {
      // The choice then lasts as long as the page.
    }
  })
  return store
}

function restored(storage: Pick<Storage, 'getItem'>): Preferences {
  let stored: Partial<Preferences> = {}
  try {
    const parsed: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? '{}')
    stored = (parsed ?? {}) as Partial<Preferences> // checked member by member below
  } catch {
    // Whatever it was, it was not ours.
  }
  return {
    colourMode: stored.colourMode === 'light' || stored.colourMode === 'dark' ? stored.colourMode : 'system',
    timeZone: stored.timeZone === 'utc' ? 'utc' : 'local',
  }
}
