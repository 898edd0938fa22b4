/** The part of an SDK client that lets a caller take in its answers; `streamCollector` reads the body of one. */
export interface Answering {
  readonly config: { readonly streamCollector: (body: never) => Promise<Uint8Array> }
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: never) => Promise<{ response: unknown }>,
      ) => (args: never) => Promise<{ response: unknown }>,
      options: { step: 'deserialize'; priority: 'low'; name: string },
    ): void
  }
}

/**
 * Has the whole body of each answer come in before the SDK parses it. A connection that breaks within a body is no answer then, and what
 * fails afterwards is an answer that is not of the documented form (`isMalformed`).
 */
export function takeWholeAnswers(client: Answering): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args)
      const response = result.response as { body?: unknown } // the SDK's HttpResponse
      if (response.body != null && !(response.body instanceof Uint8Array))
        response.body = await client.config.streamCollector(response.body as never) // its own kind of body
      return result
    },
    { step: 'deserialize', priority: 'low', name: 'takeWholeAnswers' },
  )
}

/** Whether a call failed because an answer of success could not be parsed, such as one that is no JSON or has times as texts. */
export function isMalformed(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false
  const { $response } = cause as { $response?: { readonly statusCode?: unknown } } // the SDK puts it on what its parser throws
  const status = $response?.statusCode
  return typeof status === 'number' && status >= 200 && status < 300
}
