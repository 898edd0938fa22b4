import { type Random, seededRandom } from '../../../src/lib/random.ts'
import type { WireRequest } from '../../../src/local-aws/wire.ts'
import { signedCall } from '../signed-call.ts'
import type { RawSending } from './exchange.ts'

/** One connection that no HTTP client would make. */
export interface RawCase extends RawSending {
  readonly kind: string
  /** How many sound calls come first, each to be answered 200; what follows is not to be. */
  readonly sound: number
}

interface Draw {
  readonly random: Random
  readonly atMs: number
}

type Made = Partial<Omit<RawCase, 'kind' | 'parts'>> & { readonly parts: readonly (string | Uint8Array)[] }

const megabyte = 1024 * 1024

/** A call that would change the world. */
function change({ atMs }: Draw): WireRequest {
  const body = JSON.stringify({ name: 'warehouse' })
  return signedCall({ service: 'swf', operation: 'DeprecateDomain', body, atMs })
}

/** A call that changes nothing. */
function look({ atMs }: Draw): WireRequest {
  return signedCall({ service: 'states', operation: 'ListActivities', body: '{}', atMs })
}

/** Its head; `more` are further header lines. */
function head(call: WireRequest, more: readonly string[] = [], line = 'POST / HTTP/1.1'): string {
  const headers = Object.entries(call.headers).map(([name, value]) => `${name}: ${value}`)
  return [line, ...headers, ...more, '', ''].join('\r\n')
}

function whole(call: WireRequest, line?: string): Uint8Array {
  return Buffer.concat([Buffer.from(head(call, [`content-length: ${call.body.length}`], line)), call.body])
}

function chunk(body: Uint8Array): string {
  return `${body.length.toString(16)}\r\n${Buffer.from(body).toString('latin1')}\r\n`
}

/** Every way to be no HTTP, or not to hold what HTTP promises. */
const kinds: Readonly<Record<string, (draw: Draw) => Made>> = {
  'bytes that are no HTTP': ({ random }) => ({
    parts: [random.bytes(random.integer(1, 2000))],
    ending: 'halfCloses',
  }),
  'another protocol': ({ random }) => ({
    parts: [
      random.pick<string | Uint8Array>([
        Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3, ...random.bytes(32)]),
        'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
        'EHLO localhost\r\n',
        '*1\r\n$4\r\nPING\r\n',
        'CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: a\r\n\r\n',
        'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
        'POST / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: \r\nContent-Length: 0\r\n\r\n',
      ]),
    ],
    ending: random.pick(['waits', 'halfCloses']),
  }),
  'a request line that is none': (draw) => {
    const lines = [
      'POST',
      'POST  /',
      'POST / HTTP/1.1 x',
      'post / HTTP/1.1',
      ' POST / HTTP/1.1',
      'POST / HTP/1.1',
      '/',
      'POST \u0000 HTTP/1.1',
      'P\u00d6ST / HTTP/1.1',
      'POST / HTTP/9.9',
    ] as const
    return {
      parts: [head(change(draw), ['content-length: 0'], draw.random.pick(lines))],
      ending: 'halfCloses',
    }
  },
  'a place that is none': (draw) => {
    const places = [
      '*',
      '//',
      '/..',
      '/%',
      '/%00',
      '?',
      '/?%',
      'http://',
      'http://[',
      'x:y',
      '/local/',
      '/constructor',
      '/__proto__',
      `/${'a'.repeat(9000)}`,
      '/\u00e9',
    ] as const
    const method = draw.random.pick(['GET', 'POST', 'OPTIONS', 'PUT', 'TRACE', 'PROPFIND'])
    const line = `${method} ${draw.random.pick(places)} HTTP/1.1`
    return { parts: [head(change(draw), ['content-length: 0'], line)], ending: 'waits' }
  },
  'a control call that is none': (draw) => {
    const name = draw.random.pick(['', 'constructor', '__proto__', 'step/', 'step', 'scenario', '%73tep'])
    const line = `${draw.random.pick(['GET', 'POST', 'PUT'])} /_local/${name} HTTP/1.1`
    return { parts: [head(change(draw), ['content-length: 2'], line), '[]'] }
  },
  'a header that is none': (draw) => {
    const lines = [
      'nothing',
      ': nothing',
      'a b: c',
      'a : b',
      'a: \u0000',
      'a: b\rc',
      ' folded: x',
      '\u00e9: x',
      'a\tb: c',
      '(a): b',
    ] as const
    const call = change(draw)
    return {
      parts: [head(call, [draw.random.pick(lines), `content-length: ${call.body.length}`]), call.body],
      ending: 'halfCloses',
    }
  },
  'a header that is too large': (draw) => {
    const { random } = draw
    const call = change(draw)
    const many = Array.from({ length: 3000 }, (_, index) => `x-${index}: ${index}`)
    const more = random.pick([['x: '.concat('y'.repeat(random.integer(20_000, 200_000)))], many])
    return {
      parts: [head(call, [...more, `content-length: ${call.body.length}`]), call.body],
      ending: 'waits',
    }
  },
  'a header twice': (draw) => {
    const call = change(draw)
    const name = draw.random.pick(['host', 'authorization', 'x-amz-target', 'x-amz-date', 'content-type'])
    const again = draw.random.pick([call.headers[name] ?? '', 'other'])
    return {
      parts: [head(call, [`${name}: ${again}`, `content-length: ${call.body.length}`]), call.body],
      ending: 'waits',
    }
  },
  'a length that is none': (draw) => {
    const lengths = [
      '-1',
      'abc',
      '1e1',
      '+5',
      '0x14',
      '99999999999999999999999',
      '2 0',
      '20, 20',
      '20,21',
      '',
    ] as const
    const call = change(draw)
    return {
      parts: [head(call, [`content-length: ${draw.random.pick(lengths)}`]), call.body],
      ending: 'halfCloses',
    }
  },
  'two lengths': (draw) => {
    const call = change(draw)
    const more = draw.random.pick([
      [`content-length: ${call.body.length}`, `content-length: ${call.body.length + 1}`],
      [`content-length: ${call.body.length}`, `content-length: ${call.body.length}`],
      [`content-length: ${call.body.length}`, 'transfer-encoding: chunked'],
      ['transfer-encoding: chunked', 'content-length: 5'],
    ])
    return { parts: [head(call, more), chunk(call.body), '0\r\n\r\n'], ending: 'halfCloses' }
  },
  'a length that is too short': (draw) => {
    const call = change(draw)
    const length = draw.random.integer(0, call.body.length - 1)
    return { parts: [head(call, [`content-length: ${length}`]), call.body], ending: 'halfCloses' }
  },
  'a length that is too long': (draw) => {
    const call = change(draw)
    const length = call.body.length + draw.random.integer(1, 2_000_000)
    return {
      parts: [head(call, [`content-length: ${length}`]), call.body],
      ending: draw.random.pick(['halfCloses', 'leaves']),
    }
  },
  'chunks that are none': (draw) => {
    const { body, ...call } = change(draw)
    const text = Buffer.from(body).toString()
    const size = body.length.toString(16)
    const chunks = draw.random.pick([
      `xyz\r\n${text}\r\n0\r\n\r\n`,
      `${size}${text}0`,
      `${size}\r\n${text}0\r\n\r\n`,
      `-${size}\r\n${text}\r\n0\r\n\r\n`,
      `fffffffffffffffff\r\n${text}\r\n0\r\n\r\n`,
      `${(body.length + 1).toString(16)}\r\n${text}\r\n0\r\n\r\n`,
      `${(body.length - 1).toString(16)}\r\n${text}\r\n0\r\n\r\n`,
      `${size};${'x'.repeat(20_000)}\r\n${text}\r\n0\r\n\r\n`,
      `${size}\r\n${text}\r\n0\r\nno trailer\r\n\r\n`,
      `${size}\n${text}\n0\n\n`,
    ])
    return { parts: [head({ ...call, body }, ['transfer-encoding: chunked']), chunks], ending: 'halfCloses' }
  },
  'chunks without an end': (draw) => {
    const call = change(draw)
    const rest = draw.random.pick(['', '0', '0\r\n', '0\r\nx: y\r\n'])
    return {
      parts: [head(call, ['transfer-encoding: chunked']), chunk(call.body), rest],
      ending: draw.random.pick(['halfCloses', 'leaves']),
    }
  },
  'an encoding nobody knows': (draw) => {
    const codings = [
      'gzip',
      'chunked, gzip',
      'chunked, chunked',
      'identity',
      'xchunked',
      ' chunked,',
    ] as const
    const call = change(draw)
    return {
      parts: [head(call, [`transfer-encoding: ${draw.random.pick(codings)}`]), call.body],
      ending: 'halfCloses',
    }
  },
  'a call cut short': (draw) => {
    const bytes = whole(change(draw))
    return {
      parts: [bytes.subarray(0, draw.random.integer(1, bytes.length - 1))],
      ending: draw.random.pick(['halfCloses', 'leaves']),
    }
  },
  'an expectation': (draw) => {
    const expectation = draw.random.pick(['100-continue', 'a miracle'])
    return {
      parts: [
        head(change(draw), [
          `expect: ${expectation}`,
          `content-length: ${draw.random.pick(['50', '9000000'])}`,
        ]),
      ],
      ending: 'halfCloses',
    }
  },
  'another version of HTTP': (draw) => {
    const bytes = whole(look(draw), `POST / HTTP/${draw.random.pick(['1.0', '0.9', '2.0', '3.0', '1.2'])}`)
    return { parts: [bytes], ending: 'waits', sound: 1 }
  },
  'calls in a row, the last one broken': (draw) => {
    const sound = draw.random.integer(1, 8)
    const calls = Array.from({ length: sound }, () => whole(look(draw)))
    const broken = draw.random.pick([
      'GET\r\n\r\n',
      'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: x\r\n\r\n',
      '\u0000',
    ])
    return { parts: [Buffer.concat(calls), broken], ending: 'waits', sound, asked: sound + 1 }
  },
  'bytes one by one': (draw) => {
    const bytes = whole(look(draw)).slice(0, -2)
    return {
      parts: [...bytes].map((byte) => Uint8Array.of(byte)),
      ending: draw.random.pick(['halfCloses', 'leaves']),
    }
  },
}

/** Bodies far beyond what is taken, of which some is always on its way when the answer comes. */
const floods: Readonly<Record<string, (draw: Draw) => Made>> = {
  'a body of 20 MB': (draw) => ({
    parts: [head(change(draw), [`content-length: ${20 * megabyte}`]), ...flood(20)],
    ending: 'waits',
  }),
  'chunks of 20 MB': (draw) => ({
    parts: [
      head(change(draw), ['transfer-encoding: chunked']),
      ...flood(20).flatMap((part) => [`${part.length.toString(16)}\r\n`, part, '\r\n']),
    ],
    ending: 'waits',
  }),
  'a body of 20 MB that breaks off': (draw) => ({
    parts: [head(change(draw), [`content-length: ${20 * megabyte}`]), ...flood(3)],
    ending: 'leaves',
  }),
}

function flood(megabytes: number): Uint8Array[] {
  return Array.from({ length: megabytes }, () => Buffer.alloc(megabyte, 'a'))
}

/** So many broken connections of each kind, the same for the same seed; `atMs` is when each is signed. */
export function* rawCases(seed: string, count: number, atMs: () => number): Generator<RawCase> {
  const random = seededRandom(seed)
  const drawn: [string, (draw: Draw) => Made][] = [
    ...Array.from({ length: count }, () => Object.entries(kinds)).flat(),
    ...Object.entries(floods),
  ]
  for (const [kind, make] of drawn) {
    const { parts, ending = 'waits', sound = 0, asked = 1 } = make({ random, atMs: atMs() })
    const bytes = parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))
    yield { kind, parts: bytes, ending, sound, asked }
  }
}
