import type { RelayTrouble } from '../domain/app-error.ts'
import { fetchInitOf, type SdkHandler, sdkHandler, sdkResponseOf } from '../lib/sdk-handler.ts'

/** What came back through the relay is no answer of AWS. */
export class RelayFault extends Error {
  override readonly name = 'RelayFault'
  readonly trouble: RelayTrouble

  constructor(trouble: RelayTrouble) {
    super(trouble)
    this.trouble = trouble
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
    if (!isOfAws(answer.headers)) throw new RelayFault(troubleOf(answer))
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

/** Both services put a request id on every answer, or at least say that it is theirs by its type. */
function isOfAws(headers: Headers): boolean {
  const contentType = headers.get('content-type') ?? ''
  return headers.has('x-amzn-requestid') || contentType.startsWith('application/x-amz-json')
}

/** A static host answers 404, 405 or a page; the statuses of a relay are those of `server/relay.ts` and of the CDN. */
function troubleOf({ status }: Response): RelayTrouble {
  if (status >= 500 && status !== 501) return 'unreached'
  return status === 400 || status === 403 || status === 413 ? 'refused' : 'absent'
}
