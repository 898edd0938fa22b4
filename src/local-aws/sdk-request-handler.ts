import { type SdkHandler, type SdkRequest, sdkHandler } from '../lib/sdk-handler.ts'
import type { WireHandler } from './wire.ts'

/** Lets an AWS SDK v3 client call a local AWS that lives in the same page or process, without a network. */
export function sdkRequestHandler(handle: WireHandler): SdkHandler {
  return sdkHandler('local-aws', async (request) => {
    const { status, headers, body } = await handle({
      method: request.method,
      url: request.path + queryOf(request),
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
      ),
      body: bytesOf(request.body),
    })
    return { statusCode: status, headers: { ...headers }, body }
  })
}

function queryOf(request: SdkRequest): string {
  const pairs = Object.entries(request.query ?? {}).flatMap(([name, value]) =>
    [value ?? ''].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`),
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

function bytesOf(body: unknown): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array()
  if (typeof body === 'string') return new TextEncoder().encode(body)
  if (body instanceof Uint8Array) return body
  throw new TypeError('only a body of text or bytes can be sent to the local AWS')
}
