import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as plainRequest,
  type ServerResponse,
} from 'node:http'
import { request as tlsRequest } from 'node:https'
import { relayRoutes } from '../lib/aws-hosts.ts'
import { readBody } from './read-body.ts'

/** Passes on what the page signed for AWS, or refuses it. */
export type Relay = (request: IncomingMessage, response: ServerResponse) => void

export interface RelayOptions {
  /** Whose Step Functions and SWF are known; every other host is refused. */
  readonly regions: readonly string[]
  /**
   * An address to connect to in AWS's place, such as `http://127.0.0.1:4566`. The host that a request names, and for which it is
   * signed, stays AWS's.
   */
  readonly connect?: string | undefined
  /** How long AWS may take to answer, milliseconds. */
  readonly answerWithinMs?: number
}

/** Whether a request is the relay's to answer, be it to refuse it. */
export function isRelayed(request: IncomingMessage): boolean {
  return (request.url ?? '').startsWith('/aws/')
}

/**
 * The same-origin way to AWS, by the rules that the deployment's CDN has: POST, exactly `/aws/<service>/<region>/`, no query, no
 * cookies, nothing from another site. What was signed arrives as it was: POST to `/` of AWS's host, the body whole. Nothing of it is
 * kept or logged. An answer is AWS's own, with its `Date`; 413, 502 and 504 are the relay's, in a sentence.
 */
export function createRelay({ regions, connect, answerWithinMs = 30_000 }: RelayOptions): Relay {
  const hosts = new Map(relayRoutes(regions).map(({ path, host }) => [path, host]))
  const target = connect === undefined ? undefined : new URL(connect)
  return (request, response) => {
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
    passOn(request, response, { host, target, answerWithinMs }).catch(() => response.destroy())
  }
}

interface Onward {
  readonly host: string
  readonly target: URL | undefined
  readonly answerWithinMs: number
}

async function passOn(request: IncomingMessage, response: ServerResponse, onward: Onward): Promise<void> {
  const { host, target, answerWithinMs } = onward
  const body = await readBody(request)
  if (body === 'too large') {
    // The rest of the body is not read, so the connection cannot be used again.
    response.setHeader('Connection', 'close')
    return refuse(response, 413, 'The relay takes 1 MiB at most.')
  }
  const ask = target?.protocol === 'http:' ? plainRequest : tlsRequest
  const asked = ask({
    host: (target?.hostname ?? host).replaceAll(/[[\]]/g, ''),
    port:
      target === undefined || target.port === '' ? (target?.protocol === 'http:' ? 80 : 443) : target.port,
    method: 'POST',
    path: '/',
    headers: { ...passable(request.headers, notForAws), host, 'content-length': body.byteLength },
    // A kept connection may be closed just as a write goes out on it, which then is lost without need.
    agent: false,
  })
  const overdue = setTimeout(() => asked.destroy(new Overdue()), answerWithinMs)
  asked.on('close', () => clearTimeout(overdue))
  asked.on('response', (answer) => {
    // Without AWS's `Date` there is none: Node would tell this machine's time in its place.
    response.sendDate = false
    response.writeHead(answer.statusCode ?? 502, {
      ...passable(answer.headers, notForThePage),
      'cache-control': 'no-store',
    })
    answer.on('error', () => response.destroy())
    answer.pipe(response)
  })
  asked.on('error', (error) => {
    if (response.headersSent) response.destroy()
    else if (error instanceof Overdue) refuse(response, 504, `${host} did not answer the relay in time.`)
    else refuse(response, 502, `The relay got no answer from ${host}.`)
  })
  asked.end(body)
}

class Overdue extends Error {
  override readonly name = 'Overdue'
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
const notForThePage = new Set([...ofTheConnection, 'set-cookie', 'cache-control', 'clear-site-data'])

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
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end(`${sentence}\n`)
}
