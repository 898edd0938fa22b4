import { createStore, type ReadableStore } from '../lib/store.ts'
import type { Journal } from './journal.ts'
import type { JournalEntry } from './journal-entry.ts'
import type { KnownPerson } from './person.ts'

/** The journal as far as it may be shown. */
export interface ShownJournal {
  /** Entries of the people who are signed in now, oldest first. */
  readonly entries: readonly JournalEntry[]
  /** How many more there are: of other people, or of connections that are not signed in or not configured. */
  readonly hidden: number
}

/** Follows the journal and who is signed in. */
export function watchShownJournal(
  journal: Pick<Journal, 'entries'>,
  connections: readonly { readonly id: string; readonly person: ReadableStore<KnownPerson | null> }[],
): ReadableStore<ShownJournal> {
  const store = createStore<ShownJournal>({ entries: [], hidden: 0 })
  const persons = new Map(connections.map(({ id, person }) => [id, person]))
  const follow = (): void => {
    const all = journal.entries.get()
    const entries = all.filter(({ task, personId }) => {
      const person = persons.get(task.connectionId)?.get() ?? null
      return person !== null && person.id === personId
    })
    store.set({ entries, hidden: all.length - entries.length })
  }
  journal.entries.subscribe(follow)
  for (const person of persons.values()) person.subscribe(follow)
  follow()
  return store
}
