import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { AnswerLost, type WireHandler, type WireRequest, type WireResponse } from '../local-aws/wire.ts'
import { readBody } from './read-body.ts'

/**
 * Node's HTTP in front of a wire handler. A client that goes away does not cancel the work, as in AWS; a lost answer
 * breaks the connection.
 */
export function nodeListener(handle: WireHandler): RequestListener {
  return (request, response) => {
    answer(request, response, handle).catch(() => response.destroy())
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handle: WireHandler,
): Promise<void> {
  const body = await readBody(request)
  if (body === 'too large') {
    // The rest of the body is not read, so the connection cannot be used again.
    response.writeHead(413, { connection: 'close', 'content-length': '0' }).end()
    return
  }
  let answered: WireResponse
  try {
    answered = await handle(wireRequest(request, body))
  } catch (error) {
    if (!(error instanceof AnswerLost)) throw error
    request.socket.destroy()
    return
  }
  // Node would add a `Date` of its own clock, which is not the wire clock.
  response.sendDate = false
  response.writeHead(answered.status, { ...answered.headers, 'content-length': answered.body.byteLength })
  response.end(request.method === 'HEAD' ? undefined : answered.body)
}

function wireRequest(request: IncomingMessage, body: Uint8Array): WireRequest {
  // Not `headers`, which keeps one of two Hosts without a word: what was signed is every value, joined by commas.
  const headers = Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values = []]) => [name, values.join(',')]),
  )
  return { method: request.method ?? 'GET', url: request.url ?? '/', headers, body }
}
