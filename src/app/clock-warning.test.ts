import { describe, expect, it } from 'vitest'
import { clockWarning } from './clock-warning.ts'

describe('clockWarning', () => {
  const off = (ms: number) => ({ lo: ms - 500, hi: ms + 500 })

  it.each([
    [off(0), 500, 'aws', null],
    [off(30_000), 500, 'aws', null],
    [off(-30_000), 500, 'aws', null],
    [off(31_000), 500, 'aws', "this machine's clock is 0:31 behind"],
    [off(-3_600_000), 500, 'ownOrigin', "this machine's clock is 1:00:00 ahead"],
    [off(3_600_000), 500, 'world', "this machine's clock is 1:00:00 behind"],
    [{ lo: 0, hi: 3_600_000 }, 1_800_000, 'aws', 'server time is known only to ±30:00'],
    [undefined, 900_000, 'none', 'server time is known only to ±15:00'],
    // The time of a simulated world is what it says; how fast it goes is no doubt of ours.
    [undefined, 60_000, 'world', null],
  ] as const)('of %j, known to %i ms by %s, is %j', (offset, boundMs, source, told) => {
    expect(clockWarning(offset, boundMs, source)).toBe(told)
  })
})
