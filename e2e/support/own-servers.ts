import { request as httpRequest } from 'node:http'
import { type ConsoleHost, startConsoleHost } from '../../src/server/console-host.ts'
import { type OwnServer, ownServer } from '../../src/server/testing-own-server.ts'

/** The console at a host of its own, whose relay connects to `relayConnect`. */
export function consoleRelayingTo(relayConnect: string, config: unknown): Promise<ConsoleHost> {
  return startConsoleHost({ directory: 'dist', config, port: 0, relayConnect })
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
