import { isLoopbackHost } from '../../lib/loopback-host.ts'
import type { WireRequest } from '../wire.ts'

const allowedHeaders = [
  'amz-sdk-invocation-id',
  'amz-sdk-request',
  'authorization',
  'content-type',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-target',
  'x-amz-user-agent',
].join(',')

/** True for http and https pages of this machine. */
export function isLoopbackOrigin(origin: string): boolean {
  const [, host] = /^https?:\/\/(.*)$/.exec(origin) ?? []
  return host !== undefined && isLoopbackHost(host)
}

export interface CorsRule {
  readonly allowed: boolean
  readonly origins: readonly string[]
}

/** The CORS headers of an answer; none at all where the browser is to be refused, as AWS does it. */
export function corsHeaders(call: WireRequest, rule: CorsRule): Readonly<Record<string, string>> {
  const origin = call.headers['origin']
  if (origin === undefined || !rule.allowed) return {}
  if (!isLoopbackOrigin(origin) && !rule.origins.includes(origin)) return {}
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'Date,x-amzn-RequestId,x-amzn-ErrorType',
    vary: 'Origin',
  }
}

/**
 * What a preflight is answered besides `corsHeaders`. AWS lets browsers keep it for two days; here it is five seconds,
 * so that switching CORS off takes effect while a page is open.
 */
export function preflightHeaders(): Readonly<Record<string, string>> {
  return {
    'access-control-allow-headers': allowedHeaders,
    'access-control-allow-methods': 'POST',
    'access-control-max-age': '5',
  }
}

export function isPreflight(call: WireRequest): boolean {
  return call.method === 'OPTIONS' && call.headers['access-control-request-method'] !== undefined
}
