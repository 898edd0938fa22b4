import { addressableId } from '../domain/execution-id.ts'
import { exactly, type Interval } from '../domain/interval.ts'
import { createStore, type ReadableStore } from '../lib/store.ts'
import {
  abandoned,
  type JournalEntry,
  type SettledOutcome,
  type StoredEntry,
  sameTask,
  type TaskRef,
} from './journal-entry.ts'
import { readStoredEntry, storable } from './journal-schema.ts'
import type { JournalStore } from './journal-store.ts'
import type { Pages } from './pages.ts'
import type { Ports } from './ports.ts'

/** What a person who decides on a write writes down first. */
export type NewEntry = Omit<StoredEntry, 'id' | 'pageId' | 'sentAt' | 'outcome'>

/** An entry that was opened, until it settles or is dropped. None of its methods rejects. */
export interface OpenEntry {
  /** Notes, before the request leaves, that it does; false: the store failed, so it must not leave. */
  leaving(at: Interval): Promise<boolean>
  settle(outcome: SettledOutcome): Promise<void>
  /** Nothing was sent, and nothing is to be listed. */
  drop(): void
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
   * Opens an entry. `underWay`: a page has a write to the task under way. `unwritable`: the store failed or did not answer in time, so nothing
   * may be sent, unless the person `mayGoUnrecorded`: then the entry lives in this page alone.
   */
  open(entry: NewEntry, mayGoUnrecorded: boolean): Promise<OpenEntry | 'underWay' | 'unwritable'>
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
    entries.set([...byId.values()].sort((a, b) => a.askedAtMs - b.askedAtMs))
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
  /** As soon as a page is gone, what it left open is settled by what it stored last. */
  const settleWhenGone = async (pageId: string): Promise<void> => {
    if (pageId === pages.own || awaited.has(pageId)) return
    awaited.add(pageId)
    await pages.gone(pageId)
    const left = [...byId.values()].filter((entry) => entry.pageId === pageId && entry.outcome === null)
    const stored = await Promise.all(left.map(({ id }) => store.get(id).catch(() => null)))
    gone.add(pageId)
    for (const [index, entry] of left.entries()) {
      const last = readStoredEntry(stored[index])
      // What cannot be read any more may have left since.
      const sentAt = entry.sentAt ?? exactly(entry.askedAtMs)
      byId.set(entry.id, abandoned(last === null ? { ...entry, sentAt } : { ...last, recorded: 'whole' }))
    }
    publish()
  }
  const take = (id: string, stored: unknown): void => {
    const read = readStoredEntry(stored)
    if (read === null) {
      unreadable.add(id)
      return
    }
    // What this page writes itself, it knows best.
    if (read.pageId === pages.own) return
    const entry: JournalEntry = { ...read, recorded: 'whole' }
    byId.set(entry.id, gone.has(entry.pageId) ? abandoned(entry) : entry)
    if (entry.outcome === null) void settleWhenGone(entry.pageId)
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
    // What this page has written itself may matter still, whatever the clocks of the others say.
    const settled = entries
      .get()
      .filter(
        ({ outcome, recorded, pageId }) => outcome !== null && recorded === 'whole' && pageId !== pages.own,
      )
    const surplus = settled.slice(0, Math.max(0, byId.size - KEPT)).map(({ id }) => id)
    if (surplus.length === 0) return
    for (const id of surplus) byId.delete(id)
    publish()
    void store.remove(surplus).catch(() => undefined)
  }

  const read = async (): Promise<void> => {
    const stored = await store.all()
    for (const [index, one] of stored.entries()) take(idOf(one) ?? `without an id, ${index}`, one)
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

  const forget = (id: string): void => {
    byId.delete(id)
    publish()
  }
  /** Takes an entry out of the store; it may get there late. */
  const unstore = (id: string, stored: Promise<unknown> = Promise.resolve()): void =>
    void stored.then(() => store.remove([id])).catch(() => undefined)
  const opened = (id: string, mayGoUnrecorded: boolean, release: () => void): OpenEntry => {
    const isRecorded = (): boolean => byId.get(id)?.recorded !== 'none'
    return {
      async leaving(at) {
        set(id, { sentAt: at })
        if (!isRecorded() || (await save(id))) return true
        if (mayGoUnrecorded) set(id, { recorded: 'none' })
        return mayGoUnrecorded
      },
      async settle(outcome) {
        set(id, { outcome })
        release()
        if (!isRecorded()) return
        if (await save(id)) return saveRest()
        unsaved.add(id)
        set(id, { recorded: 'withoutOutcome' })
      },
      drop() {
        release()
        forget(id)
        unstore(id)
      },
    }
  }
  /** Reserves the task for this page; null: another page has it. Where that takes too long, the journal's own entries have to do. */
  const reserved = async (task: TaskRef): Promise<(() => void) | null> => {
    const reserving = pages.reserve(`write ${taskKey(task)}`)
    try {
      return await inTime(reserving)
    } catch {
      void reserving.then((late) => late?.()).catch(() => undefined)
      return () => undefined
    }
  }
  const isUnderWay = (task?: TaskRef): boolean =>
    entries
      .get()
      .some(
        (entry) =>
          entry.outcome === null &&
          (task === undefined ? entry.pageId === pages.own : sameTask(entry.task, task)),
      )

  return {
    entries,
    health,
    loaded,
    isUnderWay,
    async open(entry, mayGoUnrecorded) {
      if (isUnderWay(entry.task)) return 'underWay'
      const id = newId()
      // Who may go without a record may go before the next one is stored, so this one already says that it may have left.
      const sentAt = mayGoUnrecorded ? exactly(entry.askedAtMs) : null
      const stored: StoredEntry = { ...entry, id, pageId: pages.own, sentAt, outcome: null }
      // At once, so that a second click finds it.
      byId.set(id, { ...stored, recorded: 'whole' })
      publish()
      const release = await reserved(entry.task)
      if (release === null) {
        forget(id)
        return 'underWay'
      }
      const putting = pages.registered.then(() => store.put(storable(stored)))
      if (await written(putting)) {
        prune()
        return opened(id, mayGoUnrecorded, release)
      }
      unstore(id, putting)
      if (mayGoUnrecorded) {
        set(id, { recorded: 'none' })
        return opened(id, mayGoUnrecorded, release)
      }
      release()
      forget(id)
      return 'unwritable'
    },
  }
}

/** One name for a task, in which a workflowId that is a token does not appear. */
function taskKey({ connectionId, executionId, scheduledEventId }: TaskRef): string {
  return JSON.stringify([connectionId, addressableId(executionId), scheduledEventId])
}

function idOf(stored: unknown): string | null {
  const id = typeof stored === 'object' && stored !== null && 'id' in stored ? stored.id : null
  return typeof id === 'string' ? id : null
}
