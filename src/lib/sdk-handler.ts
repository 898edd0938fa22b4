/** The request of an AWS SDK v3 client, as far as it is used here; the SDK does not export its type to its users. */
export interface SdkRequest {
  readonly method: string
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

interface SendOptions {
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
