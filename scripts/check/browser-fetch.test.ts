import { describe, expect, it } from 'vitest'
import { headersToAllow } from '../../src/aws/preflight.ts'
import { browserFetch } from './browser-fetch.ts'

const page = 'https://console.example.com'
const aws = 'https://states.eu-west-1.amazonaws.com'
const call = { method: 'POST', headers: { authorization: 'x' }, body: '{}' }

const allowing = {
  'access-control-allow-origin': page,
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': headersToAllow.join(', '),
}

/** A host that answers preflights and calls with these headers, and what it heard. */
function hostAnswering(preflight: Record<string, string>, answer: Record<string, string>) {
  const heard: { method: string; url: string; headers: Headers }[] = []
  const send: typeof fetch = async (input, init = {}) => {
    const method = init.method ?? 'GET'
    heard.push({
      method,
      url: input instanceof Request ? input.url : input.toString(),
      headers: new Headers(init.headers),
    })
    return new Response('{}', { headers: method === 'OPTIONS' ? preflight : answer })
  }
  return { heard, send }
}

describe('a fetch by the rules of browsers', () => {
  it('asks first, with every header that the console sends, and then calls', async () => {
    const { heard, send } = hostAnswering(allowing, {
      'access-control-allow-origin': page,
      'access-control-expose-headers': 'Date',
      date: 'Fri, 20 Nov 2026 14:00:00 GMT',
      'x-amzn-requestid': '1',
    })
    const { fetch, preflightOf } = browserFetch(page, undefined, send)
    const answer = await fetch(`${aws}/`, call)
    expect(heard.map(({ method }) => method)).toEqual(['OPTIONS', 'POST'])
    expect(heard[0]?.headers.get('access-control-request-headers')).toBe(headersToAllow.join(','))
    expect(heard.map(({ headers }) => headers.get('origin'))).toEqual([page, page])
    expect(answer.headers.get('date')).toBe('Fri, 20 Nov 2026 14:00:00 GMT')
    expect(answer.headers.has('x-amzn-requestid')).toBe(false)
    expect(preflightOf(aws)).toEqual({
      status: 200,
      originAllowed: true,
      methodAllowed: true,
      headersRefused: [],
    })
  })

  it.each([
    ['another origin', { ...allowing, 'access-control-allow-origin': 'https://other.example.com' }],
    ['no origin', {}],
    ['all but one header', { ...allowing, 'access-control-allow-headers': headersToAllow.slice(1).join() }],
    ['a star, which is not for Authorization', { ...allowing, 'access-control-allow-headers': '*' }],
  ])('sends no call where the preflight allows %s', async (_, preflight: Record<string, string>) => {
    const { heard, send } = hostAnswering(preflight, allowing)
    await expect(browserFetch(page, undefined, send).fetch(`${aws}/`, call)).rejects.toThrow(TypeError)
    expect(heard.map(({ method }) => method)).toEqual(['OPTIONS'])
  })

  it('shows nothing of an answer that does not allow the page, nor a Date that is not exposed', async () => {
    const closed = hostAnswering(allowing, {})
    await expect(browserFetch(page, undefined, closed.send).fetch(`${aws}/`, call)).rejects.toThrow(TypeError)
    const open = hostAnswering(allowing, {
      'access-control-allow-origin': '*',
      date: 'Fri, 20 Nov 2026 14:00:00 GMT',
    })
    const answer = await browserFetch(page, undefined, open.send).fetch(`${aws}/`, call)
    expect(answer.headers.has('date')).toBe(false)
  })

  it('sends a path to the own host, as its page does, and to nobody where there is none', async () => {
    const { heard, send } = hostAnswering({}, {})
    await browserFetch(page, 'https://relay.example.com', send).fetch('/aws/states/eu-west-1/', call)
    expect(heard.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST https://relay.example.com/aws/states/eu-west-1/',
    ])
    expect(heard[0]?.headers.get('sec-fetch-site')).toBe('same-origin')
    await expect(browserFetch(page, undefined, send).fetch('/aws/states/eu-west-1/', call)).rejects.toThrow(
      TypeError,
    )
  })
})
