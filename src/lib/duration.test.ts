import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDuration, formatInterval } from './duration.ts'

const SECOND = 1000
const HOUR = 3600 * SECOND
const DAY = 24 * HOUR

describe('formatDuration', () => {
  it.each([
    [0, '0:00'],
    [999, '0:00'],
    [42 * SECOND, '0:42'],
    [59_999, '0:59'],
    [60 * SECOND, '1:00'],
    [HOUR - 1, '59:59'],
    [HOUR, '1:00:00'],
    [HOUR + 3 * 60 * SECOND + 20 * SECOND, '1:03:20'],
    [DAY - 1, '23:59:59'],
    [DAY, '1 d'],
    [3 * DAY + 4.9 * HOUR, '3 d 4 h'],
    [-5000, '0:00'],
  ])('of %d ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })

  it.each([
    [0, '0:00'],
    [1, '0:01'],
    [41_001, '0:42'],
    [59_001, '1:00'],
    [HOUR - 1, '1:00:00'],
    [-1, '0:00'],
  ])('of %d ms rounded up is %s', (ms, text) => {
    expect(formatDuration(ms, 'up')).toBe(text)
  })

  it('never says "60" of seconds or minutes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 * DAY }), fc.constantFrom('up', 'down'), (ms, round) => {
        expect(formatDuration(ms, round)).toMatch(
          /^(?:\d+ d(?: (?:1?\d|2[0-3]) h)?|(?:\d+:[0-5]|[0-5])?\d:[0-5]\d)$/,
        )
      }),
    )
  })
})

describe('formatInterval', () => {
  it.each([
    [0, '0 s'],
    [60, '60 s'],
    [119, '119 s'],
    [120, '2 min'],
    [150, '2 min 30 s'],
    [5400, '1 h 30 min'],
    [86_400, '1 d'],
    [90_061, '1 d 1 h'],
  ])('of %d s is %s', (seconds, text) => {
    expect(formatInterval(seconds)).toBe(text)
  })
})
