import { request as httpRequest } from 'node:http'
import { type ConsoleHost, startConsoleHost } from '../../src/server/console-host.ts'
import { type OwnServer, ownServer } from '../../src/server/testing-own-server.ts'

/** The console at a host of its own, whose relay connects to `relayConnect`. */
export function consoleRelayingTo(relayConnect: string, config: unknown): Promise<ConsoleHost> {
  return startConsoleHost({ directory: 'dist', config, port: 0, relayConnect })
}

/** Passes every request on to `url` with another body than was signed. */
export function alteringProxy(url: string, alter: (body: string) => string): Promise<OwnServer> {
  return ownServer((request, response) => {
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
  return ownServer((request, response) => {
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
