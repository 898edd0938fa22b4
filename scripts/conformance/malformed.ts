import { type Random, seededRandom } from '../../src/lib/random.ts'
import type { InputShape } from '../../src/local-aws/input-shape.ts'
import { serviceFronts } from '../../src/local-aws/protocol/services.ts'
import type { WireRequest } from '../../src/local-aws/wire.ts'
import { type BrokenInput, brokenInputs } from './broken-inputs.ts'
import type { KnownOperation } from './operations.ts'
import { signedCall } from './signed-call.ts'

/** One request that no AWS would take. */
export interface Malformed {
  readonly kind: string
  readonly call: WireRequest
}

type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

interface Draw {
  readonly random: Random
  readonly operation: KnownOperation
  readonly broken: readonly BrokenInput[]
  readonly atMs: number
}

type Kind = (draw: Draw) => WireRequest

/** Every way to be malformed, each with as many requests as any other. */
const kinds: Readonly<Record<string, Kind>> = {
  'bytes that are no text': (draw) => signed(draw, spliced(draw, soundBody(draw), [0xff])),
  'random bytes': (draw) =>
    signed(draw, Uint8Array.from([0x80, ...draw.random.bytes(draw.random.integer(0, 300))])),
  'JSON cut short': (draw) => {
    const body = soundBody(draw)
    return signed(draw, body.slice(0, draw.random.integer(0, body.length - 1)))
  },
  'JSON with a control character': (draw) =>
    signed(draw, spliced(draw, soundBody(draw), [draw.random.integer(1, 8)])),
  'JSON that is no object': (draw) => signed(draw, JSON.stringify(other(draw.random, 'structure'))),
  'a member too deep': (draw) => {
    const [name = ''] = Object.keys(draw.operation.input.members)
    const depth = draw.random.integer(1000, 20_000)
    return signed(draw, `{${JSON.stringify(name)}:${'['.repeat(depth)}${']'.repeat(depth)}}`)
  },
  'a member of a wrong type': (draw) => {
    const members = Object.entries(draw.operation.input.members)
    const [name = '', member] = members[draw.random.integer(0, members.length - 1)] ?? []
    const value = member === undefined ? null : other(draw.random, member.shape.kind)
    return signed(draw, JSON.stringify({ ...soundInput(draw), [name]: value }))
  },
  'a constraint broken': (draw) => {
    const { input } = draw.broken[draw.random.integer(0, draw.broken.length - 1)] ?? {}
    return signed(draw, JSON.stringify(input))
  },
  'an operation nobody has': (draw) => {
    const names = [
      'constructor',
      '__proto__',
      'toString',
      'hasOwnProperty',
      '',
      'Describe',
      words(draw.random),
    ]
    const name = names[draw.random.integer(0, names.length - 1)] ?? ''
    return signed({ ...draw, operation: { ...draw.operation, name } }, '{}')
  },
  'a target that is none': (draw) => {
    const targets = [
      '',
      '.',
      'AWSStepFunctions',
      'AWSStepFunctions.ListActivities.x',
      words(draw.random),
      '..',
    ]
    const target = targets[draw.random.integer(0, targets.length - 1)] ?? ''
    return withHeaders(sound(draw), { 'x-amz-target': target })
  },
  'another method or path': (draw) => {
    const call = sound(draw)
    const method = draw.random.pick(['GET', 'PUT', 'DELETE', 'HEAD', 'PATCH'])
    return draw.random.next() < 0.5 ? { ...call, method } : { ...call, url: `/${words(draw.random)}x` }
  },
  'a header missing': (draw) => {
    const gone = draw.random.pick(['authorization', 'host', 'x-amz-date', 'x-amz-target'])
    const { [gone]: _, ...headers } = sound(draw).headers
    return { ...sound(draw), headers }
  },
  'a signature of something else': (draw) => {
    const call = sound(draw)
    const changed = draw.random.pick([
      { ...call, body: Uint8Array.from([...call.body, 0x20]) },
      { ...call, url: '/?a=b' },
      withHeaders(call, { host: 'elsewhere:1' }),
      withHeaders(call, { authorization: flipped(draw.random, call.headers['authorization'] ?? '') }),
    ])
    return changed
  },
  'a key that is none': (draw) => {
    const wrong =
      draw.random.next() < 0.5 ? { accessKeyId: words(draw.random) } : { secretKey: words(draw.random) }
    return signedCall({ ...asked(draw), body: soundBody(draw), ...wrong })
  },
  'a signature out of its time': (draw) => {
    const away = draw.random.integer(301, 3_000_000) * 1000 * draw.random.pick([1, -1])
    return signedCall({ ...asked(draw), body: soundBody(draw), atMs: draw.atMs + away })
  },
  'an authorization that is none': (draw) => {
    const { random } = draw
    const value = sound(draw).headers['authorization'] ?? ''
    const texts = [
      words(random),
      value.slice(0, random.integer(0, value.length - 65)),
      value.replace('Credential=', 'credential='),
      value.replaceAll('/', ''),
      value.replace('aws4_request', 'aws5_request'),
      value.replace('SignedHeaders=', 'SignedHeaders=;'),
      value.replace('AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA512'),
      'Bearer x',
      'AWS4-HMAC-SHA256 ,,,===',
    ]
    return withHeaders(sound(draw), { authorization: texts[random.integer(0, texts.length - 1)] ?? '' })
  },
  'an x-amz-date that is none': (draw) => {
    const dates = ['', 'now', '20261301T000000Z', '2026-03-01T12:00:00Z', words(draw.random)]
    return withHeaders(sound(draw), { 'x-amz-date': dates[draw.random.integer(0, dates.length - 1)] ?? '' })
  },
}

/** So many malformed requests, the same for the same seed; `atMs` tells when each is sent, epoch milliseconds. */
export function* malformedRequests(
  seed: string,
  count: number,
  operations: readonly KnownOperation[],
  atMs: () => number,
): Generator<Malformed> {
  const random = seededRandom(seed)
  // Cognito's calls are unsigned, so a bad signature is no fault of theirs.
  const drawn = operations
    .filter(({ service }) => !serviceFronts[service].unsigned.length)
    .map((operation) => ({ operation, broken: brokenInputs(operation.input) }))
    .filter(({ broken }) => broken.length > 0)
  const names = Object.keys(kinds)
  for (let index = 0; index < count; index += 1) {
    const kind = names[index % names.length] ?? ''
    const make = kinds[kind]
    const one = drawn[random.integer(0, drawn.length - 1)]
    if (make === undefined || one === undefined) throw new Error('there is nothing to draw from')
    yield { kind, call: make({ random, ...one, atMs: atMs() }) }
  }
}

function asked({ operation, atMs }: Draw): {
  service: KnownOperation['service']
  operation: string
  atMs: number
} {
  return { service: operation.service, operation: operation.name, atMs }
}

function signed(draw: Draw, body: Uint8Array | string): WireRequest {
  return signedCall({ ...asked(draw), body })
}

/** A call that would be taken, but for what is done to it afterwards. */
function sound(draw: Draw): WireRequest {
  return signed(draw, soundBody(draw))
}

/** Sound as to its types; nothing of what it names is there. */
function soundInput({ operation }: Draw): { [name: string]: Json } {
  return Object.fromEntries(
    Object.entries(operation.input.members)
      .filter(([, { required, shape }]) => required && shape.kind === 'text')
      .map(([name]) => [name, 'nobody']),
  )
}

function soundBody(draw: Draw): Uint8Array {
  return Buffer.from(JSON.stringify(soundInput(draw)))
}

function withHeaders(call: WireRequest, headers: Readonly<Record<string, string>>): WireRequest {
  return { ...call, headers: { ...call.headers, ...headers } }
}

function spliced({ random }: Draw, body: Uint8Array, bytes: readonly number[]): Uint8Array {
  const at = random.integer(0, body.length)
  return Uint8Array.from([...body.subarray(0, at), ...bytes, ...body.subarray(at)])
}

/** Another last digit of the signature. */
function flipped(random: Random, authorization: string): string {
  const last = Number.parseInt(authorization.slice(-1), 16)
  return authorization.slice(0, -1) + ((last + random.integer(1, 15)) % 16).toString(16)
}

function words(random: Random): string {
  return String.fromCharCode(...random.bytes(random.integer(1, 40)))
}

/** A value of any JSON type but that one. */
function other(random: Random, kind: InputShape['kind']): Json {
  const values: readonly (readonly [string, Json])[] = [
    ['text enum', words(random)],
    ['integer number timestamp', random.integer(-1e9, 1e9)],
    ['flag', random.next() < 0.5],
    ['list', [random.integer(0, 9)]],
    ['structure map', { [words(random)]: 1 }],
  ]
  const wrong = values.filter(([right]) => !right.split(' ').includes(kind))
  return wrong[random.integer(0, wrong.length - 1)]?.[1] ?? null
}
