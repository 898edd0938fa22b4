import { randomBytes } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { createServer } from 'vite'
import { contentSecurityPolicy } from '../src/lib/content-security-policy.ts'
import { addressesInUse, regionsInUse } from '../src/server/console-config.ts'
import { answerConfig, type ConsoleHost, securityHeaders } from '../src/server/console-host.ts'
import { isForThisMachine, listenOnLoopback } from '../src/server/loopback-server.ts'
import { createRelay, isRelayed, type Relay } from '../src/server/relay.ts'

/**
 * Serves the console from its source with hot reload, under the policy of production plus a nonce for what Vite puts
 * into the page. Rejects with `PortInUse`.
 */
export async function startDevelopmentHost(options: {
  readonly config: unknown
  readonly port: number
  /** As in `RelayOptions`. */
  readonly relayConnect?: string | undefined
}): Promise<ConsoleHost> {
  let serve: RequestListener = (_request, response) => response.writeHead(503).end()
  const server = await listenOnLoopback((request, response) => serve(request, response), {
    port: options.port,
    what: 'the console',
    variable: 'CONSOLE_PORT',
  })
  // Hot reload has a socket of its own, which goes past the listener.
  server.main.prependListener('upgrade', (request, socket) => {
    if (!isForThisMachine(request)) socket.destroy()
  })
  const nonce = randomBytes(16).toString('base64')
  const vite = await createServer({
    appType: 'spa',
    server: { middlewareMode: true, hmr: { server: server.main } },
    html: { cspNonce: nonce },
  })
  const socketOrigins = ['127.0.0.1', 'localhost'].map((name) => `ws://${name}:${server.port}`)
  const relays: Relay[] = []
  const serveWith = (config: unknown): RequestListener => {
    const policy = contentSecurityPolicy(addressesInUse(config), { nonce, socketOrigins })
    const headers = Object.entries(securityHeaders(policy))
    const relay = createRelay({ regions: regionsInUse(config), connect: options.relayConnect })
    relays.push(relay)
    return (request, response) => {
      response.shouldKeepAlive = false
      for (const [name, value] of headers) response.setHeader(name, value)
      if (isRelayed(request)) relay(request, response)
      else if (request.url?.split('?')[0] === '/config.json') answerConfig(response, config)
      else vite.middlewares(request, response)
    }
  }
  serve = serveWith(options.config)
  return {
    url: `http://127.0.0.1:${server.port}`,
    configure(next) {
      serve = serveWith(next)
    },
    async close() {
      await Promise.all(relays.map((relay) => relay.close()))
      await Promise.all([vite.close(), server.close()])
    },
  }
}
