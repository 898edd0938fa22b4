import { fetchInitOf, type SdkHandler, sdkHandler, sdkResponseOf, urlOf } from '../lib/sdk-handler.ts'

/**
 * Sends an SDK client's calls by `fetch` to the host that they are signed for, each once: a redirect is not followed, because the browser
 * would send the call a second time.
 */
export function directHandler(fetchPort: typeof fetch): SdkHandler {
  return sdkHandler('direct', async (request, options) =>
    sdkResponseOf(
      // No other member of a request may differ from the usual: browsers keep preflights by them.
      await fetchPort(urlOf(request), { ...fetchInitOf(request, options), redirect: 'error' }),
    ),
  )
}
