import type { WireRequest, WireResponse } from '../wire.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

/** Path and query exactly as sent: a URL parser would normalise what was signed. */
export function splitUrl(url: string): { path: string; query: string } {
  const withoutOrigin = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/#.*$/, '')
  const mark = withoutOrigin.indexOf('?')
  const path = mark < 0 ? withoutOrigin : withoutOrigin.slice(0, mark)
  return { path: path === '' ? '/' : path, query: mark < 0 ? '' : withoutOrigin.slice(mark + 1) }
}

/** The body as text; undefined where it is not UTF-8. */
export function bodyText(call: WireRequest): string | undefined {
  try {
    return decoder.decode(call.body)
  } catch {
    return undefined
  }
}

/** A response with a JSON (or empty) text body. */
export function textResponse(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>>,
): WireResponse {
  return { status, headers, body: encoder.encode(text) }
}
