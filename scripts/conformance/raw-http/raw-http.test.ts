import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LocalAwsHost, startLocalAwsHost } from '../../../src/server/local-aws-host.ts'
import { signedCall } from '../signed-call.ts'
import { type StillAws, stillAws } from '../still-aws.ts'
import { TourGuide } from '../tour-guide.ts'
import { worldDigest } from '../world-digest.ts'
import { exchange, type RawReply } from './exchange.ts'
import { rawCases } from './raw-requests.ts'

/** Connections of each kind. */
const count = 30

let still: StillAws
let host: LocalAwsHost

beforeEach(async () => {
  still = await stillAws('fleet')
  host = await startLocalAwsHost({ port: 0, localAws: still.aws })
})
afterEach(async () => {
  await host.close()
  still.aws.close()
  if (still.defects.length > 0) throw still.defects[0]
})

const here = (address = '127.0.0.1') => ({ host: address, port: host.port })

function bytesOf(operation: string, body: string): Uint8Array {
  const call = signedCall({ service: 'swf', operation, body, atMs: still.wireNowMs() })
  const lines = Object.entries(call.headers).map(([name, value]) => `${name}: ${value}`)
  const head = ['POST / HTTP/1.1', ...lines, `content-length: ${call.body.length}`, '', '']
  return Buffer.concat([Buffer.from(head.join('\r\n')), call.body])
}

describe('the local AWS on HTTP', () => {
  it('answers what is no sound HTTP with 4xx or not at all, lives on, and its world stays as it was', async () => {
    const twin = await stillAws('fleet')
    const tally = new Map<string, number>()
    for (const { kind, sound, ...sending } of rawCases('raw', count, still.wireNowMs)) {
      still.wait(1000)
      twin.wait(1000)
      const reply: RawReply = await exchange(here(), sending).catch((error: unknown) => {
        throw new Error(`${kind}: ${String(error)}`)
      })
      const [first, rest] = [reply.statuses.slice(0, sound), reply.statuses.slice(sound)]
      const told = `${kind}: ${reply.statuses.join(' ')}`
      // Another version of HTTP may be refused as such.
      expect(
        first.every((status) => status === 200 || (status >= 400 && status < 500) || status === 505),
        told,
      ).toBe(true)
      expect(
        rest.every((status) => status >= 400 && status < 500),
        told,
      ).toBe(true)
      const outcome = `${kind}: ${rest[0] ?? 'closed'}`
      tally.set(outcome, (tally.get(outcome) ?? 0) + 1)
    }
    await still.aws.control.step(600)
    await twin.aws.control.step(600)
    const untouched = await worldDigest(twin)
    expect(await worldDigest(still)).toBe(untouched)
    console.log('broken connections:', Object.fromEntries(tally))
    // What they would have done, had they been sound.
    const reply = await exchange(here(), {
      parts: [bytesOf('DeprecateDomain', '{"name":"warehouse"}')],
      ending: 'waits',
      asked: 1,
    })
    expect(reply.statuses).toEqual([200])
    await new TourGuide(twin).swf('DeprecateDomain', { name: 'warehouse' })
    expect(await worldDigest(still)).toBe(await worldDigest(twin))
    expect(await worldDigest(still)).not.toBe(untouched)
  }, 240_000)

  it('answers a client that has said all it has to say', async () => {
    const parts = [bytesOf('DescribeDomain', '{"name":"warehouse"}')]
    const reply = await exchange(here(), { parts, ending: 'halfCloses', asked: 1 })
    expect(reply.statuses).toEqual([200])
  })

  it('answers calls that come in a row one after the other, in their order', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `nobody-${index}`)
    const calls = names.map((name) => bytesOf('DescribeDomain', JSON.stringify({ name })))
    const sending = { parts: [Buffer.concat(calls)], ending: 'waits', asked: names.length } as const
    const { text } = await exchange(here(), sending)
    expect([...text.matchAll(/Unknown domain: (nobody-\d+)/g)].map(([, name]) => name)).toEqual(names)
  })

  it.each(['127.0.0.1', '::1'])(
    'on %s neither upgrades nor tunnels, and hangs on nothing',
    async (address) => {
      for (const line of ['GET / HTTP/1.1', 'CONNECT a:1 HTTP/1.1', 'POST / HTTP/1.1']) {
        const upgrade = [
          line,
          'Host: a',
          'Connection: Upgrade',
          'Upgrade: websocket',
          'Content-Length: 0',
          '',
          '',
        ]
        const parts = [Buffer.from(upgrade.join('\r\n'))]
        const { statuses } = await exchange(here(address), { parts, ending: 'waits', asked: 1 })
        expect(statuses.every((status) => status >= 400 && status < 500)).toBe(true)
      }
    },
  )

  it('answers others while clients hang in the middle of a call', async () => {
    const bytes = bytesOf('DescribeDomain', '{"name":"warehouse"}')
    const hanging = Array.from({ length: 50 }, (_, index) => {
      const socket = connect(here())
      socket.on('error', () => undefined)
      socket.write(bytes.subarray(0, 1 + ((index * 37) % (bytes.length - 1))))
      return socket
    })
    try {
      const reply = await exchange(here(), { parts: [bytes], ending: 'waits', asked: 1 })
      expect(reply.statuses).toEqual([200])
    } finally {
      for (const socket of hanging) socket.destroy()
    }
  })
})
