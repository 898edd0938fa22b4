import { existsSync } from 'node:fs'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { contentSecurityPolicy } from '../lib/content-security-policy.ts'
import { BuiltFiles } from './built-files.ts'
import { addressesInUse, regionsInUse } from './console-config.ts'
import { listenOnLoopback } from './loopback-server.ts'
import { createRelay, isRelayed, type Relay } from './relay.ts'

export interface ConsoleHost {
  readonly url: string
  /** From the next request on, the page gets this configuration and the policy that goes with it. */
  configure(config: unknown): void
  close(): Promise<void>
}

/**
 * Serves the built console from `directory` with the headers it has in production, and `config` as /config.json.
 * What the page sends to `/aws/` is relayed to AWS. Port 0 takes any free port. Rejects with `PortInUse`, and with a plain Error where
 * nothing has been built.
 */
export async function startConsoleHost(options: {
  readonly directory: string
  readonly config: unknown
  readonly port: number
  /** As in `RelayOptions`. */
  readonly relayConnect?: string | undefined
}): Promise<ConsoleHost> {
  if (!existsSync(join(options.directory, 'index.html'))) {
    throw new Error(`There is no built console in ${options.directory}: run npm run build first.`)
  }
  const { relayConnect } = options
  let served = servedWith(options.config, relayConnect)
  const relays = [served.relay]
  const server = await listenOnLoopback(
    serveConsole(new BuiltFiles(options.directory), () => served),
    { port: options.port, what: 'the console', variable: 'CONSOLE_PORT' },
  )
  return {
    url: `http://127.0.0.1:${server.port}`,
    configure(next) {
      served = servedWith(next, relayConnect)
      relays.push(served.relay)
    },
    async close() {
      // First: a call whose connection breaks is one that a browser may send again.
      await Promise.all(relays.map((relay) => relay.close()))
      await server.close()
    },
  }
}

/** Headers of every answer, whatever it is. */
export function securityHeaders(policy: string): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': policy,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  }
}

/** A configuration, and the headers and the relay that go with it. */
interface Served {
  readonly config: unknown
  readonly relay: Relay
  readonly headers: Readonly<Record<string, string>>
}

function servedWith(config: unknown, relayConnect: string | undefined): Served {
  return {
    config,
    relay: createRelay({ regions: regionsInUse(config), connect: relayConnect }),
    headers: securityHeaders(contentSecurityPolicy(addressesInUse(config))),
  }
}

function serveConsole(files: BuiltFiles, served: () => Served): RequestListener {
  return (request, response) => {
    const { config, headers, relay } = served()
    // A browser resends a POST whose kept connection breaks, so none is kept: another one on loopback costs nothing.
    response.shouldKeepAlive = false
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    const path = pathOf(request)
    if (isRelayed(request)) {
      relay(request, response)
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD')
      answerText(response, 405, 'Only GET and HEAD.')
    } else if (path === '/config.json') {
      answerConfig(response, config)
    } else if (files.has(path)) {
      files.answer(path, request, response)
    } else if (path === '/' || isNavigation(request)) {
      // The path is a place inside the console: the page's router knows it.
      files.answer('/index.html', request, response)
    } else {
      answerText(response, 404, 'Not found.')
    }
  }
}

/** Answers /config.json; never stored, so that a changed connection is there at the next load. */
export function answerConfig(response: ServerResponse, config: unknown): void {
  const body = Buffer.from(JSON.stringify(config))
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
  })
  response.end(body)
}

function answerText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end(`${text}\n`)
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0] ?? '/'
}

/** A page asked for by a person, not a file asked for by a page: only that may fall back to index.html. */
function isNavigation(request: IncomingMessage): boolean {
  if (pathOf(request).startsWith('/assets/')) return false
  const mode = request.headers['sec-fetch-mode']
  return mode === undefined ? (request.headers.accept ?? '').includes('text/html') : mode === 'navigate'
}
