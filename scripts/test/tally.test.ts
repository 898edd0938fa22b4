import { describe, expect, it } from 'vitest'
import { singleTally, suiteTally, sumTallies, type Tally } from './tally.ts'

const ten: Tally = { passed: 10, failed: 0, skipped: [{ name: 'a', reason: 'b' }], remarks: [] }

describe('suiteTally', () => {
  it('takes a suite that ended well as counted', () => {
    expect(suiteTally(ten, true)).toEqual(ten)
  })

  it('fails a suite without a report, without a test, or with an error outside its tests', () => {
    expect(suiteTally(undefined, true)).toMatchObject({ passed: 0, failed: 1 })
    expect(suiteTally({ ...ten, passed: 0 }, true)).toMatchObject({ passed: 0, failed: 1 })
    expect(suiteTally(ten, false)).toMatchObject({ passed: 10, failed: 1 })
  })

  it('lets only a suite that may be skipped skip all of it, and only without an error', () => {
    const skipped = { ...ten, passed: 0 }
    expect(suiteTally(skipped, true, { mayBeSkipped: true })).toEqual(skipped)
    expect(suiteTally(skipped, false, { mayBeSkipped: true })).toMatchObject({ failed: 1 })
    expect(suiteTally({ ...skipped, skipped: [] }, true, { mayBeSkipped: true })).toMatchObject({ failed: 1 })
  })

  it('counts a failed test once', () => {
    expect(suiteTally({ ...ten, failed: 2 }, false)).toMatchObject({ passed: 10, failed: 2 })
  })
})

describe('sumTallies', () => {
  it('adds up and keeps the skipped ones', () => {
    const sum = sumTallies([ten, singleTally(true), singleTally(false, 'why')])
    expect(sum).toEqual({ passed: 11, failed: 1, skipped: ten.skipped, remarks: ['why'] })
  })
})
