import { setMaxListeners } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { relayRoutes } from '../lib/aws-hosts.ts'
import { type RelayMarker, relayMarkerHeader } from '../lib/relay-marker.ts'
import { readBody } from './read-body.ts'
import { callAws, type RelayedCall } from './relay-call.ts'

/** Passes on what the page signed for AWS, or refuses it. */
export interface Relay {
  (request: IncomingMessage, response: ServerResponse): void
  /** Answers every call under way instead of breaking its connection, and refuses the next ones. */
  close(): Promise<void>
}

export interface RelayOptions {
  /** Whose Step Functions and SWF are known; every other host is refused. */
  readonly regions: readonly string[]
  /**
   * An address to connect to in AWS's place, such as `http://127.0.0.1:4566`. The host that a request names, and for which it is
   * signed, stays AWS's.
   */
  readonly connect?: string | undefined
  /** The time for AWS's whole answer, milliseconds. */
  readonly answerWithinMs?: number
}

const closeWithinMs = 1000

/** True for a request that is the relay's to answer or to refuse. */
export function isRelayed(request: IncomingMessage): boolean {
  return (request.url ?? '').startsWith('/aws/')
}

/**
 * The same-origin way to AWS, by the rules that the deployment's CDN has: POST, exactly `/aws/<service>/<region>/`, no query, no
 * cookies, nothing from another site. What was signed arrives as it was: POST to `/` of AWS's host, the body whole. Nothing of it is
 * kept or logged.
 *
 * The page gets AWS's own answer, with its `Date`, or one of the relay's: a sentence, with the marker of `lib/relay-marker` that says
 * how far the call got. It never gets a broken connection for an answer, because a browser resends a POST whose kept connection breaks:
 * an answer is held back until it is complete.
 */
export function createRelay({ regions, connect, answerWithinMs = 30_000 }: RelayOptions): Relay {
  const hosts = new Map(relayRoutes(regions).map(({ path, host }) => [path, host]))
  const target = connect === undefined ? undefined : new URL(connect)
  const ending = new AbortController()
  // Each call under way listens, and there may be many.
  setMaxListeners(0, ending.signal)
  const underWay = new Set<Promise<void>>()

  const passOn = async (request: IncomingMessage, response: ServerResponse, host: string): Promise<void> => {
    const body = await readBody(request)
    if (body === 'too large') return refuse(response, 413, 'The relay takes 1 MiB at most.')
    if (ending.signal.aborted) return refuse(response, 503, 'The relay is being stopped.')
    const headers = passable(request.headers, notForAws)
    const answered = callAws({ host, target, headers, body, answerWithinMs, ending: ending.signal }).then(
      (outcome) => answer(response, outcome, host),
    )
    underWay.add(answered)
    await answered.finally(() => underWay.delete(answered))
  }

  const relay = (request: IncomingMessage, response: ServerResponse): void => {
    // On a connection that was never used before, a browser resends nothing, whatever breaks.
    response.shouldKeepAlive = false
    const [path = '', ...query] = (request.url ?? '').split('?')
    const host = hosts.get(path)
    if (host === undefined) return refuse(response, 404, 'The relay knows no such host.')
    if (request.method !== 'POST') {
      response.setHeader('Allow', 'POST')
      return refuse(response, 405, 'The relay takes POST only.')
    }
    if (query.join('?') !== '') return refuse(response, 400, 'The relay takes no query.')
    const site = request.headers['sec-fetch-site']
    if (site !== undefined && site !== 'same-origin') {
      return refuse(response, 403, "The relay takes nothing from another site's page.")
    }
    // Rejects where the page's own request broke off: there is nobody left to answer.
    passOn(request, response, host).catch(() => response.destroy())
  }
  return Object.assign(relay, {
    async close() {
      ending.abort()
      // A client that does not read its answer holds nothing up.
      await Promise.race([Promise.allSettled(underWay), delay(closeWithinMs, undefined, { ref: false })])
    },
  })
}

/** Resolves once the answer has left this process, or there is nobody left to get it. */
async function answer(response: ServerResponse, outcome: RelayedCall, host: string): Promise<void> {
  const gone = new Promise<void>((resolve) => {
    response.once('close', resolve)
  })
  if (response.destroyed) return
  if (outcome.kind === 'failed') failures[outcome.marker](response, host)
  else if (isActedOn(outcome.status)) {
    const sentence = `${host} answered ${outcome.status}, on which a browser would act by itself.`
    answerAsRelay(response, 502, 'unusable', sentence)
  } else {
    try {
      passBack(response, outcome)
    } catch {
      // A status or a header that HTTP does not have: Node sends nothing of it.
      answerAsRelay(response, 502, 'unusable', `The answer of ${host} cannot be passed on.`)
    }
  }
  await gone
}

function passBack(response: ServerResponse, answered: Extract<RelayedCall, { kind: 'answered' }>): void {
  const { status, body, rest } = answered
  // Without AWS's `Date` there is none: Node would send this machine's time in its place.
  response.sendDate = false
  const headers = { ...passable(answered.headers, notForThePage), 'cache-control': 'no-store' }
  if (rest === undefined) {
    response.writeHead(status, { ...headers, 'content-length': body.byteLength }).end(body)
    return
  }
  response.writeHead(status, headers).write(body)
  rest.on('error', () => response.destroy())
  rest.pipe(response)
}

type Failure = (response: ServerResponse, host: string) => void

const failures: Readonly<Record<Extract<RelayedCall, { kind: 'failed' }>['marker'], Failure>> = {
  unreachable: (response, host) =>
    answerAsRelay(response, 502, 'unreachable', `The relay could not connect to ${host}. Nothing was sent.`),
  'no-answer': (response, host) =>
    answerAsRelay(response, 502, 'no-answer', `The relay got no answer from ${host}.`),
  broken: (response, host) =>
    answerAsRelay(response, 502, 'broken', `The answer from ${host} broke off on its way to the relay.`),
  late: (response, host) => answerAsRelay(response, 504, 'late', `${host} did not answer the relay in time.`),
}

/**
 * Statuses on which a browser acts before the page sees them: it follows a redirect, fails a 407 that no proxy of its own sent, and
 * resends after 408, 421 and 425 (RFC 9110, sections 15.5.9 and 15.5.20; RFC 8470; Chromium's HttpNetworkTransaction).
 */
function isActedOn(status: number): boolean {
  return (status >= 300 && status < 400) || [407, 408, 421, 425].includes(status)
}

/** Of one connection or of a proxy on the way, not of the message (RFC 9110, sections 7.6.1 and 11.7). */
const ofTheConnection = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]
/** Replaced, or none of AWS's business. */
const notForAws = new Set([
  ...ofTheConnection,
  'host',
  'content-length',
  'expect',
  'cookie',
  'origin',
  'referer',
])
/** An answer is data to a program; nothing in it is to change what the browser keeps of the console. */
const notForThePage = new Set([
  ...ofTheConnection,
  'alt-svc',
  'cache-control',
  'clear-site-data',
  'set-cookie',
  'strict-transport-security',
  'www-authenticate',
  // The relay's own word, which nobody else may speak.
  relayMarkerHeader,
])

function passable(
  headers: IncomingHttpHeaders,
  dropped: ReadonlySet<string>,
): Record<string, string | readonly string[]> {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  const kept: Record<string, string | readonly string[]> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || dropped.has(name) || named.includes(name)) continue
    // What AWS lets other origins read is no matter of a call within one.
    if (!name.startsWith('access-control-')) kept[name] = value
  }
  return kept
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  answerAsRelay(response, status, 'refused', sentence)
}

function answerAsRelay(
  response: ServerResponse,
  status: number,
  marker: RelayMarker,
  sentence: string,
): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
    [relayMarkerHeader]: marker,
  })
  response.end(`${sentence}\n`)
}
