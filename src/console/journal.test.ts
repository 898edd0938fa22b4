import { describe, expect, it } from 'vitest'
import type { AppError } from '../domain/app-error.ts'
import { createJournal, type JournalEntry, ownBeatsOf, type TaskRef, type WriteOutcome } from './journal.ts'

const TASK: TaskRef = { connectionId: 'local/eu-west-1', executionId: 'arn:x', scheduledEventId: 3 }
const ENTRY: Omit<JournalEntry, 'id' | 'outcome'> = {
  kind: 'heartbeat',
  task: TASK,
  taskName: 'Orders / Charge card',
  tokenBasis: 'history',
  tokenFingerprint: '9f3a-c27e',
  askedAtMs: 1_000_000,
  askedFromMs: 999_000,
}
const ACCEPTED: WriteOutcome = {
  kind: 'accepted',
  at: { lo: 1_000_100, hi: 1_000_300 },
  cancelRequested: null,
}
const DENIED: AppError = { kind: 'denied', action: null, resource: null, guest: false, explicit: false }

function memory(initial: string | null = null) {
  let text = initial
  return {
    getItem: () => text,
    setItem: (_: string, next: string) => {
      text = next
    },
    get text() {
      return text
    },
  }
}

describe('the journal', () => {
  it('holds an entry before it is settled, and its outcome after', () => {
    const journal = createJournal(memory())
    const id = journal.open(ENTRY)
    expect(journal.entries.get()).toEqual([{ ...ENTRY, id, outcome: null }])
    journal.settle(id, ACCEPTED)
    expect(journal.entries.get()).toEqual([{ ...ENTRY, id, outcome: ACCEPTED }])
  })

  it('tells apart what was asked for at the same moment', () => {
    const journal = createJournal(memory())
    const ids = [journal.open(ENTRY), journal.open(ENTRY), journal.open(ENTRY)]
    expect(new Set(ids).size).toBe(3)
    journal.settle(ids[1] ?? '', ACCEPTED)
    expect(journal.entries.get().map(({ outcome }) => outcome)).toEqual([null, ACCEPTED, null])
  })

  it('is there again after a reload', () => {
    const storage = memory()
    const journal = createJournal(storage)
    journal.settle(journal.open(ENTRY), ACCEPTED)
    expect(createJournal(storage).entries.get()).toEqual(journal.entries.get())
  })

  it('does not know whether what was under way at a reload arrived: it may for as long as a signature is good', () => {
    const storage = memory()
    createJournal(storage).open(ENTRY)
    const restored = createJournal(storage).entries.get()
    expect(restored).toMatchObject([{ outcome: { kind: 'unknown', at: { lo: 999_000, hi: 1_300_000 } } }])
    expect(ownBeatsOf(restored, TASK)).toMatchObject([{ basis: 'lost' }])
  })

  it('is written down before anything can be sent', () => {
    const storage = memory()
    createJournal(storage).open(ENTRY)
    expect(storage.text).toContain('9f3a-c27e')
  })

  it.each([['not JSON'], ['{"a":1}'], ['null']])('begins empty where %s was stored', (text) => {
    expect(createJournal(memory(text)).entries.get()).toEqual([])
  })

  it('works where nothing can be stored or read', () => {
    const forbidden = (): never => {
      throw new DOMException('no', 'SecurityError')
    }
    const journal = createJournal({ getItem: forbidden, setItem: forbidden })
    journal.settle(journal.open(ENTRY), ACCEPTED)
    expect(journal.entries.get()).toHaveLength(1)
  })

  it('keeps the newest and does not grow without end', () => {
    const storage = memory()
    const journal = createJournal(storage)
    for (let index = 0; index < 620; index += 1)
      journal.settle(journal.open({ ...ENTRY, askedAtMs: index }), ACCEPTED)
    const kept = journal.entries.get()
    expect(kept.length).toBeLessThanOrEqual(500)
    expect(kept.at(-1)?.askedAtMs).toBe(619)
    expect(new Set(kept.map(({ id }) => id)).size).toBe(kept.length)
  })

  it('tells its watchers', () => {
    const journal = createJournal(memory())
    let told = 0
    const stop = journal.entries.subscribe(() => {
      told += 1
    })
    const id = journal.open(ENTRY)
    journal.settle(id, ACCEPTED)
    stop()
    journal.open(ENTRY)
    expect(told).toBe(2)
  })
})

describe('ownBeatsOf', () => {
  const beatsOf = (...outcomes: readonly (WriteOutcome | null)[]) =>
    ownBeatsOf(
      outcomes.map((outcome, index) => ({ ...ENTRY, id: String(index), outcome })),
      TASK,
    )

  it('is what AWS accepted, on the basis of its token', () => {
    expect(beatsOf(ACCEPTED)).toEqual([{ basis: 'history', at: { lo: 1_000_100, hi: 1_000_300 } }])
    const pasted: JournalEntry = { ...ENTRY, id: 'a', tokenBasis: 'pasted', outcome: ACCEPTED }
    expect(ownBeatsOf([pasted], TASK)).toMatchObject([{ basis: 'pasted' }])
  })

  it('is what may have reached AWS', () => {
    const at = { lo: 1_000_100, hi: 1_300_100 }
    expect(beatsOf({ kind: 'unknown', at, reachable: null, answered: false })).toEqual([
      { basis: 'lost', at },
    ])
  })

  it('is what is under way, which may have reached AWS already', () => {
    expect(beatsOf(null)).toEqual([{ basis: 'lost', at: { lo: 999_000, hi: 1_300_000 } }])
  })

  it('may have reached AWS at any time where the entry does not say when it was asked for at the earliest', () => {
    const { askedFromMs: _, ...older } = ENTRY
    const [{ at } = { at: null }] = ownBeatsOf([{ ...older, id: 'a', outcome: null }], TASK)
    expect(at).toEqual({ lo: 0, hi: 1_300_000 })
  })

  it.each<WriteOutcome>([
    { kind: 'taskClosed', at: ACCEPTED.at },
    { kind: 'taskDoesNotExist', at: ACCEPTED.at },
    { kind: 'invalidToken', at: ACCEPTED.at },
    { kind: 'refused', error: DENIED },
    { kind: 'alreadyEnded', ended: null },
    { kind: 'notSent', error: DENIED },
  ])('is nothing where it was $kind', (outcome) => {
    expect(beatsOf(outcome)).toEqual([])
  })

  it.each([
    { ...TASK, connectionId: 'local/us-east-1' },
    { ...TASK, executionId: 'arn:y' },
    { ...TASK, scheduledEventId: 9 },
  ])('is of this task alone', (other) => {
    expect(ownBeatsOf([{ ...ENTRY, id: 'a', task: other, outcome: ACCEPTED }], TASK)).toEqual([])
  })
})
