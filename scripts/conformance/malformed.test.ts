import { describe, expect, it } from 'vitest'
import { awsRefusal } from './aws-refusal.ts'
import { malformedRequests } from './malformed.ts'
import { knownOperations } from './operations.ts'
import { stillAws } from './still-aws.ts'
import { TourGuide } from './tour-guide.ts'
import { worldDigest } from './world-digest.ts'

const count = 10_000
const waitMs = 100

describe('a malformed request', () => {
  it('is refused as AWS refuses it, never with a 5xx, and leaves the world as it was', async () => {
    const fuzzed = await stillAws('fleet')
    const twin = await stillAws('fleet')
    const codes = new Map<string, number>()
    for (const { kind, call } of malformedRequests('fuzz', count, knownOperations(), fuzzed.wireNowMs)) {
      fuzzed.wait(waitMs)
      twin.wait(waitMs)
      const answer = await fuzzed.aws.handle(call)
      expect(answer.status, kind).toBeGreaterThanOrEqual(400)
      const { code } = awsRefusal(answer)
      codes.set(code, (codes.get(code) ?? 0) + 1)
    }
    expect(fuzzed.defects).toEqual([])
    expect(codes.get('ThrottlingException')).toBeUndefined()
    // What nobody can see yet would show later: both worlds go on for ten minutes, chance included.
    await fuzzed.aws.control.step(600)
    await twin.aws.control.step(600)
    const untouched = await worldDigest(twin)
    expect(await worldDigest(fuzzed)).toBe(untouched)
    console.log(`${count} malformed requests refused, the world unchanged:`, Object.fromEntries(codes))
    // A digest that could not tell would prove nothing.
    await new TourGuide(twin).swf('DeprecateDomain', { name: 'warehouse' })
    expect(await worldDigest(twin)).not.toBe(untouched)
  }, 120_000)
})
