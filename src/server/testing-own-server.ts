import {
  createServer,
  request as httpRequest,
  type OutgoingHttpHeaders,
  type RequestListener,
} from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server of one test, on a port of its own. */
export interface OwnServer {
  readonly url: string
  close(): Promise<void>
}

export async function ownServer(listener: RequestListener): Promise<OwnServer> {
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

/** Passes every request on to `url` with another body than was signed, or with other headers where they are named. */
export function alteringProxy(
  url: string,
  alter: (body: string) => string,
  changed: OutgoingHttpHeaders = {},
): Promise<OwnServer> {
  return ownServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => {
      const altered = alter(body)
      const headers = { ...request.headers, ...changed, 'content-length': Buffer.byteLength(altered) }
      const asked = httpRequest(url, { method: 'POST', headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      })
      asked.on('error', () => response.destroy())
      asked.end(altered)
    })
  })
}
