import { describe, expect, it } from 'vitest'
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
})
