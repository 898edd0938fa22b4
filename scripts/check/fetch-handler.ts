/** The SDK's request, as far as it is used here; the SDK does not export its type to its users. */
interface SdkRequest {
  readonly method: string
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

interface SdkResponse {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}

interface SdkHandler {
  readonly metadata: { readonly handlerProtocol: string }
  handle(
    request: SdkRequest,
    options?: { readonly abortSignal?: unknown },
  ): Promise<{ response: SdkResponse }>
  updateHttpClientConfig(): void
  httpHandlerConfigs(): object
}

/** Sends an SDK client's calls by a `fetch` that is given, as the SDK for browsers does by the browser's. */
export function fetchHandler(fetchPort: typeof fetch): SdkHandler {
  return {
    metadata: { handlerProtocol: 'fetch' },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    async handle({ method, protocol, hostname, port, path, headers, body }, { abortSignal } = {}) {
      const answer = await fetchPort(
        `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`,
        {
          method,
          headers: Object.entries(headers).filter(([name]) => !/^(?:host|content-length)$/i.test(name)),
          body: bodyOf(body),
          signal: abortSignal instanceof AbortSignal ? abortSignal : null,
        },
      )
      return {
        response: {
          statusCode: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: new Uint8Array(await answer.arrayBuffer()),
        },
      }
    },
  }
}

function bodyOf(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return body
  // A copy: the type of the SDK's bytes allows memory that is shared, which fetch does not take.
  if (body instanceof Uint8Array) return new Uint8Array(body)
  throw new TypeError('only a body of text or bytes can be sent')
}
