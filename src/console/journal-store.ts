import type { StoredEntry } from './journal-entry.ts'

/** Where the journal of one origin is kept, shared by all its pages. Every method rejects where the store fails. */
export interface JournalStore {
  /** Every stored entry, in no order. It may be from another version of the console, so its shape is not certain. */
  all(): Promise<readonly unknown[]>
  /** One stored entry; undefined: there is none. */
  get(id: string): Promise<unknown>
  /** Adds or replaces an entry. Resolves once the entry outlives this page. */
  put(entry: StoredEntry): Promise<void>
  remove(ids: readonly string[]): Promise<void>
  /** Calls `listener` with the id of each entry that another page changes. */
  onChange(listener: (id: string) => void): void
}

/** A store in memory, for pages whose world goes with the page, and for tests. Pages that share one see each other's entries. */
export function memoryJournalStore(): JournalStore & { page(): JournalStore } {
  const entries = new Map<string, StoredEntry>()
  const listeners = new Set<(id: string) => void>()
  const page = (): JournalStore => {
    let own: ((id: string) => void) | undefined
    const changed = (id: string): void => {
      for (const listener of listeners) if (listener !== own) listener(id)
    }
    return {
      all: async () => [...entries.values()],
      get: async (id) => entries.get(id),
      async put(entry) {
        entries.set(entry.id, entry)
        changed(entry.id)
      },
      async remove(ids) {
        for (const id of ids) if (entries.delete(id)) changed(id)
      },
      onChange(listener) {
        own = listener
        listeners.add(listener)
      },
    }
  }
  return { ...page(), page }
}
