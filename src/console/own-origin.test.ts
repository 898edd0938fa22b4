import { describe, expect, it } from 'vitest'
import { narrowOffset } from '../domain/clock-offset.ts'
import { ownOriginTime } from './own-origin.ts'
import { virtualPorts } from './testing-ports.ts'

describe('the time of the own host', () => {
  it('is asked for until the host answers', async () => {
    let asked = 0
    const ports = virtualPorts({
      fetch: async () => {
        asked += 1
        if (asked < 4) throw new TypeError('Failed to fetch')
        return new Response(null, { headers: { date: 'Fri, 20 Nov 2026 14:00:07 GMT' } })
      },
    })
    const startMs = ports.wall()
    const told = ownOriginTime(ports)
    await ports.advance(60_000)
    expect(await told).toEqual({
      dateMs: Date.UTC(2026, 10, 20, 14, 0, 7),
      sentWallMs: startMs + 7000,
      answeredWallMs: startMs + 7000,
    })
  })

  it('is not known where its answer has no Date', async () => {
    const ports = virtualPorts({ fetch: async () => new Response(null) })
    expect(await ownOriginTime(ports)).toBeUndefined()
  })

  it.each([
    ['3600', Date.UTC(2026, 10, 20, 15, 0, 8)],
    ['0', Date.UTC(2026, 10, 20, 14, 0, 8)],
  ])('is %s seconds later where a cache on the way has kept the answer for so long', async (age, trueMs) => {
    const headers = { date: 'Fri, 20 Nov 2026 14:00:07 GMT', age }
    const ports = virtualPorts({ fetch: async () => new Response(null, { headers }) })
    const sight = await ownOriginTime(ports)
    // Both are cut to the second, so it may be later by nearly two.
    const { lo, hi } = narrowOffset(
      undefined,
      sight ?? { dateMs: 0, sentWallMs: 0, answeredWallMs: 0 },
    ).offset
    expect(ports.wall() + lo).toBeLessThanOrEqual(trueMs - 1000)
    expect(ports.wall() + hi).toBeGreaterThanOrEqual(trueMs + 900)
    expect(hi - lo).toBeLessThan(2100)
  })

  it('is not known where the age of the answer is not readable', async () => {
    const headers = { date: 'Fri, 20 Nov 2026 14:00:07 GMT', age: 'old' }
    const ports = virtualPorts({ fetch: async () => new Response(null, { headers }) })
    expect(await ownOriginTime(ports)).toBeUndefined()
  })
})
