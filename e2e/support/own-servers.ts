import { createServer, request as httpRequest, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ConsoleHost, startConsoleHost } from '../../src/server/console-host.ts'

/** A server of one test. */
export interface OwnServer {
  readonly url: string
  close(): Promise<void>
}

async function serve(listener: RequestListener): Promise<OwnServer> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo // a TCP server has this kind of address
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** The console at a host of its own, whose relay connects to `relayConnect`. */
export function consoleRelayingTo(relayConnect: string, config: unknown): Promise<ConsoleHost> {
  return startConsoleHost({ directory: 'dist', config, port: 0, relayConnect })
}

/** Passes every request on to `url` with another body than was signed. */
export function alteringProxy(url: string, alter: (body: string) => string): Promise<OwnServer> {
  return serve((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => {
      const altered = alter(body)
      const headers = { ...request.headers, 'content-length': Buffer.byteLength(altered) }
      const asked = httpRequest(url, { method: 'POST', headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      })
      asked.on('error', () => response.destroy())
      asked.end(altered)
    })
  })
}

/** A host of static files that is given the console at `url`, and has no relay. */
export function hostWithoutRelay(url: string): Promise<OwnServer> {
  return serve((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end()
      return
    }
    const asked = httpRequest(
      new URL(request.url ?? '/', url),
      { method: request.method, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    asked.on('error', () => response.destroy())
    asked.end()
  })
}
