import { describe, expect, it } from 'vitest'
import { createServerClock } from './server-clock.ts'
import { settled, virtualPorts } from './testing-ports.ts'
import { followWorldClock } from './world-clock.ts'

const WORLD_MS = Date.UTC(2030, 0, 1)

/** Follows a world whose answers a test gives; each answer takes `latencyMs` of wall time. */
function follow() {
  let answer: () => Response | Promise<Response> = () =>
    Response.json({ worldMs: WORLD_MS, speed: 1, paused: false })
  let asked = 0
  const ports = virtualPorts({
    fetch: async () => {
      asked += 1
      return answer()
    },
  })
  const wire = createServerClock(ports, undefined)
  const clock = followWorldClock(ports, 'http://127.0.0.1:4566/_local/clock', wire)
  return {
    ports,
    wire,
    clock,
    asked: () => asked,
    answers: (next: typeof answer) => {
      answer = next
    },
    tells: (worldMs: number, speed = 1, paused = false) => {
      answer = () => Response.json({ worldMs, speed, paused })
    },
  }
}

describe('a clock that follows a world', () => {
  it("tells the world's time from its first answer on, and the wire's before", async () => {
    const { clock, wire } = follow()
    expect(clock.now()).toEqual(wire.now())
    await settled()
    expect(clock.now()).toEqual({ lo: WORLD_MS, hi: WORLD_MS })
    expect(clock.source.get()).toBe('world')
  })

  it.each([
    { speed: 1, paused: false, after: 900 },
    { speed: 60, paused: false, after: 54_000 },
    { speed: 60, paused: true, after: 0 },
  ])('goes on at x$speed, paused $paused, between two answers', async ({ speed, paused, after }) => {
    const { ports, clock, tells } = follow()
    tells(WORLD_MS, speed, paused)
    await ports.advance(1000)
    await ports.advance(900)
    expect(clock.now()).toEqual({ lo: WORLD_MS + after, hi: WORLD_MS + after })
  })

  it('counts the time an answer was on its way as not known', async () => {
    const { ports, clock, answers } = follow()
    let answerNow: (response: Response) => void = () => undefined
    answers(
      () =>
        new Promise((resolve) => {
          answerNow = resolve
        }),
    )
    await ports.advance(1000)
    const sentMs = ports.wall()
    ports.setWall(sentMs + 400)
    answerNow(Response.json({ worldMs: WORLD_MS, speed: 10, paused: false }))
    await settled()
    expect(clock.now()).toEqual({ lo: WORLD_MS, hi: WORLD_MS + 4000 })
  })

  it('tells a moment that it marked before the first answer in the time of the world, too', async () => {
    const { ports, clock, tells } = follow()
    const first = clock.mark()
    tells(WORLD_MS + 60_000, 60)
    await ports.advance(1000)
    expect(first()).toEqual({ lo: WORLD_MS, hi: WORLD_MS })
    const marked = clock.mark()
    await ports.advance(900)
    expect(marked()).toEqual({ lo: WORLD_MS + 60_000, hi: WORLD_MS + 60_000 })
  })

  it.each([-3_600_000, 3_600_000])('is not led astray by a wall that is set by %s ms', async (byMs) => {
    const { ports, clock, answers, tells } = follow()
    tells(WORLD_MS)
    await ports.advance(1000)
    ports.setWall(ports.wall() + byMs)
    await ports.advance(400)
    // Until the next asking it may have slept as well.
    expect(clock.now().lo).toBeLessThanOrEqual(WORLD_MS + 400)
    expect(clock.now().hi).toBeGreaterThanOrEqual(WORLD_MS + 400)
    let answerNow: (response: Response) => void = () => undefined
    answers(
      () =>
        new Promise((resolve) => {
          answerNow = resolve
        }),
    )
    await ports.advance(600)
    ports.setWall(ports.wall() + byMs)
    answerNow(Response.json({ worldMs: WORLD_MS + 1000, speed: 1, paused: false }))
    await settled()
    expect(clock.now().lo).toBeLessThanOrEqual(WORLD_MS + 1000)
    expect(clock.now().hi).toBeGreaterThanOrEqual(WORLD_MS + 1000)
    tells(WORLD_MS + 2000)
    await ports.advance(1000)
    expect(clock.now()).toEqual({ lo: WORLD_MS + 2000, hi: WORLD_MS + 2000 })
  })

  it('asks again and sees a step', async () => {
    const { ports, clock, tells } = follow()
    await settled()
    tells(WORLD_MS + 3_600_000, 1, true)
    await ports.advance(2000)
    expect(clock.now().lo).toBe(WORLD_MS + 3_600_000)
  })

  it('knows of a step at once where it is to be confirmed', async () => {
    const { clock, tells } = follow()
    await settled()
    tells(WORLD_MS + 50_000, 1, true)
    expect(clock.now().hi).toBe(WORLD_MS)
    expect(await clock.confirmed()).toEqual({ lo: WORLD_MS + 50_000, hi: WORLD_MS + 50_000 })
  })

  it('confirms what it was last told while its world is away', async () => {
    const { clock, answers } = follow()
    await settled()
    answers(() => Promise.reject(new TypeError('Failed to fetch')))
    expect(await clock.confirmed()).toEqual({ lo: WORLD_MS, hi: WORLD_MS })
  })

  it.each<[string, () => Response | Promise<Response>]>([
    ['is away', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['answers with an error', () => Response.json({ error: 'no such call' }, { status: 404 })],
    ['answers something else', () => new Response('<html></html>')],
  ])('keeps the last it was told while its world %s, and comes back', async (_, answer) => {
    const { ports, clock, answers, tells } = follow()
    await settled()
    answers(answer)
    await ports.advance(5000)
    expect(clock.now()).toEqual({ lo: WORLD_MS + 5000, hi: WORLD_MS + 5000 })
    tells(WORLD_MS + 60_000)
    await ports.advance(1000)
    expect(clock.now().lo).toBeGreaterThanOrEqual(WORLD_MS + 60_000)
  })

  it('signs by the wire and tells it of the Dates it sees', () => {
    const { ports, clock, wire } = follow()
    clock.sight({ dateMs: ports.wall() + 90_000, sentWallMs: ports.wall(), answeredWallMs: ports.wall() })
    expect(wire.source.get()).toBe('aws')
    expect(clock.signingOffsetMs()).toBe(wire.signingOffsetMs())
  })

  it('asks no more once it is closed', async () => {
    const { ports, clock, asked } = follow()
    await ports.advance(2500)
    clock.close()
    const before = asked()
    await ports.advance(60_000)
    expect(asked()).toBe(before)
    expect(ports.waiting).toBe(0)
  })
})
