import { headersToAllow } from '../../src/aws/preflight.ts'
import type { Preflight } from '../../src/console/check/check-report.ts'

/** A `fetch` that goes by a browser's rules, and what hosts said to the preflights that it sent. */
export interface BrowserFetch {
  readonly fetch: typeof fetch
  /** The newest preflight of the origin of `url`; undefined: none was answered. */
  preflightOf(url: string): Preflight | undefined
}

/** Read by any page, without being exposed (Fetch Standard, "CORS-safelisted response-header name"). */
const SAFELISTED = new Set([
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
])

/**
 * What a page of `origin` would get, from Node: a call to another origin is preceded by an OPTIONS request that names its headers, and rejects with a TypeError where a browser would; of its answer only what is exposed can be read. A path goes to
 * `ownHost`, the console's own host or a relay. Simpler than a browser where that makes no difference here: every POST is preflighted, and
 * no answer to a preflight is kept.
 */
export function browserFetch(
  origin: string,
  ownHost: string | undefined,
  send: typeof fetch = fetch,
): BrowserFetch {
  const preflights = new Map<string, Preflight>()

  const crossOrigin = async (url: string, init: RequestInit): Promise<Response> => {
    if (init.method !== undefined && init.method !== 'GET') {
      const asked = headersToAsk(new Headers(init.headers))
      const answer = await send(url, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': init.method,
          'access-control-request-headers': asked.join(','),
        },
        signal: init.signal ?? null,
        redirect: 'manual',
      })
      const preflight = readPreflight(answer, origin, init.method, asked)
      preflights.set(new URL(url).origin, preflight)
      if (!isPassed(preflight)) throw new TypeError('refused by CORS')
    }
    const headers = new Headers(init.headers)
    headers.set('origin', origin)
    const answer = await send(url, { ...init, headers })
    if (!allowsOrigin(answer.headers, origin)) throw new TypeError('refused by CORS')
    const exposed = listOf(answer.headers, 'access-control-expose-headers')
    const readable = [...answer.headers].filter(
      ([name]) => SAFELISTED.has(name) || exposed.has(name) || exposed.has('*'),
    )
    return new Response(await answer.arrayBuffer(), { status: answer.status, headers: readable })
  }

  return {
    preflightOf: (url) => preflights.get(new URL(url).origin),
    async fetch(input, init = {}) {
      const address = input instanceof Request ? input.url : String(input)
      if (address.startsWith('/')) {
        if (ownHost === undefined) throw new TypeError('there is no host of its own')
        const headers = new Headers(init.headers)
        headers.set('sec-fetch-site', 'same-origin')
        const { mode: _, credentials: __, ...rest } = init
        return send(new URL(address, ownHost), { ...rest, headers })
      }
      if (init.mode === 'no-cors') return send(address, { redirect: 'manual', signal: init.signal ?? null })
      return crossOrigin(address, init)
    },
  }
}

/** Of a signed call all that the console may send; of another, such as a sign-in, what it carries. */
function headersToAsk(sent: Headers): readonly string[] {
  return sent.has('authorization') ? headersToAllow : headersToAllow.filter((name) => sent.has(name))
}

function readPreflight(
  { ok, status, headers }: Response,
  origin: string,
  method: string,
  asked: readonly string[],
): Preflight {
  const methods = listOf(headers, 'access-control-allow-methods')
  const allowed = listOf(headers, 'access-control-allow-headers')
  return {
    status,
    originAllowed: ok && allowsOrigin(headers, origin),
    // POST needs no leave of its own, a star names every method (Fetch Standard, "CORS-preflight fetch").
    methodAllowed: method === 'POST' || methods.has('*') || methods.has(method.toLowerCase()),
    // A star does not stand for Authorization.
    headersRefused: asked.filter(
      (name) => !allowed.has(name) && !(allowed.has('*') && name !== 'authorization'),
    ),
  }
}

function isPassed({ originAllowed, methodAllowed, headersRefused }: Preflight): boolean {
  return originAllowed && methodAllowed && headersRefused.length === 0
}

function allowsOrigin(headers: Headers, origin: string): boolean {
  const allowed = headers.get('access-control-allow-origin')
  return allowed === '*' || allowed === origin
}

function listOf(headers: Headers, name: string): ReadonlySet<string> {
  const text = headers.get(name) ?? ''
  return new Set(text.split(',').map((one) => one.trim().toLowerCase()))
}
