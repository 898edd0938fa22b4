import type { RequestListener } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { TaskToken } from '../domain/task-token.ts'
import { swfDomain } from '../local-aws/place.ts'
import { createRelay } from '../server/relay.ts'
import { hostForTests } from '../server/testing-host.ts'
import { alteringProxy, type OwnServer, ownServer } from '../server/testing-own-server.ts'
import type { ApiOptions } from './aws-client.ts'
import { createStatesApi, type StatesApi } from './states-api.ts'
import { createSwfApi } from './swf-api.ts'
import { testingApiOptions } from './testing-api-options.ts'
import { failureOf } from './testing-failure.ts'
import { directTransport } from './testing-transport.ts'
import type { TransportMode } from './transport.ts'

const host = hostForTests('solo', { paused: true })
const { localAws } = host
const closing: (() => Promise<void>)[] = []

afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

const noPause = async () => undefined
const HOST = 'https://states.eu-west-1.amazonaws.com'

/** A server as long as the test runs; its address. */
async function serve(listener: RequestListener): Promise<string> {
  return closedAfterwards(await ownServer(listener))
}

function closedAfterwards({ url, close }: OwnServer): string {
  closing.push(close)
  return url
}

/** The page's own host, with a relay that connects to `connect`. */
function relayTo(connect: string): Promise<string> {
  return serve(createRelay({ regions: ['eu-west-1'], connect }))
}

/** The fetch of a page of `origin`. */
function fetchAt(origin: string): typeof fetch {
  return (input, init) => fetch(input instanceof Request ? input : new URL(input, origin), init)
}

function statesAt(
  origin: string,
  change: Partial<ApiOptions> = {},
  mode: TransportMode = 'relay',
  endpoint?: string,
): StatesApi {
  const transport = directTransport('states', endpoint, { mode, fetch: fetchAt(origin) })
  return createStatesApi({ ...testingApiOptions, ...change, transport })
}

describe('calls through the relay', () => {
  it('are signed for the host of AWS, and arrive as they were signed', async () => {
    const origin = await relayTo(host.url)
    expect(await statesAt(origin).listStateMachines(noPause)).toHaveLength(3)
    // Also where direct calls would go elsewhere.
    expect(await statesAt(origin, {}, 'relay', host.url).listStateMachines(noPause)).toHaveLength(3)
    const swf = createSwfApi({
      ...testingApiOptions,
      transport: directTransport('swf', undefined, { mode: 'relay', fetch: fetchAt(origin) }),
    })
    expect(await failureOf(swf.listOpenWorkflows('nowhere', Date.now(), noPause))).toMatchObject({
      kind: 'notFound',
      what: 'domain',
    })
    const errors = localAws.control.calls().calls.map(({ error }) => error)
    expect(errors).toEqual([undefined, undefined, 'UnknownResourceFault'])
  })

  it("tell AWS's time by its Date", async () => {
    localAws.control.changeSettings({ wireSkewSeconds: 100 })
    const told: number[] = []
    const api = statesAt(await relayTo(host.url), {
      onSight: ({ dateMs, answeredWallMs }) => told.push(dateMs - answeredWallMs),
    })
    await api.listStateMachines(noPause)
    expect(told).toEqual([expect.toSatisfy((offsetMs: number) => offsetMs > 98_000 && offsetMs <= 100_000)])
  })

  it.each([
    ['the body', (body: string) => body.replace('"maxResults":1000', '"maxResults":1'), {}],
    ['the action', (body: string) => body, { 'x-amz-target': 'AWSStepFunctions.ListActivities' }],
    ['the host', (body: string) => body, { host: 'swf.eu-west-1.amazonaws.com' }],
  ])('that are altered on the way are refused by their signature: %s', async (_, alter, headers) => {
    const altering = closedAfterwards(await alteringProxy(host.url, alter, headers))
    const error = await failureOf(statesAt(await relayTo(altering)).listStateMachines(noPause))
    expect(error).toMatchObject({ kind: 'notSignedIn', message: expect.stringMatching(/signature/i) })
  })
})

describe('where the page’s own host', () => {
  const page: RequestListener = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>')
  }
  const status =
    (code: number): RequestListener =>
    (_, response) => {
      response.writeHead(code, { 'content-type': 'text/plain' }).end('no')
    }
  const moved: RequestListener = (_, response) => {
    response.writeHead(302, { location: '/login' }).end()
  }

  it.each<[string, RequestListener, object]>([
    ['answers with its page', page, { relay: 'absent' }],
    ['answers 404', status(404), { relay: 'absent' }],
    ['answers 405', status(405), { relay: 'absent' }],
    ['answers 501', status(501), { relay: 'absent' }],
    ['leads elsewhere', moved, { relay: 'absent' }],
    ['refuses', status(403), { relay: 'refused' }],
    ['reaches nobody', status(502), { relay: 'unreached' }],
    ['waits in vain', status(504), { relay: 'unreached' }],
    ['breaks the line', (request) => request.socket.destroy(), { relay: 'silent' }],
  ])('%s, it is no answer of AWS, and told as what it is', async (_, listener, told) => {
    let asked = 0
    const origin = await serve((request, response) => {
      asked += 1
      listener(request, response)
    })
    const error = await failureOf(statesAt(origin).sendTaskHeartbeat(new TaskToken('t')))
    expect(error).toEqual({ kind: 'noAnswer', reachable: null, endpoint: HOST, ...told })
    expect(asked).toBe(1)
  })
})

describe('auto', () => {
  /** A direct way as a browser shows it that CORS closes: calls fail at once, and the host is there. */
  const closed = {
    metadata: { handlerProtocol: 'test' },
    handle: () => Promise.reject(new TypeError('Failed to fetch')),
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  }

  it('signs anew for the host of AWS when it goes through the relay instead of to an endpoint', async () => {
    const origin = await relayTo(host.url)
    const api = statesAt(origin, { requestHandler: closed }, 'auto', host.url)
    expect(await api.listStateMachines(noPause)).toHaveLength(3)
    expect(localAws.control.calls().calls).toHaveLength(1)
  })

  it('finds its way before a write, by a read that changes nothing', async () => {
    const origin = await relayTo(host.url)
    const states = statesAt(origin, { requestHandler: closed }, 'auto', host.url)
    expect(await failureOf(states.sendTaskHeartbeat(new TaskToken('none')))).toMatchObject({
      kind: 'invalidToken',
    })
    const swf = createSwfApi({
      ...testingApiOptions,
      requestHandler: closed,
      transport: directTransport('swf', host.url, { mode: 'auto', fetch: fetchAt(origin) }),
    })
    for (const domain of [swfDomain, undefined])
      expect(
        await failureOf(swf.recordActivityTaskHeartbeat(new TaskToken('none'), null, domain)),
      ).toMatchObject({ kind: 'invalidToken' })
    expect(localAws.control.calls().calls.map(({ operation }) => operation)).toEqual([
      'ListStateMachines',
      'SendTaskHeartbeat',
      'ListOpenWorkflowExecutions',
      'RecordActivityTaskHeartbeat',
      'RecordActivityTaskHeartbeat',
    ])
  })
})
