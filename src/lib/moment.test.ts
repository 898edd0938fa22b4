import { describe, expect, it } from 'vitest'
import { formatBothZones, formatMoment } from './moment.ts'

const MS = Date.UTC(2026, 10, 20, 14, 2, 31)
const DAY_MS = 86_400_000

describe('formatMoment', () => {
  it('is the time alone on the same day', () => {
    expect(formatMoment(MS, MS + 3_600_000, 'utc')).toBe('14:02:31')
    expect(formatMoment(Date.UTC(2026, 10, 20), MS, 'utc')).toBe('00:00:00')
  })

  it.each([MS + DAY_MS, MS - DAY_MS, MS + 365 * DAY_MS])('has the date before it on another', (nowMs) => {
    expect(formatMoment(MS, nowMs, 'utc')).toBe('20 Nov 2026 14:02:31')
  })

  it("takes the day in the zone that is shown, not in the other's", () => {
    const midnight = new Date(2026, 10, 20).getTime()
    expect(formatMoment(midnight, midnight + 1000, 'local')).toBe('00:00:00')
    expect(formatMoment(midnight - 1000, midnight + 1000, 'local')).toContain('19 Nov 2026')
  })
})

describe('formatBothZones', () => {
  it('says both, so that a time can be told to somebody elsewhere', () => {
    expect(formatBothZones(MS)).toBe(`2026-11-20 14:02:31 UTC, ${formatMoment(MS, MS, 'local')} local`)
  })
})
