import { describe, expect, it } from 'vitest'
import { readTimestamp } from './read-timestamp.ts'

const AT = Date.UTC(2026, 10, 20, 14, 2, 31)

describe('readTimestamp', () => {
  it.each<[unknown, number]>([
    ['2026-11-20T14:02:31Z', 0],
    ['2026-11-20T14:02:31.5Z', 500],
    ['2026-11-20T14:02:31.123456+00:00', 123],
    ['2026-11-20T15:02:31.250000+01:00', 250],
    ['2026-11-20 09:02:31.007-05:00', 7],
    ['2026-11-20T19:32:31+05:30', 0],
    ['2026-11-20T19:32:31+0530', 0],
    ['2026-11-20T16:02:31+02', 0],
    ['2026-11-20t14:02:31z', 0],
    [AT / 1000, 0],
    [AT / 1000 + 0.25, 250],
    [String(AT / 1000), 0],
    [`${AT / 1000}.75`, 750],
  ])('%j', (value, ms) => {
    expect(readTimestamp(value)).toBe(AT + ms)
  })

  it('takes minutes without seconds', () => {
    expect(readTimestamp('2026-11-20T14:02Z')).toBe(AT - 31_000)
  })

  it.each([
    undefined,
    null,
    '',
    'timestamp',
    '2026-11-20',
    '2026-11-20T14:02:31', // of which place on earth?
    '2026-13-20T14:02:31Z',
    '2026-02-30T14:02:31Z',
    'Fri, 20 Nov 2026 14:02:31 GMT',
    '-1',
    1e300,
    {},
    [AT],
  ])('%j is none', (value) => {
    expect(readTimestamp(value)).toBeNull()
  })
})
