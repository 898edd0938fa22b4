import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, relative, sep } from 'node:path'

interface BuiltFile {
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string>>
}

/** What a build makes; anything else is bytes that no browser runs. */
const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

/**
 * The files of a directory as they are now, by their path on the server. They stay in memory: a build beside a
 * running console replaces them, and a page that is open asks for its own to the end.
 */
export class BuiltFiles {
  readonly #files = new Map<string, BuiltFile>()

  constructor(directory: string) {
    for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const file = join(entry.parentPath, entry.name)
      const path = `/${relative(directory, file).split(sep).join('/')}`
      this.#files.set(path, describe(path, readFileSync(file)))
    }
  }

  has(path: string): boolean {
    return this.#files.has(decoded(path))
  }

  /** Answers a GET or HEAD for a path there is a file for: whole or, where the browser has it already, with 304. */
  answer(path: string, request: IncomingMessage, response: ServerResponse): void {
    const file = this.#files.get(decoded(path))
    if (file === undefined) throw new Error(`there is no file ${path}`)
    if (knows(request.headers['if-none-match'], file.headers['ETag'] ?? '')) {
      response.writeHead(304, file.headers).end()
      return
    }
    response.writeHead(200, { ...file.headers, 'Content-Length': file.body.byteLength })
    response.end(request.method === 'HEAD' ? undefined : file.body)
  }
}

function describe(path: string, body: Buffer): BuiltFile {
  return {
    body,
    headers: {
      'Cache-Control': cacheControl(path),
      'Content-Type': contentTypes[extname(path)] ?? 'application/octet-stream',
      ETag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    },
  }
}

function cacheControl(path: string): string {
  // Files in /assets/ carry a hash of their content in their name.
  if (path.startsWith('/assets/')) return 'public, max-age=31536000, immutable'
  return path === '/index.html' ? 'no-store' : 'no-cache'
}

function knows(ifNoneMatch: string | undefined, etag: string): boolean {
  const known = (ifNoneMatch ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''))
  return known.includes('*') || known.includes(etag)
}

/** A path that cannot be decoded names no file. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return ''
  }
}
