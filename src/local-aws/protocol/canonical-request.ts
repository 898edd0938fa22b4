import type { WireRequest } from '../wire.ts'
import { splitUrl } from './wire-parts.ts'

/**
 * The canonical request of Signature Version 4 for every service but S3 (the path is encoded once more).
 * Undefined when a header that is said to be signed is not there. Source: IAM User Guide, "Create a signed AWS API request".
 */
export function canonicalRequest(
  call: WireRequest,
  signedHeaders: readonly string[],
  payloadHash: string,
): string | undefined {
  const { path, query } = splitUrl(call.url)
  const lines = [call.method.toUpperCase(), canonicalPath(path), canonicalQuery(query)]
  for (const name of signedHeaders) {
    const value = Object.hasOwn(call.headers, name) ? call.headers[name] : undefined
    if (value === undefined) return undefined
    lines.push(`${name}:${value.trim().replace(/\s+/g, ' ')}`)
  }
  lines.push('', signedHeaders.join(';'), payloadHash)
  return lines.join('\n')
}

function canonicalPath(path: string): string {
  return path.split('/').map(encode).join('/')
}

function canonicalQuery(query: string): string {
  if (query === '') return ''
  const pairs = query.split('&').map((pair) => {
    const mark = pair.indexOf('=')
    const name = mark < 0 ? pair : pair.slice(0, mark)
    const value = mark < 0 ? '' : pair.slice(mark + 1)
    return [encode(decode(name)), encode(decode(value))] as const
  })
  pairs.sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
  return pairs.map(([name, value]) => `${name}=${value}`).join('&')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** RFC 3986: everything but letters, digits and `-._~`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
