import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RelayFault } from './relay-handler.ts'
import {
  createTransport,
  DIRECT_TRIED_EVERY_MS,
  NoWay,
  type Transport,
  type TransportMode,
  type Way,
} from './transport.ts'

/** What becomes of a call over one way. */
type Fate = 'answers' | 'refuses' | 'silent' | 'overdue' | 'absent' | 'unreached' | 'refused'
/** Over both ways, and whether AWS's host answers a request that may not see the answer. */
interface Network {
  readonly direct: Fate
  readonly relay: Fate
  readonly reachable: boolean
}

const good: Network = { direct: 'answers', relay: 'answers', reachable: true }
/** As a browser shows it: the call fails at once, and the host is there. */
const noCors: Network = { ...good, direct: 'silent' }

/** A transport over a network that a test plays, and what went over it. */
function played(mode: TransportMode, first: Network) {
  let network = first
  const asked: string[] = []
  let nowMs = 1000
  let breaks = 0
  const transport = createTransport({
    service: 'swf',
    region: 'eu-west-1',
    mode,
    fetch: async (input) => {
      asked.push(`no-cors ${input instanceof Request ? input.url : input}`)
      if (!network.reachable) throw new TypeError('Failed to fetch')
      return new Response()
    },
    nowMs: () => nowMs,
    passed: () => nowMs,
  })
  const attempt = (name: string) => async (way: Way) => {
    asked.push(`${name} ${way}`)
    if (way === 'direct' && breaks > 0) {
      breaks -= 1
      return fate('silent', way)
    }
    return fate(network[way], way)
  }
  const send = (isRead: boolean) =>
    transport.send(attempt(isRead ? 'read' : 'write'), { isRead, probe: attempt('probe') })
  return {
    transport,
    asked,
    read: () => send(true),
    write: () => send(false),
    /** The line breaks under the next direct call, and is there again. */
    breaksOnce() {
      breaks = 1
    },
    becomes(next: Network, atMs = nowMs) {
      network = next
      nowMs = atMs
      asked.length = 0
    },
  }
}

function fate(of: Fate, way: Way): string {
  switch (of) {
    case 'answers':
      return 'an answer'
    case 'refuses':
      throw Object.assign(new Error('AccessDeniedException'), { $metadata: { httpStatusCode: 400 } })
    case 'silent':
      throw way === 'relay' ? new RelayFault(of) : new TypeError('Failed to fetch')
    case 'overdue':
      throw Object.assign(new Error('given up'), { name: 'TimeoutError' })
    case 'absent':
    case 'unreached':
      throw new RelayFault(of)
    case 'refused':
      throw new RelayFault(of, 'unsent')
  }
}

async function noWayOf(call: Promise<unknown>): Promise<NoWay['error'] & Pick<NoWay, 'effect'>> {
  const failure: unknown = await call.then(
    () => null,
    (cause: unknown) => cause,
  )
  if (failure instanceof NoWay) return { ...failure.error, effect: failure.effect }
  throw new Error('the call did not fail for want of a way')
}

const wayOf = ({ state }: Transport) => state.get()
const host = 'https://swf.eu-west-1.amazonaws.com'

describe('a way that config.json names', () => {
  it('is the only one that is tried', async () => {
    for (const way of ['direct', 'relay'] as const) {
      const { transport, asked, read, write } = played(way, noCors)
      expect(wayOf(transport)).toEqual({ kind: 'configured', way })
      await Promise.allSettled([read(), write()])
      expect(asked.toSorted()).toEqual([`read ${way}`, `write ${way}`])
      expect(wayOf(transport)).toEqual({ kind: 'configured', way })
    }
  })

  it('that is a relay proves that nothing was sent only where it says so', async () => {
    const { write, becomes } = played('relay', { ...good, relay: 'absent' })
    const error = { kind: 'noAnswer', reachable: null, endpoint: host }
    expect(await noWayOf(write())).toEqual({ ...error, relay: 'absent', effect: 'unknown' })
    becomes({ ...good, relay: 'unreached' })
    expect(await noWayOf(write())).toEqual({ ...error, relay: 'unreached', effect: 'unknown' })
    becomes({ ...good, relay: 'refused' })
    expect(await noWayOf(write())).toEqual({ ...error, relay: 'refused', effect: 'unsent' })
  })
})

describe('auto', () => {
  it('stays direct where AWS answers, be it with a refusal, and says since when', async () => {
    for (const direct of ['answers', 'refuses'] as const) {
      const { transport, asked, read, becomes } = played('auto', { ...good, direct })
      expect(wayOf(transport)).toEqual({ kind: 'untried' })
      await read().catch(() => undefined)
      becomes({ ...good, direct }, 5000)
      await read().catch(() => undefined)
      expect(asked).toEqual(['read direct'])
      expect(wayOf(transport)).toEqual({ kind: 'found', way: 'direct', sinceMs: 1000 })
    }
  })

  it('goes through the relay where the host answers but not the call, and remembers', async () => {
    const { transport, asked, read, write, becomes } = played('auto', noCors)
    expect(await read()).toBe('an answer')
    expect(asked).toEqual(['read direct', `no-cors ${host}`, 'read direct', 'read relay'])
    expect(wayOf(transport)).toEqual({ kind: 'found', way: 'relay', sinceMs: 1000 })
    becomes(noCors, 5000)
    await read()
    await write()
    expect(asked).toEqual(['read relay', 'write relay'])
    expect(wayOf(transport)).toMatchObject({ sinceMs: 1000 })
  })

  it('does not go through the relay for a line that breaks once, first or later', async () => {
    const { transport, asked, read, becomes, breaksOnce } = played('auto', good)
    for (const atMs of [1000, 5000]) {
      becomes(good, atMs)
      breaksOnce()
      expect(await read()).toBe('an answer')
      expect(asked).toEqual(['read direct', `no-cors ${host}`, 'read direct'])
      expect(wayOf(transport)).toEqual({ kind: 'found', way: 'direct', sinceMs: 1000 })
    }
  })

  it('comes back to the direct way once that answers again, by a read and never by a write', async () => {
    const { transport, asked, read, write, becomes } = played('auto', noCors)
    await read()
    becomes(good, 1000 + DIRECT_TRIED_EVERY_MS - 1)
    await read()
    expect(asked).toEqual(['read relay'])
    becomes(good, 1000 + DIRECT_TRIED_EVERY_MS)
    await write()
    await read()
    expect(asked).toEqual(['write relay', 'read direct'])
    expect(wayOf(transport)).toEqual({ kind: 'found', way: 'direct', sinceMs: 1000 + DIRECT_TRIED_EVERY_MS })
  })

  it.each(['silent', 'overdue'] as const)(
    'stays with the relay where the direct way is %s still, and asks as seldom again',
    async (direct) => {
      const { transport, asked, read, becomes } = played('auto', noCors)
      await read()
      for (const turn of [1, 2]) {
        becomes({ ...noCors, direct }, 1000 + turn * DIRECT_TRIED_EVERY_MS)
        expect(await Promise.all([read(), read(), read()])).toEqual(Array(3).fill('an answer'))
        expect(asked.filter((what) => what === 'read direct')).toHaveLength(1)
        expect(asked.filter((what) => what === 'read relay')).toHaveLength(3)
      }
      expect(wayOf(transport)).toEqual({ kind: 'found', way: 'relay', sinceMs: 1000 })
    },
  )

  it('is not taken back to the relay by a read that was under way when the direct one was found', async () => {
    const { transport, read, becomes } = played('auto', noCors)
    await read()
    let answer = (): void => undefined
    const slow = transport.send(
      () =>
        new Promise<string>((resolve) => {
          answer = () => resolve('late')
        }),
      { isRead: true, probe: async () => undefined },
    )
    becomes(good, 1000 + DIRECT_TRIED_EVERY_MS)
    await read()
    answer()
    expect(await slow).toBe('late')
    expect(wayOf(transport)).toMatchObject({ way: 'direct' })
  })

  it('does not go through the relay for a dead network, nor for an answer that takes long', async () => {
    const { transport, asked, read, becomes } = played('auto', { ...noCors, reachable: false })
    expect(await noWayOf(read())).toEqual({
      kind: 'noAnswer',
      reachable: false,
      endpoint: host,
      effect: 'unknown',
    })
    becomes({ ...noCors, direct: 'overdue' })
    await expect(read()).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(asked).toEqual(['read direct'])
    expect(wayOf(transport)).toEqual({ kind: 'untried' })
  })

  it('tells of both ways where neither is one, and tries them anew', async () => {
    const { transport, read, becomes } = played('auto', { ...noCors, relay: 'absent' })
    expect(await noWayOf(read())).toEqual({
      kind: 'noAnswer',
      reachable: true,
      endpoint: host,
      relay: 'absent',
      effect: 'unknown',
    })
    expect(wayOf(transport)).toEqual({ kind: 'untried' })
    becomes(noCors)
    await read()
    expect(wayOf(transport)).toMatchObject({ way: 'relay' })
  })

  it.each(['silent', 'unreached', 'absent'] as const)(
    'finds its way anew when the relay is %s',
    async (relay) => {
      const { transport, asked, read, becomes } = played('auto', noCors)
      await read()
      becomes({ ...good, relay })
      expect(await noWayOf(read())).toMatchObject({ relay })
      expect(wayOf(transport)).toEqual({ kind: 'untried' })
      becomes(good, 7000)
      await read()
      expect(asked).toEqual(['read direct'])
      expect(wayOf(transport)).toEqual({ kind: 'found', way: 'direct', sinceMs: 7000 })
    },
  )

  it('lets a read find the way before a write, be it denied', async () => {
    const { asked, write, becomes } = played('auto', { ...good, direct: 'refuses' })
    await expect(write()).rejects.toThrow('AccessDeniedException')
    expect(asked).toEqual(['probe direct', 'write direct'])
    becomes(good)
    await write()
    expect(asked).toEqual(['write direct'])
  })

  it('sends no write where no read is answered', async () => {
    for (const network of [
      { ...noCors, reachable: false },
      { ...noCors, relay: 'absent' },
      { ...noCors, direct: 'overdue' },
    ] as const) {
      const { asked, write } = played('auto', network)
      expect(await noWayOf(write())).toMatchObject({ kind: 'noAnswer', effect: 'unsent' })
      expect(asked.filter((what) => what.startsWith('write'))).toEqual([])
    }
  })

  it('never sends a write twice, whatever becomes of it', async () => {
    const network = fc.record({
      direct: fc.constantFrom<Fate>('answers', 'refuses', 'silent', 'overdue'),
      relay: fc.constantFrom<Fate>('answers', 'refuses', 'silent', 'overdue', 'absent', 'unreached'),
      reachable: fc.boolean(),
    })
    const step = fc.record({ network, write: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const { asked, read, write, becomes } = played('auto', good)
        for (const { network: next, write: writes } of steps) {
          becomes(next)
          await (writes ? write() : read()).catch(() => undefined)
          expect(asked.filter((what) => what.startsWith('write')).length).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
})
