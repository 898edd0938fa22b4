import type { RequestListener, ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { AppFailure, type Effect } from '../domain/app-error.ts'
import { TaskToken } from '../domain/task-token.ts'
import { relayMarkerHeader } from '../lib/relay-marker.ts'
import { ownServer } from '../server/testing-own-server.ts'
import { createStatesApi, type StatesApi } from './states-api.ts'
import { createSwfApi } from './swf-api.ts'
import { testingApiOptions } from './testing-api-options.ts'
import { appFailureOf } from './testing-failure.ts'
import { directTransport } from './testing-transport.ts'
import type { Way } from './transport.ts'

const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

const token = new TaskToken('t')
const amz = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'r-1' }
const plain = { 'content-type': 'text/html' }

type Headers = Readonly<Record<string, string>>
const answer =
  (status: number, headers: Headers, body: string): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end(body)
const error = (type: string) => JSON.stringify({ __type: type, message: 'm' })
/** Says that more comes, and breaks the connection. */
const broken =
  (status: number, headers: Headers, body: string): RequestListener =>
  (request, response: ServerResponse) => {
    response.writeHead(status, { ...headers, 'content-length': String(body.length + 100) })
    response.write(body, () => request.socket.destroy())
  }

/** AWS, or whatever answers in its place, and a client that calls it by one way. */
async function clientOf(listener: RequestListener, way: Way) {
  let requests = 0
  const { url, close } = await ownServer((request, response) => {
    requests += 1
    request.resume().on('end', () => listener(request, response))
  })
  closing.push(close)
  const atOrigin: typeof fetch = (input, init) =>
    fetch(input instanceof Request ? input : new URL(input, url), init)
  const transportTo = (service: 'states' | 'swf') =>
    directTransport(service, way === 'direct' ? url : undefined, { mode: way, fetch: atOrigin })
  const states: StatesApi = createStatesApi({ ...testingApiOptions, transport: transportTo('states') })
  const swf = createSwfApi({ ...testingApiOptions, transport: transportTo('swf') })
  return { states, swf, requests: () => requests }
}

const WAYS = ['direct', 'relay'] as const

describe('a write that fails', () => {
  it.each<[Effect, string, RequestListener]>([
    ['refused', 'a 4xx of AWS', answer(400, amz, error('com.amazonaws.swf#ThrottlingException'))],
    ['refused', 'a denial', answer(403, amz, error('AccessDeniedException'))],
    ['refused', 'a code of every object', answer(400, amz, error('constructor'))],
    ['refused', 'a type in its header', answer(400, { ...amz, 'x-amzn-errortype': 'TaskTimedOut' }, '{}')],
    ['unknown', 'a 4xx without a type', answer(400, amz, '{"message":"no"}')],
    ['unknown', 'a 4xx with an empty type', answer(400, amz, error(''))],
    ['unknown', 'a 4xx with a type that is a sign', answer(400, amz, error('#'))],
    ['unknown', 'a 4xx with a type that is no text', answer(400, amz, '{"__type":null}')],
    ['unknown', 'a 4xx with a type that is an object', answer(400, amz, '{"__type":{}}')],
    ['unknown', 'a 4xx with a number for a code', answer(400, amz, '{"code":408}')],
    [
      'unknown',
      'a fault that is called as the SDK calls its own',
      answer(500, amz, error('CredentialsProviderError')),
    ],
    ['unknown', 'a 200 with an error type', answer(200, amz, error('TaskTimedOut'))],
    [
      'unknown',
      'a 4xx without a request id',
      answer(400, { 'content-type': amz['content-type'] }, error('TaskTimedOut')),
    ],
    ['unknown', 'a 4xx whose body breaks', broken(400, amz, '{"__type":"Acc')],
    ['unknown', 'a 4xx that is cut off', answer(400, amz, '{"__type":"AccessDeniedExcep')],
    ['unknown', 'a page of a proxy', answer(403, plain, '<html>no</html>')],
    ['unknown', 'a 200 whose body breaks', broken(200, amz, '{')],
    ['unknown', 'a 200 that is cut off', answer(200, amz, '{')],
    ['unknown', 'a 200 that is not JSON', answer(200, amz, 'accepted')],
    ['unknown', 'a 200 that is no object', answer(200, amz, '"accepted"')],
    ['unknown', 'a 200 that is empty', answer(200, amz, '')],
    ['unknown', 'a sign-in page', answer(200, plain, '<html>sign in</html>')],
    ['unknown', 'a 200 without AWS’s marks', answer(200, { 'content-type': 'application/json' }, '{}')],
    ['unknown', 'a redirect', answer(307, { location: '/elsewhere' }, '')],
    ['unknown', 'a time-out of a proxy', answer(408, plain, '')],
    ['unknown', 'a fault of AWS', answer(500, amz, error('InternalFailure'))],
    ['unknown', 'an unavailable gateway', answer(503, {}, '')],
    ['unknown', 'a broken line', (request) => request.socket.destroy()],
    ['unknown', 'a host without a relay', answer(404, plain, '<html>not found</html>')],
  ])('is %s by %s, by either way and for either service, and is sent once', async (effect, _, listener) => {
    for (const way of WAYS) {
      const { states, swf, requests } = await clientOf(listener, way)
      expect(await appFailureOf(states.sendTaskHeartbeat(token))).toMatchObject({ effect })
      expect(await appFailureOf(swf.recordActivityTaskHeartbeat(token, null))).toMatchObject({ effect })
      expect(requests()).toBe(2)
    }
  })

  it.each<[Effect, string]>([
    ['unsent', 'refused'],
    ['unsent', 'unreachable'],
    ['unknown', 'no-answer'],
    ['unknown', 'broken'],
    ['unknown', 'late'],
    ['unknown', 'unusable'],
    ['unknown', 'refused, late'],
    ['unknown', 'constructor'],
  ])('is %s where the relay marks its answer as %s', async (effect, marker) => {
    const marked = answer(502, { ...plain, [relayMarkerHeader]: marker }, 'no')
    const { states } = await clientOf(marked, 'relay')
    expect(await appFailureOf(states.sendTaskHeartbeat(token))).toMatchObject({ effect })
  })

  it('is not sent where the credentials cannot be had', async () => {
    const { url, close } = await ownServer(answer(200, amz, '{}'))
    closing.push(close)
    const states = createStatesApi({
      ...testingApiOptions,
      transport: directTransport('states', url),
      credentials: () => Promise.reject(new AppFailure({ kind: 'signedOut' })),
    })
    expect(await appFailureOf(states.sendTaskHeartbeat(token))).toMatchObject({
      effect: 'unsent',
      error: { kind: 'signedOut' },
    })
  })
})

describe('a write that AWS answers with 200', () => {
  it.each<[string, Headers]>([
    ['request id and type', amz],
    ['request id', { 'x-amzn-requestid': 'r-1' }],
    // A page of another origin may not be shown the request id.
    ['type', { 'content-type': amz['content-type'] }],
  ])('is accepted by its %s', async (_, headers) => {
    for (const way of WAYS) {
      const { states, swf } = await clientOf(answer(200, headers, '{"cancelRequested":true}'), way)
      await states.sendTaskHeartbeat(token)
      expect(await swf.recordActivityTaskHeartbeat(token, null)).toEqual({ cancelRequested: true })
    }
  })
})
