import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventLoop, OtherWorld, type Place } from './event-loop.ts'
import { WorldClock } from './world-clock.ts'

/** A world whose turns cost wall time. */
function slowWorld() {
  let wallMs = 0
  let breaths = 0
  const defects: unknown[] = []
  const clock = new WorldClock(() => wallMs, 0)
  const loop = new EventLoop(clock, {
    pace: {
      wall: () => wallMs,
      breathe: async () => {
        breaths += 1
      },
    },
    onDefect: (error) => defects.push(error),
  })
  let turns = 0
  const tickEvery = (worldMs: number, costMs: number, ticked = (): unknown => undefined): void => {
    const tick = (): void => {
      turns += 1
      ticked()
      wallMs += costMs
      loop.after(worldMs, tick)
    }
    loop.after(worldMs, tick)
  }
  return {
    clock,
    loop,
    defects,
    tickEvery,
    pass: (ms: number) => {
      wallMs += ms
    },
    wall: () => wallMs,
    breaths: () => breaths,
    turns: () => turns,
  }
}

describe('the event loop', () => {
  it('runs turns by due time, then by arrival, without those cancelled', async () => {
    const timer = fc.record({ dueMs: fc.integer({ min: 0, max: 9 }), cancelled: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(timer, { maxLength: 300 }), async (timers) => {
        const { clock, loop } = slowWorld()
        const ran: number[] = []
        const made = timers.map(({ dueMs }, index) => loop.at(dueMs, () => void ran.push(index)))
        for (const [index, { cancelled }] of timers.entries()) if (cancelled) made[index]?.cancel()
        clock.step(10)
        await loop.advance()
        const expected = [...timers.entries()]
          .filter(([, { cancelled }]) => !cancelled)
          .sort(([i, a], [j, b]) => a.dueMs - b.dueMs || i - j)
        expect(ran).toEqual(expected.map(([index]) => index))
        expect(loop.size).toBe(0)
      }),
    )
  })

  it('keeps no room for timers that were cancelled', () => {
    const { loop } = slowWorld()
    loop.at(5, () => undefined)
    for (let index = 0; index < 10_000; index += 1) loop.at(1000 + index, () => undefined).cancel()
    expect(loop.size).toBeLessThan(200)
  })

  it('lets its place breathe while much is due, and still does all that a step asked for', async () => {
    const { clock, loop, tickEvery, breaths, turns } = slowWorld()
    tickEvery(1000, 5)
    clock.pause()
    clock.step(1_000_000)
    await loop.advance()
    expect(turns()).toBe(1000)
    expect(breaths()).toBeGreaterThanOrEqual(200)
    expect(loop.nowMs).toBe(1_000_000)
  })

  it('runs as fast as it can where it cannot run as fast as it should, and answers all the while', async () => {
    const { clock, loop, tickEvery, pass, wall, turns } = slowWorld()
    clock.setSpeed(1000)
    // A world second costs 5 ms: at most 200 of them fit into a second, where 1000 are asked for.
    tickEvery(1000, 5)
    let seenMs = 0
    for (let call = 0; call < 20; call += 1) {
      pass(1000)
      const beforeMs = wall()
      await loop.advance()
      expect(wall() - beforeMs).toBeLessThanOrEqual(105)
      expect(loop.reachedMs).toBeGreaterThanOrEqual(seenMs)
      expect(loop.nowMs).toBeLessThanOrEqual(loop.reachedMs)
      seenMs = loop.reachedMs
    }
    expect(turns()).toBeGreaterThanOrEqual(20 * 20)
    expect(clock.now() - loop.nowMs).toBeLessThan(1000)
  })

  it('reports a turn that throws, and does not blame it on the next caller', async () => {
    const { clock, loop, defects } = slowWorld()
    const ran: string[] = []
    loop.at(1, () => {
      throw new Error('a defect')
    })
    loop.at(2, () => void ran.push('the next one'))
    clock.step(10)
    expect(await loop.run(() => 'an answer')).toBe('an answer')
    expect(defects).toEqual([new Error('a defect')])
    expect(ran).toEqual(['the next one'])
    await expect(loop.run(() => Promise.reject(new Error('its own')))).rejects.toThrow('its own')
  })

  it('waits for a turn that takes its time before it takes the next, and reports its failure', async () => {
    const { clock, loop, defects } = slowWorld()
    const ran: string[] = []
    loop.at(1, async () => {
      await Promise.resolve()
      ran.push('slow')
      throw new Error('a late defect')
    })
    loop.at(1, () => void ran.push('quick'))
    clock.step(10)
    await loop.advance()
    expect(ran).toEqual(['slow', 'quick'])
    expect(defects).toEqual([new Error('a late defect')])
  })

  it('runs nothing that is due once it is stopped, not even of a step under way', async () => {
    const { clock, loop, tickEvery, turns } = slowWorld()
    tickEvery(1, 0)
    loop.at(50, () => loop.stop())
    clock.step(1000)
    await loop.advance()
    expect(turns()).toBeLessThan(60)
    expect(await loop.run(() => 'an answer')).toBe('an answer')
  })

  it('is lived again by the places of its calls, also where the world could not keep up with its clock', async () => {
    const wait = fc.integer({ min: 0, max: 2000 })
    await fc.assert(
      fc.asyncProperty(fc.array(wait, { minLength: 1, maxLength: 20 }), async (waits) => {
        /** Each call makes a timer for the moment it comes at, so that what is due then comes before or after it. */
        const calling = (loop: EventLoop, said: string[], call: number) => () => {
          said.push(`call ${call} at ${loop.place.nowMs}`)
          loop.after(0, () => void said.push(`made by ${call}`))
        }
        const first = slowWorld()
        const told: string[] = []
        first.tickEvery(1000, 5, () => told.push('tick'))
        first.clock.setSpeed(1000)
        const places: Place[] = []
        for (const [call, ms] of waits.entries()) {
          first.pass(ms)
          await first.loop.run(() => {
            places.push(first.loop.place)
            calling(first.loop, told, call)()
          })
        }
        const again = slowWorld()
        const toldAgain: string[] = []
        again.tickEvery(1000, 5, () => toldAgain.push('tick'))
        const stretch = places.map((at, call) => ({ at, turn: calling(again.loop, toldAgain, call) }))
        await again.loop.relive(stretch)
        expect(toldAgain).toEqual(told)
        expect(again.loop.place).toEqual(first.loop.place)
      }),
    )
  })

  it('is not lived again as another world', async () => {
    const { loop } = slowWorld()
    loop.at(5, () => undefined)
    const { place } = loop
    const turn = (): void => undefined
    await expect(loop.relive([{ at: { ...place, trace: place.trace + 1 }, turn }])).rejects.toThrow(
      OtherWorld,
    )
    await expect(loop.relive([{ at: { ...place, turns: 2, nowMs: 9 }, turn }])).rejects.toThrow(OtherWorld)
    const late = slowWorld()
    late.loop.at(5, () => undefined)
    await expect(late.loop.relive([{ at: { ...place, turns: 1, nowMs: 4 }, turn }])).rejects.toThrow(
      OtherWorld,
    )
  })
})
