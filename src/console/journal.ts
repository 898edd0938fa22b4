import { createStore, type ReadableStore } from '../lib/store.ts'
import {
  abandoned,
  type JournalEntry,
  type Recorded,
  type StoredEntry,
  sameTask,
  type TaskRef,
  type WriteOutcome,
} from './journal-entry.ts'
import { readStoredEntry, storable } from './journal-schema.ts'
import type { JournalStore } from './journal-store.ts'
import type { Pages } from './pages.ts'
import type { Ports } from './ports.ts'

/** What a person who decides on a write writes down first. */
export type NewEntry = Omit<StoredEntry, 'id' | 'pageId' | 'sentAt' | 'outcome'>

/** An entry that was opened, until its write settles. None of its methods rejects. */
export interface OpenEntry {
  /** Notes, before the request leaves, that it does; false: the store failed, so it must not leave. Always true where `recorded` is `none`. */
  leaving(at: NonNullable<StoredEntry['sentAt']>): Promise<boolean>
  settle(outcome: WriteOutcome): Promise<void>
}

/** How the journal's store does. */
export interface JournalHealth {
  /** `failed`: what this browser sent before may be missing. */
  readonly reading: 'loading' | 'done' | 'failed'
  /** False from a write that failed until one succeeds. */
  readonly writable: boolean
  /** Stored entries that this version cannot read; they are kept. */
  readonly unreadable: number
}

/** Every write of this browser, written down before it is sent. */
export interface Journal {
  /** Oldest first. Entries of pages that are gone are settled. */
  readonly entries: ReadableStore<readonly JournalEntry[]>
  readonly health: ReadableStore<JournalHealth>
  /** Resolves when earlier entries have been read, or could not be within `STORE_WITHIN_MS`. */
  readonly loaded: Promise<void>
  /** Whether this page has a write under way; with a task, whether any page has one to it. */
  isUnderWay(task?: TaskRef): boolean
  /**
   * Opens an entry. null: the store failed or did not answer in time; nothing may be sent. With `withoutRecord` the entry lives in this
   * page alone, and nothing is stored.
   */
  open(entry: NewEntry, withoutRecord: boolean): Promise<OpenEntry | null>
}

/** How long the store may take before it counts as failed, milliseconds. */
export const STORE_WITHIN_MS = 1000
/** The newest entries that are kept. */
const KEPT = 5000

export interface JournalOptions {
  readonly store: JournalStore
  readonly pages: Pages
  readonly ports: Pick<Ports, 'after'>
  /** Makes a new id, unique in this browser. */
  readonly newId: () => string
}

/** A journal over a store that all pages of the origin share. */
export function createJournal({ store, pages, ports, newId }: JournalOptions): Journal {
  const byId = new Map<string, JournalEntry>()
  const gone = new Set<string>()
  const awaited = new Set<string>()
  const unreadable = new Set<string>()
  const entries = createStore<readonly JournalEntry[]>([])
  const health = createStore<JournalHealth>({ reading: 'loading', writable: true, unreadable: 0 })

  const publish = (): void => {
    entries.set(
      [...byId.values()]
        .map((entry) => (gone.has(entry.pageId) ? abandoned(entry) : entry))
        .sort((a, b) => a.askedAtMs - b.askedAtMs),
    )
    health.update((before) =>
      before.unreadable === unreadable.size ? before : { ...before, unreadable: unreadable.size },
    )
  }
  const set = (id: string, change: Partial<JournalEntry>): void => {
    const entry = byId.get(id)
    if (entry === undefined) return
    byId.set(id, { ...entry, ...change })
    publish()
  }
  /** An entry that another page left open is settled as soon as that page is gone. */
  const watchPageOf = async ({ pageId, outcome }: StoredEntry): Promise<void> => {
    if (outcome !== null || pageId === pages.own || awaited.has(pageId)) return
    awaited.add(pageId)
    await pages.gone(pageId)
    gone.add(pageId)
    publish()
  }
  const take = (id: string, stored: unknown): void => {
    const entry = readStoredEntry(stored)
    if (entry === null) unreadable.add(id)
    // What this page writes itself, it knows best.
    else if (entry.pageId !== pages.own) {
      byId.set(entry.id, { ...entry, recorded: 'whole' })
      void watchPageOf(entry)
    }
  }

  const inTime = async <T>(work: Promise<T>): Promise<T> => {
    let stop = (): void => undefined
    const late = new Promise<never>((_, reject) => {
      stop = ports.after(STORE_WITHIN_MS, () => reject(new Error('the journal does not answer')))
    })
    try {
      return await Promise.race([work, late])
    } finally {
      stop()
    }
  }
  const written = async (work: Promise<void>): Promise<boolean> => {
    const writable = await inTime(work).then(
      () => true,
      () => false,
    )
    health.update((before) => (before.writable === writable ? before : { ...before, writable }))
    return writable
  }
  /** Outcomes that the store did not take. */
  const unsaved = new Set<string>()
  const save = async (id: string): Promise<boolean> => {
    const entry = byId.get(id)
    if (entry === undefined) return false
    const { recorded: _, ...stored } = entry
    return written(store.put(storable(stored)))
  }
  const saveRest = async (): Promise<void> => {
    for (const id of unsaved) {
      if (!(await save(id))) return
      unsaved.delete(id)
      set(id, { recorded: 'whole' })
    }
  }
  const prune = (): void => {
    const settled = entries.get().filter(({ outcome, recorded }) => outcome !== null && recorded === 'whole')
    const surplus = settled.slice(0, Math.max(0, byId.size - KEPT)).map(({ id }) => id)
    if (surplus.length === 0) return
    for (const id of surplus) byId.delete(id)
    publish()
    void store.remove(surplus).catch(() => undefined)
  }

  const read = async (): Promise<void> => {
    const stored = await store.all()
    for (const one of stored) take(idOf(one), one)
    publish()
    prune()
    health.update((before) => ({ ...before, reading: 'done' }))
  }
  const reread = async (id: string): Promise<void> => {
    const stored = await store.get(id)
    unreadable.delete(id)
    if (stored === undefined) byId.delete(id)
    else take(id, stored)
    publish()
  }
  store.onChange((id) => void reread(id).catch(() => undefined))
  const reading = read()
  const loaded = inTime(reading).catch(() => {
    health.update((before) => ({ ...before, reading: 'failed' }))
  })
  // A read that comes late is taken all the same.
  reading.catch(() => undefined)

  /** Nothing was sent for it. It may be stored late. */
  const drop = (id: string, stored: Promise<unknown> = Promise.resolve()): void => {
    byId.delete(id)
    publish()
    void stored.then(() => store.remove([id])).catch(() => undefined)
  }
  const opened = (id: string, recorded: Recorded): OpenEntry => ({
    async leaving(at) {
      set(id, { sentAt: at })
      return recorded === 'none' || save(id)
    },
    async settle(outcome) {
      if (outcome.kind === 'unrecorded') return drop(id)
      set(id, { outcome })
      if (recorded === 'none') return
      if (await save(id)) return saveRest()
      unsaved.add(id)
      set(id, { recorded: 'withoutOutcome' })
    },
  })

  return {
    entries,
    health,
    loaded,
    isUnderWay: (task) =>
      entries
        .get()
        .some(
          (entry) =>
            entry.outcome === null &&
            (task === undefined ? entry.pageId === pages.own : sameTask(entry.task, task)),
        ),
    async open(entry, withoutRecord) {
      const id = newId()
      const recorded = withoutRecord ? 'none' : 'whole'
      const stored: StoredEntry = { ...entry, id, pageId: pages.own, sentAt: null, outcome: null }
      // At once, so that a second click finds it.
      byId.set(id, { ...stored, recorded })
      publish()
      if (withoutRecord) return opened(id, recorded)
      const putting = pages.registered.then(() => store.put(storable(stored)))
      if (await written(putting)) {
        prune()
        return opened(id, recorded)
      }
      drop(id, putting)
      return null
    },
  }
}

function idOf(stored: unknown): string {
  const id = typeof stored === 'object' && stored !== null && 'id' in stored ? stored.id : undefined
  return typeof id === 'string' ? id : JSON.stringify(stored)
}
