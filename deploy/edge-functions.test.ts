import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type RelayCase, relayCaseRegions, relayCases } from '../src/server/testing-relay-cases.ts'
import { pageFunction, relayFunction } from './edge-functions.ts'
import { relays } from './relay.ts'

interface EdgeRequest {
  uri: string
  method: string
  querystring: Record<string, { value: string }>
  headers: Record<string, { value: string; multiValue?: { value: string }[] }>
  cookies: Record<string, { value: string }>
}
type Answer = EdgeRequest | { statusCode: number; headers: Record<string, { value: string }> }

/** Runs the code as CloudFront does: a script in a world of its own, its `handler` called with an event. */
function run(code: string, request: Partial<EdgeRequest>): Answer {
  const whole = { uri: '/', method: 'GET', querystring: {}, headers: {}, cookies: {}, ...request }
  const result: unknown = runInNewContext(
    `${code}\nJSON.stringify(handler(${JSON.stringify({ request: whole })}))`,
  )
  return JSON.parse(String(result)) as Answer // CloudFront's two forms, told apart by statusCode
}

/** The event that CloudFront makes of what stands on the line: nothing of the path decoded, the query by name. */
function eventOf({ method, target, site }: RelayCase): Partial<EdgeRequest> {
  const [uri = '', ...rest] = target.split('?')
  const query = rest.join('?')
  const pairs = query === '' ? [] : query.split('&').map((pair) => pair.split('='))
  const [first] = site ?? []
  const values = (site ?? []).map((value) => ({ value }))
  return {
    method,
    uri,
    querystring: Object.fromEntries(pairs.map(([name = '', value = '']) => [name, { value }])),
    headers:
      first === undefined
        ? {}
        : { 'sec-fetch-site': { value: first, ...(values.length > 1 ? { multiValue: values } : {}) } },
  }
}

const paths = relays(['eu-west-1', 'us-east-1']).map(({ path }) => path)
const relay = relayFunction(paths)
const relayed = (request: Partial<EdgeRequest>): Answer => run(relay, { method: 'POST', ...request })
const refusedWith = (statusCode: number): unknown =>
  expect.objectContaining({
    statusCode,
    headers: expect.objectContaining({ 'x-heartbeat-relay': { value: 'refused' } }),
  })

describe('the relay', () => {
  it('knows Step Functions and SWF of each region', () => {
    expect(paths).toEqual([
      '/aws/states/eu-west-1/',
      '/aws/swf/eu-west-1/',
      '/aws/states/us-east-1/',
      '/aws/swf/us-east-1/',
    ])
  })

  it.each(paths)('makes POST %s a POST to /, with the headers as they were and no cookies', (uri) => {
    const headers = {
      authorization: { value: 'AWS4-HMAC-SHA256 Credential=x' },
      'x-amz-target': { value: 'AWSStepFunctions.ListStateMachines' },
      'sec-fetch-site': { value: 'same-origin' },
    }
    expect(relayed({ uri, headers, cookies: { a: { value: '1' } } })).toEqual({
      uri: '/',
      method: 'POST',
      querystring: {},
      headers,
      cookies: {},
    })
  })

  it('lets a client that is no browser pass: it tells no sec-fetch-site', () => {
    expect(relayed({ uri: '/aws/swf/eu-west-1/' })).toMatchObject({ uri: '/' })
  })

  it.each(relayCases)('makes of $name: $becomes', (one) => {
    const code = relayFunction(relays(relayCaseRegions).map(({ path }) => path))
    const answer = run(code, eventOf(one))
    expect(answer).toEqual(
      one.becomes === 'passes'
        ? expect.objectContaining({ method: 'POST', uri: '/' })
        : refusedWith(one.becomes),
    )
  })

  it('refuses any path but the known ones', () => {
    const part = fc.constantFrom(
      '',
      '/',
      'aws',
      'states',
      'swf',
      'eu-west-1',
      '..',
      '%2f',
      '@',
      'amazonaws.com',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const uri = `/${parts.join('/')}`
        fc.pre(!paths.includes(uri))
        expect(relayed({ uri })).toEqual(refusedWith(404))
      }),
    )
  })

  it('says that it takes POST, and that a refusal is not to be kept', () => {
    expect(relayed({ uri: '/aws/states/eu-west-1/', method: 'GET' }).headers).toMatchObject({
      allow: { value: 'POST' },
      'cache-control': { value: 'no-store' },
      'x-heartbeat-relay': { value: 'refused' },
    })
  })

  it('fits CloudFront, also with every region there is', () => {
    const many = Array.from({ length: 40 }, (_, at) => `ap-southeast-${at}`)
    expect(relayFunction(relays(many).map(({ path }) => path)).length).toBeLessThan(10_240)
  })
})

describe('the page', () => {
  const page = pageFunction(['/config.json', '/favicon.svg', '/index.html'])
  const navigation = { 'sec-fetch-mode': { value: 'navigate' }, accept: { value: 'text/html' } }
  const old = { accept: { value: 'text/html,application/xhtml+xml' } }

  it.each([
    ['/', navigation, '/index.html'],
    ['/signed-in', navigation, '/index.html'],
    [
      '/executions/prod~eu-west-1/arn%3Aaws%3Astates%3Aeu-west-1%3A1%3Aexecution%3AA%3Av1.2',
      navigation,
      '/index.html',
    ],
    ['/findings', old, '/index.html'],
    ['/config.json', navigation, '/config.json'],
    ['/favicon.svg', old, '/favicon.svg'],
    [
      '/missing.js',
      { 'sec-fetch-mode': { value: 'no-cors' }, accept: { value: 'text/html' } },
      '/missing.js',
    ],
    ['/findings', { accept: { value: 'application/json' } }, '/findings'],
    ['/findings', {}, '/findings'],
  ])('asked for %s with %j gives %s', (uri, headers, expected) => {
    expect(run(page, { uri, headers: headers as EdgeRequest['headers'] })).toMatchObject({ uri: expected })
  })
})
