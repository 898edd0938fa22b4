import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { StoredEntry } from './journal-entry.ts'
import type { JournalStore } from './journal-store.ts'

const NAME = 'heartbeat-console.journal'
const ENTRIES = 'entries'

interface Schema extends DBSchema {
  readonly [ENTRIES]: { readonly key: string; readonly value: StoredEntry }
}

/**
 * The journal's store in IndexedDB. A write resolves when its transaction is complete with `durability: 'strict'`: the browser has handed it to the
 * disk, so it outlives a browser that is killed. A change is announced to the origin's other pages by its id alone.
 */
export function journalDatabase(): JournalStore {
  const channel = new BroadcastChannel(NAME)
  let database: Promise<IDBPDatabase<Schema>> | undefined
  const opened = (): Promise<IDBPDatabase<Schema>> => {
    const forget = (): void => {
      database = undefined
    }
    database ??= openDB<Schema>(NAME, 1, {
      upgrade: (created) => void created.createObjectStore(ENTRIES, { keyPath: 'id' }),
      // A newer version of the console wants to change the store: this page opens it again when it next writes.
      blocking(_current, _blocked, event) {
        forget()
        ;(event.target as IDBDatabase).close() // of a versionchange event, by its specification
      },
      terminated: forget,
    })
    // What failed once may work again, as when other data of this origin was deleted.
    database.catch(forget)
    return database
  }
  const change = async (ids: readonly string[], make: (store: Change) => void): Promise<void> => {
    const transaction = (await opened()).transaction(ENTRIES, 'readwrite', { durability: 'strict' })
    make({
      put: (entry) => void transaction.store.put(entry).catch(() => undefined),
      remove: (id) => void transaction.store.delete(id).catch(() => undefined),
    })
    // A request that failed fails the transaction, too.
    await transaction.done
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no other origin than its own
    for (const id of ids) channel.postMessage(id)
  }
  return {
    all: async () => (await opened()).getAll(ENTRIES),
    get: async (id) => (await opened()).get(ENTRIES, id),
    put: (entry) => change([entry.id], ({ put }) => put(entry)),
    remove: (ids) =>
      change(ids, ({ remove }) => {
        for (const id of ids) remove(id)
      }),
    onChange(listener) {
      channel.addEventListener('message', ({ data }) => {
        if (typeof data === 'string') listener(data)
      })
    },
  }
}

interface Change {
  readonly put: (entry: StoredEntry) => void
  readonly remove: (id: string) => void
}
