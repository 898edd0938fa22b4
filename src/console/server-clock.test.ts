import fc from 'fast-check'
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

  const holds = (clock: { now(): { lo: number; hi: number } }, trueMs: number) => {
    const { lo, hi } = clock.now()
    expect(lo).toBeLessThanOrEqual(trueMs)
    expect(hi).toBeGreaterThanOrEqual(trueMs)
    return hi - lo
  }

  it('is right at once when the clock of this machine is set back', async () => {
    const machine = virtualPorts()
    const offset = { trueMs: machine.wall() }
    const clock = createServerClock(machine, undefined)
    clock.sight({ dateMs: offset.trueMs, sentWallMs: machine.wall(), answeredWallMs: machine.wall() })
    machine.setWall(machine.wall() - 600_000)
    expect(holds(clock, offset.trueMs)).toBeLessThan(1500)
    await machine.advance(60_000)
    expect(holds(clock, offset.trueMs + 60_000)).toBeLessThan(1500)
  })

  it('allows for both when it was set forward or the machine slept, until the next Date', async () => {
    for (const sleptMs of [0, 600_000]) {
      const machine = virtualPorts()
      const startMs = machine.wall()
      const clock = createServerClock(machine, undefined)
      clock.sight({ dateMs: startMs, sentWallMs: startMs, answeredWallMs: startMs })
      machine.setWall(startMs + 600_000)
      expect(holds(clock, startMs + sleptMs)).toBeLessThan(602_000)
      await machine.advance(2000)
      const trueMs = startMs + sleptMs + 2000
      clock.sight({ dateMs: trueMs, sentWallMs: machine.wall() - 10, answeredWallMs: machine.wall() })
      expect(holds(clock, trueMs)).toBeLessThan(1500)
    }
  })

  it('asks its own origin anew then, as long as AWS has told no time', async () => {
    const machine = virtualPorts()
    const trueMs = machine.wall()
    let asked = 0
    const sight = () => ({ dateMs: trueMs, sentWallMs: machine.wall(), answeredWallMs: machine.wall() })
    const clock = createServerClock(machine, sight(), async () => {
      asked += 1
      return sight()
    })
    machine.setWall(trueMs + 3_600_000)
    expect(holds(clock, trueMs)).toBeGreaterThan(3_600_000)
    await machine.advance(0)
    expect(holds(clock, trueMs)).toBeLessThan(1500)
    clock.sight(sight())
    machine.setWall(trueMs + 7_200_000)
    holds(clock, trueMs)
    expect(asked).toBe(1)
  })

  it('tells a moment that it marked by what it has learnt since', async () => {
    const machine = virtualPorts()
    const trueMs = machine.wall()
    const at = (dateMs: number) => ({
      dateMs,
      sentWallMs: machine.wall() - 20,
      answeredWallMs: machine.wall(),
    })
    const clock = createServerClock(machine, at(trueMs + 600_000))
    const marked = clock.mark()
    expect(marked().lo).toBeGreaterThan(trueMs + 590_000)
    await machine.advance(4000)
    clock.sight(at(trueMs + 4000))
    expect(holds({ now: marked }, trueMs)).toBeLessThan(1100)
    await machine.advance(60_000)
    expect(holds({ now: marked }, trueMs)).toBeLessThan(1200)
    // What is contradicted is of no more use than another host's time.
    const again = clock.mark()
    clock.sight(at(trueMs + 54_000))
    expect(holds({ now: again }, trueMs + 54_000)).toBeLessThan(1100)
  })

  it('keeps a mark as narrow as it was when the machine sleeps after it', async () => {
    const machine = virtualPorts()
    const trueMs = machine.wall()
    const clock = createServerClock(machine, undefined)
    clock.sight({ dateMs: trueMs, sentWallMs: trueMs, answeredWallMs: trueMs })
    const marked = clock.mark()
    machine.setWall(trueMs + 3_600_000)
    expect(holds({ now: marked }, trueMs)).toBeLessThan(1100)
  })

  it('signs by the middle of what it knows', () => {
    const clock = createServerClock(ports, undefined)
    clock.sight(sightOf(3_600_000))
    expect(Math.abs(clock.signingOffsetMs() - 3_600_000)).toBeLessThan(1100)
  })

  it('takes the time in a refused signature for what it is: of AWS', async () => {
    const machine = virtualPorts()
    const sight = (dateMs: number) => ({
      dateMs,
      sentWallMs: machine.wall() - 100,
      answeredWallMs: machine.wall(),
    })
    const trueMs = machine.wall() + 3_600_000
    const clock = createServerClock(machine, sight(machine.wall()))
    clock.sight(sight(trueMs), 'signatureError')
    expect(clock.source.get()).toBe('signatureError')
    expect(holds(clock, trueMs)).toBeLessThan(1200)
    expect(Math.abs(clock.signingOffsetMs() - 3_600_000)).toBeLessThan(1100)
    // One model: the Date narrows it, and is told as whose it is.
    await machine.advance(700)
    const before = holds(clock, trueMs + 700)
    clock.sight(sight(trueMs + 1000 - 400))
    expect(holds(clock, trueMs + 700)).toBeLessThan(before)
    expect(clock.source.get()).toBe('aws')
    clock.sight(sight(trueMs), 'signatureError')
    expect(clock.source.get()).toBe('aws')
  })

  describe('that gets an ID token', () => {
    const issued = (machine: typeof ports, issuedMs: number) => ({ issuedMs, obtainedWallMs: machine.wall() })

    it('knows from it alone that it is that late at least, and signs by it', () => {
      const clock = createServerClock(ports, undefined)
      const trueMs = ports.wall() + 3_600_000
      clock.issued(issued(ports, trueMs - 900))
      expect(clock.source.get()).toBe('idToken')
      expect(clock.now().lo).toBe(trueMs - 900)
      expect(clock.now().hi).toBeGreaterThan(trueMs)
      expect(Number.isFinite(clock.now().hi)).toBe(true)
      expect(clock.signingOffsetMs()).toBe(3_600_000 - 900)
    })

    it('leaves the own host alone where they agree, or nearly so, and drops it where they do not', () => {
      const clock = createServerClock(ports, sightOf(0))
      const before = clock.now()
      for (const apart of [-7_200_000, -500, 500, 25_000]) clock.issued(issued(ports, ports.wall() + apart))
      expect(clock.now()).toEqual(before)
      expect(clock.source.get()).toBe('ownOrigin')
      clock.issued(issued(ports, ports.wall() + 3_600_000))
      expect(clock.source.get()).toBe('idToken')
      clock.sight(sightOf(3_600_500))
      expect(holds(clock, ports.wall() + 3_600_500)).toBeLessThan(1100)
    })

    it('narrows by it what AWS told, and never widens it', () => {
      fc.assert(
        fc.property(fc.integer({ min: -10_000, max: 40_000 }), (aheadMs) => {
          const machine = virtualPorts()
          const clock = createServerClock(machine, undefined)
          clock.sight({
            dateMs: machine.wall(),
            sentWallMs: machine.wall() - 3000,
            answeredWallMs: machine.wall(),
          })
          const before = clock.now()
          clock.issued(issued(machine, machine.wall() + aheadMs))
          const after = clock.now()
          if (after.hi - after.lo > before.hi - before.lo)
            expect(after.lo).toBeGreaterThan(before.hi + 29_000)
          if (aheadMs > 0 && aheadMs <= 4000)
            expect(after).toEqual({ ...before, lo: machine.wall() + aheadMs })
        }),
      )
    })
  })

  it('tells how wrong the clock of this machine is, once it knows', () => {
    const clock = createServerClock(ports, undefined)
    expect(clock.machineOffset()).toBeUndefined()
    clock.sight(sightOf(-90_000))
    const { lo, hi } = clock.machineOffset() ?? { lo: 0, hi: 0 }
    expect(lo).toBeLessThanOrEqual(-90_000)
    expect(hi).toBeGreaterThanOrEqual(-90_000)
  })
})
