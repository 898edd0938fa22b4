import { describe, expect, it } from 'vitest'
import { type Journal, type OpenEntry, STORE_WITHIN_MS } from './journal.ts'
import type { SettledOutcome } from './journal-entry.ts'
import { type JournalStore, memoryJournalStore } from './journal-store.ts'
import { testingEntry, testingJournal, testingPages } from './testing-journal.ts'
import { settled, virtualPorts } from './testing-ports.ts'

const SENT = { lo: 1_000_050, hi: 1_000_060 }
const ACCEPTED: SettledOutcome = {
  kind: 'accepted',
  at: { lo: 1_000_100, hi: 1_000_300 },
  cancelRequested: null,
}

async function opened(journal: Journal, change: Partial<typeof testingEntry> = {}): Promise<OpenEntry> {
  const entry = await journal.open({ ...testingEntry, ...change }, false)
  if (typeof entry === 'string') throw new Error('the store of this test works')
  return entry
}

async function accepted(journal: Journal, change: Partial<typeof testingEntry> = {}): Promise<void> {
  const entry = await opened(journal, change)
  await entry.leaving(SENT)
  await entry.settle(ACCEPTED)
}

const outcomes = (journal: Journal) => journal.entries.get().map(({ outcome }) => outcome)

/** A store whose next calls fail, or never end, as a test says. */
function faultyStore() {
  const store = memoryJournalStore()
  let fault: 'none' | 'full' | 'hangs' = 'none'
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    if (fault === 'full') throw new DOMException('no room', 'QuotaExceededError')
    return fault === 'hangs' ? new Promise<T>(() => undefined) : work()
  }
  const faulty: JournalStore = {
    ...store,
    all: () => guarded(() => store.all()),
    put: (entry) => guarded(() => store.put(entry)),
  }
  return {
    store: faulty,
    behind: store,
    becomes(next: typeof fault) {
      fault = next
    },
  }
}

describe('the journal', () => {
  it('holds an entry before it is settled, and its outcome after', async () => {
    const journal = testingJournal()
    const entry = await opened(journal)
    expect(journal.entries.get()).toMatchObject([{ ...testingEntry, sentAt: null, outcome: null }])
    await entry.leaving(SENT)
    expect(journal.entries.get()).toMatchObject([{ sentAt: SENT, outcome: null }])
    await entry.settle(ACCEPTED)
    expect(journal.entries.get()).toMatchObject([{ sentAt: SENT, outcome: ACCEPTED, recorded: 'whole' }])
  })

  it('has stored what leaves before it says that it may leave', async () => {
    const store = memoryJournalStore()
    const entry = await opened(testingJournal({ store }))
    expect(await store.all()).toMatchObject([{ tokenFingerprint: '9f3a-c27e', sentAt: null }])
    expect(await entry.leaving(SENT)).toBe(true)
    expect(await store.all()).toMatchObject([{ sentAt: SENT, outcome: null }])
  })

  it('distinguishes what was asked for at the same moment', async () => {
    const journal = testingJournal()
    const of = (scheduledEventId: number) =>
      opened(journal, { task: { ...testingEntry.task, scheduledEventId } })
    const entries = [await of(1), await of(2), await of(3)]
    await entries[1]?.settle(ACCEPTED)
    expect(outcomes(journal)).toEqual([null, ACCEPTED, null])
  })

  it('is there again on the next page', async () => {
    const store = memoryJournalStore()
    const pages = testingPages()
    const before = testingJournal({ store: store.page(), pages: pages.open('first') })
    await accepted(before)
    const after = testingJournal({ store: store.page(), pages: pages.open('second') })
    await after.loaded
    expect(after.entries.get()).toEqual(before.entries.get())
    expect(after.health.get()).toEqual({ reading: 'done', writable: true, unreadable: 0 })
  })

  it('shows a page what another page writes, and that it is under way there', async () => {
    const store = memoryJournalStore()
    const pages = testingPages()
    const one = testingJournal({ store: store.page(), pages: pages.open('one') })
    const other = testingJournal({ store: store.page(), pages: pages.open('other') })
    await other.loaded
    const entry = await opened(one)
    await settled()
    expect(outcomes(other)).toEqual([null])
    expect(other.isUnderWay(testingEntry.task)).toBe(true)
    expect(other.isUnderWay()).toBe(false)
    expect(one.isUnderWay()).toBe(true)
    await entry.settle(ACCEPTED)
    await settled()
    expect(outcomes(other)).toEqual([ACCEPTED])
    expect(other.isUnderWay(testingEntry.task)).toBe(false)
  })

  it.each([
    [
      'that had left',
      true,
      { kind: 'unknown', at: { lo: SENT.lo, hi: SENT.hi + 360_000 }, why: 'pageClosed' },
    ],
    ['that had not left', false, { kind: 'pageClosed' }],
  ])('settles a write %s when its page is closed, on every other page', async (_, left, outcome) => {
    const store = memoryJournalStore()
    const pages = testingPages()
    const closing = testingJournal({ store: store.page(), pages: pages.open('closing') })
    const other = testingJournal({ store: store.page(), pages: pages.open('other') })
    const entry = await opened(closing)
    if (left) await entry.leaving(SENT)
    await settled()
    expect(outcomes(other)).toEqual([null])
    pages.close('closing')
    await settled()
    const later = testingJournal({ store: store.page(), pages: pages.open('later') })
    await later.loaded
    await settled()
    for (const journal of [other, later]) {
      expect(outcomes(journal)).toMatchObject([outcome])
      expect(journal.isUnderWay(testingEntry.task)).toBe(false)
    }
  })

  it('does not say that nothing was sent of a page that stored that its request leaves, and died unheard', async () => {
    const store = memoryJournalStore()
    const pages = testingPages()
    const deaf = store.page()
    const other = testingJournal({
      store: { ...deaf, onChange: () => undefined },
      pages: pages.open('other'),
    })
    const dying = testingJournal({ store: store.page(), pages: pages.open('dying') })
    const entry = await opened(dying)
    const later = testingJournal({
      store: { ...store.page(), onChange: () => undefined },
      pages: pages.open('later'),
    })
    await later.loaded
    expect(outcomes(later)).toEqual([null])
    await entry.leaving(SENT)
    pages.close('dying')
    await settled()
    expect(outcomes(later)).toMatchObject([{ kind: 'unknown', at: { lo: SENT.lo } }])
    expect(outcomes(other)).toEqual([])
  })

  it('takes for sent what a dead page left open and cannot be read again', async () => {
    const store = memoryJournalStore()
    const pages = testingPages()
    const dying = testingJournal({ store: store.page(), pages: pages.open('dying') })
    await opened(dying)
    const blind: JournalStore = {
      ...store.page(),
      get: () => Promise.reject(new DOMException('gone', 'InvalidStateError')),
    }
    const later = testingJournal({ store: blind, pages: pages.open('later') })
    await later.loaded
    pages.close('dying')
    await settled()
    expect(outcomes(later)).toMatchObject([{ kind: 'unknown', why: 'pageClosed' }])
  })

  it('reserves a task for one page, also before another can see its entry', async () => {
    const store = memoryJournalStore()
    const pages = testingPages()
    const one = testingJournal({ store: store.page(), pages: pages.open('one') })
    const deaf = { ...store.page(), onChange: () => undefined }
    const other = testingJournal({ store: deaf, pages: pages.open('other') })
    const entry = await opened(one)
    expect(await other.open(testingEntry, false)).toBe('underWay')
    await entry.settle(ACCEPTED)
    await accepted(other)
  })

  it('leaves an entry as it is while others change', async () => {
    const journal = testingJournal()
    await accepted(journal)
    const [before] = journal.entries.get()
    await accepted(journal, { askedAtMs: 2_000_000 })
    expect(journal.entries.get()[0]).toBe(before)
  })

  it('finds a write under way at once, before it is stored', () => {
    const journal = testingJournal()
    void journal.open(testingEntry, false)
    expect(journal.isUnderWay(testingEntry.task)).toBe(true)
    expect(journal.isUnderWay({ ...testingEntry.task, scheduledEventId: 9 })).toBe(false)
  })

  it('keeps the newest of earlier pages and does not grow without end, nor loses what is under way', async () => {
    const store = memoryJournalStore()
    const pages = testingPages()
    const earlier = testingJournal({ store: store.page(), pages: pages.open('earlier') })
    const other = { ...testingEntry.task, scheduledEventId: 9 }
    await opened(earlier, { askedAtMs: 0, task: other })
    for (let index = 1; index <= 5100; index += 1) await accepted(earlier, { askedAtMs: index })
    const later = testingJournal({ store: store.page(), pages: pages.open('later') })
    await later.loaded
    const kept = later.entries.get()
    expect(kept).toHaveLength(5000)
    expect(kept.at(0)).toMatchObject({ askedAtMs: 0, outcome: null })
    expect(kept.at(-1)?.askedAtMs).toBe(5100)
    await settled()
    expect(await store.all()).toHaveLength(5000)
  })

  it('does not let go of what this page sent, whatever the clocks of others say', async () => {
    const store = memoryJournalStore()
    const pages = testingPages()
    const ahead = testingJournal({ store: store.page(), pages: pages.open('ahead') })
    for (let index = 0; index < 5001; index += 1) await accepted(ahead, { askedAtMs: 2_000_000 + index })
    const own = testingJournal({ store: store.page(), pages: pages.open('own') })
    await own.loaded
    await accepted(own)
    await opened(own)
    expect(own.entries.get().filter(({ pageId }) => pageId === 'own')).toHaveLength(2)
  })

  it('keeps entries that it cannot read, and counts them', async () => {
    const store = memoryJournalStore()
    const cycle: { id: unknown; self?: unknown } = { id: [1] }
    cycle.self = cycle
    const foreign = {
      all: async () => ['text', null, { id: 'x', kind: 'future' }, { id: 5, x: 10n }, cycle],
    }
    const journal = testingJournal({ store: { ...store, ...foreign } })
    await journal.loaded
    expect(journal.entries.get()).toEqual([])
    expect(journal.health.get()).toMatchObject({ reading: 'done', unreadable: 5 })
  })
})

describe('a journal whose store fails', () => {
  it('opens nothing, so nothing may be sent, and says so', async () => {
    const faulty = faultyStore()
    const journal = testingJournal({ store: faulty.store })
    faulty.becomes('full')
    expect(await journal.open(testingEntry, false)).toBe('unwritable')
    expect(journal.entries.get()).toEqual([])
    expect(journal.health.get().writable).toBe(false)
    faulty.becomes('none')
    await opened(journal)
    expect(journal.health.get().writable).toBe(true)
  })

  it('waits a second for a store that does not answer, and no longer', async () => {
    const ports = virtualPorts()
    const faulty = faultyStore()
    faulty.becomes('hangs')
    const journal = testingJournal({ store: faulty.store, ports })
    const open = journal.open(testingEntry, false)
    await ports.advance(STORE_WITHIN_MS - 1)
    expect(journal.isUnderWay(testingEntry.task)).toBe(true)
    expect(journal.health.get()).toMatchObject({ reading: 'loading', writable: true })
    await ports.advance(1)
    expect(await open).toBe('unwritable')
    await journal.loaded
    expect(journal.health.get()).toMatchObject({ reading: 'failed', writable: false })
  })

  it('takes earlier entries that come late', async () => {
    const ports = virtualPorts()
    const store = memoryJournalStore()
    const pages = testingPages()
    await accepted(testingJournal({ store: store.page(), pages: pages.open('before') }))
    let answer: () => void = () => undefined
    const slow: JournalStore = {
      ...store.page(),
      all: async () => {
        await new Promise<void>((resolve) => {
          answer = resolve
        })
        return store.all()
      },
    }
    const journal = testingJournal({ store: slow, pages: pages.open('after'), ports })
    await ports.advance(STORE_WITHIN_MS)
    expect(journal.health.get().reading).toBe('failed')
    answer()
    await settled()
    expect(outcomes(journal)).toEqual([ACCEPTED])
    expect(journal.health.get().reading).toBe('done')
  })

  it('removes an entry that was stored too late: nothing was sent for it', async () => {
    const ports = virtualPorts()
    const store = memoryJournalStore()
    let finish: () => void = () => undefined
    const slow: JournalStore = {
      ...store,
      put: async (entry) => {
        await new Promise<void>((resolve) => {
          finish = resolve
        })
        await store.put(entry)
      },
    }
    const journal = testingJournal({ store: slow, ports })
    const open = journal.open(testingEntry, false)
    await ports.advance(STORE_WITHIN_MS)
    expect(await open).toBe('unwritable')
    finish()
    await settled()
    expect(await store.all()).toEqual([])
  })

  it('keeps a write that goes without a record on this page, apart from the others', async () => {
    const faulty = faultyStore()
    const journal = testingJournal({ store: faulty.store })
    faulty.becomes('full')
    const entry = await journal.open(testingEntry, true)
    if (typeof entry === 'string') throw new Error('the person has agreed')
    expect(await entry.leaving(SENT)).toBe(true)
    await entry.settle(ACCEPTED)
    expect(journal.entries.get()).toMatchObject([{ outcome: ACCEPTED, recorded: 'none' }])
    expect(await faulty.behind.all()).toEqual([])
  })

  it('does not say that nothing was sent of a write that went without the record that it left', async () => {
    const faulty = faultyStore()
    const pages = testingPages()
    const journal = testingJournal({ store: faulty.store, pages: pages.open('closing') })
    const entry = await journal.open(testingEntry, true)
    if (typeof entry === 'string') throw new Error('the store works')
    faulty.becomes('full')
    await entry.leaving(SENT)
    pages.close('closing')
    const later = testingJournal({ store: faulty.behind, pages: pages.open('later') })
    await later.loaded
    await settled()
    expect(outcomes(later)).toMatchObject([{ kind: 'unknown', why: 'pageClosed' }])
  })

  it('records a write that may go without a record, as soon as it can', async () => {
    const faulty = faultyStore()
    const journal = testingJournal({ store: faulty.store })
    const entry = await journal.open(testingEntry, true)
    if (typeof entry === 'string') throw new Error('the store works')
    expect(await faulty.behind.all()).toHaveLength(1)
    faulty.becomes('full')
    expect(await entry.leaving(SENT)).toBe(true)
    expect(journal.entries.get()).toMatchObject([{ recorded: 'none' }])
  })

  it('lets nothing leave that it cannot note as leaving', async () => {
    const faulty = faultyStore()
    const journal = testingJournal({ store: faulty.store })
    const entry = await opened(journal)
    faulty.becomes('full')
    expect(await entry.leaving(SENT)).toBe(false)
    entry.drop()
    expect(journal.entries.get()).toEqual([])
  })

  it('says which outcomes were not saved, and saves them once it can', async () => {
    const faulty = faultyStore()
    const journal = testingJournal({ store: faulty.store })
    const entry = await opened(journal)
    await entry.leaving(SENT)
    faulty.becomes('full')
    await entry.settle(ACCEPTED)
    expect(journal.entries.get()).toMatchObject([{ outcome: ACCEPTED, recorded: 'withoutOutcome' }])
    expect(journal.health.get().writable).toBe(false)
    faulty.becomes('none')
    await accepted(journal, { askedAtMs: 2_000_000 })
    expect(journal.entries.get()).toMatchObject([{ recorded: 'whole' }, { recorded: 'whole' }])
    expect(await faulty.behind.all()).toMatchObject([{ outcome: ACCEPTED }, { outcome: ACCEPTED }])
  })
})
