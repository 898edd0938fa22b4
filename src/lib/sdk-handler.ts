/** The request of an AWS SDK v3 client, as far as it is used here; the SDK does not export its type to its users. */
export interface SdkRequest {
  readonly method: string
  /** With its colon. */
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly query?: Readonly<Record<string, string | string[] | null>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface SdkResponse {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}

export interface SendOptions {
  readonly abortSignal?: unknown
}

/** What a client of any service takes as its `requestHandler`. */
export interface SdkHandler {
  readonly metadata: { readonly handlerProtocol: string }
  handle(request: SdkRequest, options?: SendOptions): Promise<{ response: SdkResponse }>
  updateHttpClientConfig(): void
  httpHandlerConfigs(): object
}

/** A handler that sends a request by `send`, once, and has no settings; `handlerProtocol` is its name. */
export function sdkHandler(
  handlerProtocol: string,
  send: (request: SdkRequest, options: SendOptions) => Promise<SdkResponse>,
): SdkHandler {
  return {
    metadata: { handlerProtocol },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    handle: async (request, options = {}) => ({ response: await send(request, options) }),
  }
}

/** The handler, each of whose requests is given up after `ms`: what gives the SDK's own providers no time limit has one here. */
export function answeredWithin(ms: number, handler: SdkHandler): SdkHandler {
  return sdkHandler(handler.metadata.handlerProtocol, async (request) => {
    const { response } = await handler.handle(request, { abortSignal: AbortSignal.timeout(ms) })
    return response
  })
}

/** A request as `fetch` takes it. The host and the length, which are signed, too, are for `fetch` to set. */
export function fetchInitOf(
  { method, headers, body }: SdkRequest,
  { abortSignal }: SendOptions,
): RequestInit & Required<Pick<RequestInit, 'signal'>> {
  return {
    method,
    headers: Object.entries(headers).filter(([name]) => !/^(?:host|content-length)$/i.test(name)),
    body: bodyOf(body),
    signal: abortSignal instanceof AbortSignal ? abortSignal : null,
  }
}

/** Where a request goes. */
export function urlOf({ protocol, hostname, port, path }: SdkRequest): string {
  return `${protocol}//${port === undefined ? hostname : `${hostname}:${port}`}${path}`
}

/** An answer of `fetch` as the SDK takes it. */
export async function sdkResponseOf(answer: Response): Promise<SdkResponse> {
  return {
    statusCode: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: new Uint8Array(await answer.arrayBuffer()),
  }
}

function bodyOf(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return body
  // A copy: the type of the SDK's bytes allows memory that is shared, which fetch does not take.
  if (body instanceof Uint8Array) return new Uint8Array(body)
  throw new TypeError('only a body of text or bytes can be sent')
}
