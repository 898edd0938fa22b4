import type { Effect, RelayTrouble } from '../domain/app-error.ts'
import { provesNotSent, type RelayMarker, relayMarkerHeader, relayMarkerOf } from '../lib/relay-marker.ts'
import { fetchInitOf, type SdkHandler, sdkHandler, sdkResponseOf } from '../lib/sdk-handler.ts'
import { hasMarkOfAws } from './answer-check.ts'

/** What came back through the relay is no answer of AWS. */
export class RelayFault extends Error {
  override readonly name = 'RelayFault'
  readonly trouble: RelayTrouble
  readonly effect: Effect

  constructor(trouble: RelayTrouble, effect: Effect = 'unknown') {
    super(trouble)
    this.trouble = trouble
    this.effect = effect
  }
}

/**
 * Sends what the SDK has signed for AWS's host to `path` of the page's own origin instead, once. Rejects with `RelayFault` where what
 * answers there is not AWS: a relay that refuses or reaches nobody, or a host that has none.
 */
export function relayHandler(path: string, fetchPort: typeof fetch): SdkHandler {
  return sdkHandler('relay', async (request, options) => {
    const answer = await answerOf(path, fetchPort, {
      ...fetchInitOf(request, options),
      method: 'POST',
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'manual',
    })
    const marker = relayMarkerOf(answer.headers.get(relayMarkerHeader))
    if (marker !== undefined || !hasMarkOfAws(answer.headers))
      throw new RelayFault(troubleOf(answer, marker), provesNotSent(marker) ? 'unsent' : 'unknown')
    return sdkResponseOf(answer)
  })
}

async function answerOf(path: string, fetchPort: typeof fetch, request: RequestInit): Promise<Response> {
  try {
    return await fetchPort(path, request)
  } catch (cause) {
    throw request.signal?.aborted === true ? cause : new RelayFault('silent')
  }
}

/** Without a marker it may be a static host, which answers 404, 405 or a page, or a CDN. */
function troubleOf({ status }: Response, marker: RelayMarker | undefined): RelayTrouble {
  if (marker !== undefined) return marker === 'refused' ? 'refused' : 'unreached'
  if (status >= 500 && status !== 501) return 'unreached'
  return status === 400 || status === 403 || status === 413 ? 'refused' : 'absent'
}
