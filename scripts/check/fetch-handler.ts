import { fetchInitOf, type SdkHandler, sdkHandler, sdkResponseOf } from '../../src/lib/sdk-handler.ts'

/** Sends an SDK client's calls by a `fetch` that is given, as the SDK for browsers does by the browser's. */
export function fetchHandler(fetchPort: typeof fetch): SdkHandler {
  return sdkHandler('fetch', async (request, options) => {
    const { protocol, hostname, port, path } = request
    const host = port === undefined ? hostname : `${hostname}:${port}`
    return sdkResponseOf(await fetchPort(`${protocol}//${host}${path}`, fetchInitOf(request, options)))
  })
}
