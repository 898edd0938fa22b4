import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { contentSecurityPolicy } from '../lib/content-security-policy.ts'
import { BuiltFiles } from './built-files.ts'
import { securityHeaders } from './console-host.ts'
import { listenOnLoopback } from './loopback-server.ts'

export interface StaticHost {
  /** Of the folder, with a slash at its end. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves the files of `directory` below `path`, as any static host would, with the console's headers for a page that
 * calls nobody. Port 0 takes any free port. Rejects with `PortInUse`, and with a plain Error where nothing has been built.
 */
export async function startStaticHost(options: {
  readonly directory: string
  readonly port: number
  /** Begins and ends with a slash; by default `/`. */
  readonly path?: string
  /** For messages: what is served, and the variable that changes its port. */
  readonly what: string
  readonly variable: string
}): Promise<StaticHost> {
  const { directory, port, path = '/', what, variable } = options
  if (!existsSync(join(directory, 'index.html'))) {
    throw new Error(`There is nothing in ${directory} to serve: build it first.`)
  }
  const files = new BuiltFiles(directory)
  const headers = Object.entries(securityHeaders(contentSecurityPolicy([])))
  const server = await listenOnLoopback(
    (request, response) => {
      for (const [name, value] of headers) response.setHeader(name, value)
      const asked = (request.url ?? '/').split('?')[0] ?? '/'
      const below = asked.startsWith(path) ? asked.slice(path.length - 1) : ''
      const file = below === '/' ? '/index.html' : below
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        response.writeHead(405, { Allow: 'GET, HEAD' }).end()
      } else if (files.has(file)) files.answer(file, request, response)
      else
        response
          .writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' })
          .end('There is no such file.\n')
    },
    { port, what, variable },
  )
  return { url: `http://127.0.0.1:${server.port}${path}`, close: () => server.close() }
}
