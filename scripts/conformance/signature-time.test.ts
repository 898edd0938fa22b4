import { beforeEach, describe, expect, it } from 'vitest'
import { type Caller, callerOf } from './caller.ts'
import { stillAws } from './still-aws.ts'

// A signature is good for five minutes of the wire's clock, whatever the world's clock does.

let caller: Caller

beforeEach(async () => {
  caller = callerOf(await stillAws('quiet'))
  return () => caller.still.aws.close()
})

const list = async (atMs?: number): Promise<string> =>
  (await caller.call('states', 'ListActivities', {}, atMs === undefined ? {} : { atMs })).refusal ??
  'answered'

/** How far the world's clock is ahead of the wire's; milliseconds. */
function aheadMs(): number {
  const { worldMs, wireMs } = caller.still.aws.control.clock()
  return worldMs - wireMs
}

describe('the time of a signature', () => {
  it.each([60, 3600])("is the wire's in a world at x%i", async (factor) => {
    const { control } = caller.still.aws
    await control.setSpeed(factor)
    await control.resume()
    for (let minute = 0; minute < 10; minute += 1) {
      caller.still.wait(60_000)
      expect(await list()).toBe('answered')
    }
    expect(aheadMs()).toBeGreaterThan(9 * 60_000 * (factor - 1))
    expect(await list(control.clock().worldMs)).toMatch(
      /^InvalidSignatureException: Signature not yet current: /,
    )
  })

  it("is the wire's after a step of days, and in a world that stands still for days", async () => {
    const { control } = caller.still.aws
    await control.step(5 * 86_400)
    expect(aheadMs()).toBeGreaterThan(4 * 86_400_000)
    expect(await list()).toBe('answered')
    caller.still.wait(9 * 86_400_000)
    expect(aheadMs()).toBeLessThan(0)
    expect(await list()).toBe('answered')
  })

  it.each([
    [
      600,
      'Signature expired: 20260301T120001Z is now earlier than 20260301T120501Z (20260301T121001Z - 5 min.)',
    ],
    [
      -600,
      'Signature not yet current: 20260301T120001Z is still later than 20260301T115501Z (20260301T115001Z + 5 min.)',
    ],
  ])(
    'is told from a wrong key, and with it the time of AWS: %i s of skew',
    async (wireSkewSeconds, words) => {
      caller.still.aws.control.changeSettings({ wireSkewSeconds })
      expect(await list()).toBe(`InvalidSignatureException: ${words}`)
      // Who reads AWS's clock from it is let in.
      expect(await list(caller.still.wireNowMs() + wireSkewSeconds * 1000)).toBe('answered')
    },
  )

  it.each([300, -300])('may be off by %i s and no more', async (seconds) => {
    const now = (): number => caller.still.wireNowMs() + 1000
    expect(await list(now() + seconds * 1000)).toBe('answered')
    expect(await list(now() + (seconds + Math.sign(seconds)) * 1000)).toMatch(
      /^InvalidSignatureException: Signature /,
    )
  })
})
