import { describe, expect, it } from 'vitest'
import type { AppError } from '../domain/app-error.ts'
import { abandoned, type JournalEntry, ownBeatsOf, type SettledOutcome } from './journal-entry.ts'
import { testingEntry } from './testing-journal.ts'

const TASK = testingEntry.task
const SENT = { lo: 1_000_100, hi: 1_000_110 }
/** A minute until it is signed, and five in which its signature is good. */
const MAY_ARRIVE = { lo: SENT.lo, hi: SENT.hi + 360_000 }
const DENIED: AppError = { kind: 'denied', action: null, resource: null, guest: false, explicit: false }
const ENTRY: JournalEntry = {
  ...testingEntry,
  id: 'a',
  pageId: 'a page',
  sentAt: SENT,
  outcome: null,
  recorded: 'whole',
}
const ACCEPTED: SettledOutcome = {
  kind: 'accepted',
  at: { lo: 1_000_100, hi: 1_000_300 },
  cancelRequested: null,
}

describe('ownBeatsOf', () => {
  const beatsOf = (outcome: SettledOutcome | null, change: Partial<JournalEntry> = {}) =>
    ownBeatsOf([{ ...ENTRY, ...change, outcome }], TASK)

  it('is what AWS accepted, on the basis of its token', () => {
    expect(beatsOf(ACCEPTED)).toEqual([{ basis: 'history', at: { lo: 1_000_100, hi: 1_000_300 } }])
    expect(beatsOf(ACCEPTED, { tokenBasis: 'pasted' })).toMatchObject([{ basis: 'pasted' }])
  })

  it('is what may have reached AWS', () => {
    const at = { lo: 1_000_100, hi: 1_300_100 }
    expect(beatsOf({ kind: 'unknown', at, reachable: null, why: 'noAnswer' })).toEqual([
      { basis: 'lost', at },
    ])
  })

  it('is what has left and may have reached AWS already', () => {
    expect(beatsOf(null)).toEqual([{ basis: 'lost', at: MAY_ARRIVE }])
  })

  it('is what was refused, where an earlier copy that the browser sent may have counted', () => {
    expect(beatsOf({ kind: 'refused', error: { kind: 'throttled' } })).toEqual([
      { basis: 'lost', at: { lo: SENT.lo, hi: SENT.hi + 60_000 } },
    ])
  })

  it('is nothing before the request leaves', () => {
    expect(beatsOf(null, { sentAt: null })).toEqual([])
  })

  it.each<SettledOutcome>([
    { kind: 'taskClosed', at: ACCEPTED.at },
    { kind: 'taskDoesNotExist', at: ACCEPTED.at },
    { kind: 'invalidToken', at: ACCEPTED.at },
    { kind: 'refused', error: DENIED },
    { kind: 'alreadyEnded', ended: null },
    { kind: 'notSent', error: DENIED },
    { kind: 'pageClosed' },
  ])('is nothing where it was $kind', (outcome) => {
    expect(beatsOf(outcome)).toEqual([])
  })

  it.each([
    { ...TASK, connectionId: 'local/us-east-1' },
    { ...TASK, executionId: 'arn:y' },
    { ...TASK, scheduledEventId: 9 },
  ])('is of this task alone', (other) => {
    expect(beatsOf(ACCEPTED, { task: other })).toEqual([])
  })
})

describe('an entry of a page that is gone', () => {
  it('was not sent where the page had not noted that the request leaves', () => {
    expect(abandoned({ ...ENTRY, sentAt: null }).outcome).toEqual({ kind: 'pageClosed' })
  })

  it('has an unknown outcome where it had: it may arrive as long as its signature is good', () => {
    const { outcome } = abandoned(ENTRY)
    expect(outcome).toEqual({ kind: 'unknown', at: MAY_ARRIVE, reachable: null, why: 'pageClosed' })
    expect(ownBeatsOf([abandoned(ENTRY)], TASK)).toEqual([{ basis: 'lost', at: MAY_ARRIVE }])
  })

  it('keeps an outcome that it has', () => {
    expect(abandoned({ ...ENTRY, outcome: ACCEPTED }).outcome).toBe(ACCEPTED)
  })
})
