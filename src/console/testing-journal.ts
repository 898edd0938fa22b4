import { createJournal, type Journal, type NewEntry } from './journal.ts'
import { type JournalStore, memoryJournalStore } from './journal-store.ts'
import type { Pages } from './pages.ts'
import type { Ports } from './ports.ts'

/** Pages that share one browser: each is open until `close`. */
export function testingPages(): { open(id: string): Pages; close(id: string): void } {
  const reserved = new Set<string>()
  const closings = new Map<string, { readonly gone: Promise<void>; readonly close: () => void }>()
  const pageOf = (id: string) => {
    let close = (): void => undefined
    const known = closings.get(id) ?? {
      gone: new Promise<void>((resolve) => {
        close = resolve
      }),
      close: () => close(),
    }
    closings.set(id, known)
    return known
  }
  return {
    open: (own) => ({
      own,
      registered: Promise.resolve(),
      gone: (id) => pageOf(id).gone,
      async reserve(name) {
        if (reserved.has(name)) return null
        reserved.add(name)
        return () => void reserved.delete(name)
      },
    }),
    close: (id) => pageOf(id).close(),
  }
}

export interface TestingJournalOptions {
  readonly store?: JournalStore
  readonly pages?: Pages
  readonly ports?: Pick<Ports, 'after'>
}

/** A journal in memory whose ids are counted. */
export function testingJournal({
  store = memoryJournalStore(),
  pages = testingPages().open('this page'),
  ports = { after: () => () => undefined },
}: TestingJournalOptions = {}): Journal {
  let last = 0
  return createJournal({
    store,
    pages,
    ports,
    newId: () => {
      last += 1
      return `${pages.own} ${last}`
    },
  })
}

/** An entry for a task of `Orders`, as a person writes it down. */
export const testingEntry: NewEntry = {
  kind: 'heartbeat',
  task: {
    connectionId: 'local/eu-west-1',
    executionId: 'arn:aws:states:eu-west-1:123456789012:execution:Orders:a',
    scheduledEventId: 3,
  },
  taskName: 'Orders / Charge card',
  tokenBasis: 'history',
  tokenFingerprint: '9f3a-c27e',
  personId: 'https://issuer ana',
  askedAtMs: 1_000_000,
}
