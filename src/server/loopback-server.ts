import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { isLoopbackHost } from '../lib/loopback-host.ts'

/** An HTTP server on both loopback addresses, so that `localhost` reaches it whichever way it resolves. */
export interface LoopbackServer {
  readonly port: number
  /** Whoever connects, to either address, is served by it, upgrades included. */
  readonly main: Server
  /** Ends open connections at once and frees the port. */
  close(): Promise<void>
}

/** The port is taken: a message for the person who started the server, naming the variable that changes it. */
export class PortInUse extends Error {
  override readonly name = 'PortInUse'

  constructor(port: number, what: string, variable: string) {
    super(
      `Port ${port} for ${what} is in use. Stop what uses it, or choose another one with ${variable}, ` +
        `for example ${variable}=${port + 10 < 65_536 ? port + 10 : port - 10}.`,
    )
  }
}

const attemptsForAFreePort = 5

/**
 * Between two requests a client keeps its connection, often for a minute. Node would close it after 5 s, perhaps
 * just as the next request is under way, whose answer is then lost: the client has to be the one who closes.
 */
const keepAliveMs = 65_000

/** A server on loopback, by its port; 0 takes any free one. */
export interface LoopbackOptions {
  readonly port: number
  /** What is served, and the variable that changes the port, for the message of `PortInUse`. */
  readonly what: string
  readonly variable: string
  /** Host headers that are answered beside those of this machine; none by default. */
  readonly alsoAnswers?: (host: string) => boolean
}

/**
 * Listens on 127.0.0.1 and, where the machine has it, on ::1 at the same port. A request for any other host than this machine is
 * refused: a page of another site whose name was made to resolve to this machine (DNS rebinding) shares an origin with the server,
 * and nothing but its Host gives it away.
 */
export async function listenOnLoopback(
  listener: RequestListener,
  options: LoopbackOptions,
): Promise<LoopbackServer> {
  const guarded: RequestListener = (request, response) => {
    if (isForThisMachine(request, options.alsoAnswers)) listener(request, response)
    else refuseHost(response)
  }
  for (let attempt = 1; ; attempt += 1) {
    const main = createServer(guarded)
    main.keepAliveTimeout = keepAliveMs
    // With the options of an HTTP server, which listens on one address only.
    const second = createTcpServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
      main.emit('connection', socket),
    )
    const close = async (): Promise<void> => {
      const closed = [main, second].map(closing)
      main.closeAllConnections()
      await Promise.all(closed)
    }
    try {
      const port = await listen(main, options.port, '127.0.0.1')
      await listenOnSecondAddress(second, port)
      return { port, main, close }
    } catch (error) {
      await close()
      if (codeOf(error) !== 'EADDRINUSE') throw error
      // With port 0 the port was free on 127.0.0.1 but not on ::1.
      if (options.port === 0 && attempt < attemptsForAFreePort) continue
      throw new PortInUse(options.port, options.what, options.variable)
    }
  }
}

/** True where every host that a request names is this machine, or one that `alsoAnswers` takes. */
export function isForThisMachine(
  request: IncomingMessage,
  alsoAnswers: (host: string) => boolean = () => false,
): boolean {
  // An address in the place of a path outranks the header (RFC 9112, section 3.2.2).
  const [, named] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(request.url ?? '') ?? []
  const hosts = [...(request.headersDistinct['host'] ?? []), ...(named === undefined ? [] : [named])]
  return hosts.length > 0 && hosts.every((host) => isLoopbackHost(host) || alsoAnswers(host))
}

function refuseHost(response: ServerResponse): void {
  // Not 421, after which browsers ask again.
  response.writeHead(403, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end('This server answers for this machine only: open it as 127.0.0.1 or localhost.\n')
}

/** Rejects with `PortInUse` where `listenOnLoopback` would do so now. */
export async function checkPortFree(
  options: Pick<LoopbackOptions, 'port' | 'what' | 'variable'>,
): Promise<void> {
  const server = await listenOnLoopback((_request, response) => response.writeHead(503).end(), options)
  await server.close()
}

async function listenOnSecondAddress(server: TcpServer, port: number): Promise<void> {
  try {
    await listen(server, port, '::1')
  } catch (error) {
    // A machine without IPv6.
    if (codeOf(error) !== 'EADDRNOTAVAIL' && codeOf(error) !== 'EAFNOSUPPORT') throw error
  }
}

function listen(server: TcpServer, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, ipv6Only: true }, () => {
      server.off('error', reject)
      // A server on a TCP port has an AddressInfo; only pipes have a string.
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** Resolves when it listens no more and its last connection is gone. */
function closing(server: TcpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
