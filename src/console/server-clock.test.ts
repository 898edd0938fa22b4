import { describe, expect, it } from 'vitest'
import { createServerClock } from './server-clock.ts'
import { virtualPorts } from './testing-ports.ts'

describe('a server clock', () => {
  const ports = virtualPorts()
  const sightOf = (offsetMs: number) => ({
    dateMs: Math.floor((ports.wall() + offsetMs) / 1000) * 1000,
    sentWallMs: ports.wall() - 20,
    answeredWallMs: ports.wall(),
  })

  it('admits that it knows nothing before any answer, and signs by the wall clock', () => {
    const clock = createServerClock(ports, undefined)
    expect(clock.source.get()).toBe('none')
    expect(clock.now().hi - clock.now().lo).toBeGreaterThanOrEqual(20 * 60_000)
    expect(clock.signingOffsetMs()).toBe(0)
  })

  it('goes by its own origin until AWS tells its time, then by AWS alone', () => {
    const clock = createServerClock(ports, sightOf(0))
    expect(clock.source.get()).toBe('ownOrigin')
    const trueMs = ports.wall() + 90_000
    clock.sight(sightOf(90_000))
    expect(clock.source.get()).toBe('aws')
    expect(clock.now().lo).toBeLessThanOrEqual(trueMs)
    expect(clock.now().hi).toBeGreaterThanOrEqual(trueMs)
    expect(clock.now().hi - clock.now().lo).toBeLessThan(1100)
  })

  it('does not narrow the time of AWS by the time of its own origin', () => {
    // Half a second apart: both sights agree on a stretch that holds neither's truth for sure.
    const clock = createServerClock(ports, sightOf(-500))
    const alone = createServerClock(ports, undefined)
    clock.sight(sightOf(0))
    alone.sight(sightOf(0))
    expect(clock.now()).toEqual(alone.now())
  })

  it('signs by the middle of what it knows', () => {
    const clock = createServerClock(ports, undefined)
    clock.sight(sightOf(3_600_000))
    expect(Math.abs(clock.signingOffsetMs() - 3_600_000)).toBeLessThan(1100)
  })
})
