import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMomentWriter, formatBothZones, zoneStatement } from './moment.ts'

const MS = Date.UTC(2026, 10, 20, 14, 2, 31)
const DAY_MS = 86_400_000
const utc = createMomentWriter('UTC')
const berlin = createMomentWriter('Europe/Berlin')
const newYork = createMomentWriter('America/New_York')
const kolkata = createMomentWriter('Asia/Kolkata')

describe('short', () => {
  it('is the time alone on the same day', () => {
    expect(utc.short(MS, MS + 3_600_000)).toBe('14:02:31')
    expect(utc.short(Date.UTC(2026, 10, 20), MS)).toBe('00:00:00')
  })

  it.each([MS + DAY_MS, MS - DAY_MS, MS + 365 * DAY_MS])('has the date before it on another', (nowMs) => {
    expect(utc.short(MS, nowMs)).toBe('20 Nov 2026 14:02:31')
  })

  it('takes the day in the zone that is shown, not in another', () => {
    // 00:30 on the 21st in Kolkata, 19:00 on the 20th in UTC.
    const late = Date.UTC(2026, 10, 20, 19)
    expect(kolkata.short(late, late + 1000)).toBe('00:30:00')
    expect(kolkata.short(MS, late)).toBe('20 Nov 2026 19:32:31')
    expect(utc.short(MS, late)).toBe('14:02:31')
  })

  it('names the offset of a time on the other side of a clock change', () => {
    // On 1 November 2026 New York's clocks go back at 06:00 UTC: 01:30 happens twice.
    const [first, second] = [Date.UTC(2026, 10, 1, 5, 30), Date.UTC(2026, 10, 1, 6, 30)]
    expect(newYork.short(first, first)).toBe('01:30:00')
    expect(newYork.short(second, second)).toBe('01:30:00')
    expect(newYork.short(first, second)).toBe('01:30:00 UTC-4')
    expect(newYork.short(second, first)).toBe('01:30:00 UTC-5')
  })

  it('names two moments alike never, with the offset of now beside it', () => {
    const seconds = fc.integer({ min: Date.UTC(2026, 9, 31) / 1000, max: Date.UTC(2026, 10, 2) / 1000 })
    fc.assert(
      fc.property(seconds, seconds, seconds, (a, b, now) => {
        fc.pre(a !== b)
        expect(newYork.short(a * 1000, now * 1000)).not.toBe(newYork.short(b * 1000, now * 1000))
      }),
    )
  })
})

describe('isSameFrame', () => {
  it('is so where every moment is written alike', () => {
    const time = fc.integer({ min: Date.UTC(2026, 9, 31), max: Date.UTC(2026, 10, 3) })
    fc.assert(
      fc.property(time, time, time, (ms, aMs, bMs) => {
        if (newYork.isSameFrame(aMs, bMs)) expect(newYork.short(ms, aMs)).toBe(newYork.short(ms, bMs))
      }),
    )
  })

  it('is not so over midnight, nor over a clock change', () => {
    expect(utc.isSameFrame(MS, MS + 3_600_000)).toBe(true)
    expect(utc.isSameFrame(MS, MS + DAY_MS)).toBe(false)
    expect(newYork.isSameFrame(Date.UTC(2026, 10, 1, 5), Date.UTC(2026, 10, 1, 7))).toBe(false)
  })
})

describe('zoned', () => {
  it.each([
    [utc, '14:02:31 UTC'],
    [berlin, '15:02:31 UTC+1'],
    [newYork, '09:02:31 UTC-5'],
    [kolkata, '19:32:31 UTC+5:30'],
    [createMomentWriter('Asia/Kathmandu'), '19:47:31 UTC+5:45'],
  ])('has its offset in every case', (writer, text) => {
    expect(writer.zoned(MS, MS)).toBe(text)
    expect(writer.zoned(MS, MS + 3 * DAY_MS)).toMatch(/^2[01] Nov 2026 /)
  })

  it('has the offset of that day, not of today', () => {
    const summer = Date.UTC(2026, 6, 1, 12)
    expect(berlin.zoned(summer, MS)).toBe('1 Jul 2026 14:00:00 UTC+2')
  })
})

describe('formatBothZones', () => {
  it('has date, time and zone of both, for somebody elsewhere', () => {
    const late = Date.UTC(2026, 10, 20, 19)
    expect(formatBothZones(late, kolkata)).toBe('2026-11-21 00:30:00 UTC+5:30, 2026-11-20 19:00:00 UTC')
    expect(formatBothZones(MS, berlin)).toBe('2026-11-20 15:02:31 UTC+1, 2026-11-20 14:02:31 UTC')
  })

  it('says it once where both are the same', () => {
    expect(formatBothZones(MS, createMomentWriter('Europe/London'))).toBe('2026-11-20 14:02:31 UTC')
  })
})

it('the statement of a page names the offset of now', () => {
  expect(zoneStatement('local', MS, kolkata)).toBe('Times are local (UTC+5:30)')
  expect(zoneStatement('local', Date.UTC(2026, 6, 1), berlin)).toBe('Times are local (UTC+2)')
  expect(zoneStatement('utc', MS, berlin)).toBe('Times are in UTC')
})
