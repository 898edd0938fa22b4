import {
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as plainRequest,
} from 'node:http'
import { request as tlsRequest } from 'node:https'
import type { RelayMarker } from '../lib/relay-marker.ts'

/** One call as the relay sends it to AWS. */
export interface RelayCall {
  /** AWS's host, for which the call is signed. */
  readonly host: string
  /** Where to connect in AWS's place. */
  readonly target: URL | undefined
  /** All but `host` and `content-length`. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: Uint8Array
  /** The time for the whole answer, milliseconds. */
  readonly answerWithinMs: number
  /** Aborted: the call ends at once, whatever becomes of it at AWS. */
  readonly ending: AbortSignal
}

/** The outcome of one call: AWS's answer, or why there is none. */
export type RelayedCall =
  | { readonly kind: 'failed'; readonly marker: Exclude<RelayMarker, 'refused' | 'unusable'> }
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: IncomingHttpHeaders
      /** The whole body, unless there is a `rest`. */
      readonly body: Buffer
      /** A body beyond `heldBytes` continues here, and may still break. */
      readonly rest: IncomingMessage | undefined
    }

/**
 * The most of an answer that is held back until it is complete. Answers to writes have a few bytes, and a full page of a history a
 * few megabytes.
 */
const heldBytes = 16 * 1024 * 1024

/** Sends one call to AWS, once, over a connection of its own. Never rejects. */
export async function callAws(call: RelayCall): Promise<RelayedCall> {
  const asked = requestOf(call)
  let sent = false
  let late = false
  // Written only now: before the connection is up, and its certificate is accepted, nothing of the call can leave.
  asked.once('socket', (socket) => {
    socket.once(isPlain(call.target) ? 'connect' : 'secureConnect', () => {
      sent = true
      asked.end(call.body)
    })
  })
  const limit = setTimeout(() => {
    late = true
    asked.destroy()
  }, call.answerWithinMs)
  const end = (): void => void asked.destroy()
  call.ending.addEventListener('abort', end)
  asked.once('close', () => {
    clearTimeout(limit)
    call.ending.removeEventListener('abort', end)
  })
  let answer: IncomingMessage | undefined
  try {
    answer = await answerTo(asked)
    const held = await hold(answer)
    return { kind: 'answered', status: answer.statusCode ?? 0, headers: answer.headers, ...held }
  } catch {
    asked.destroy()
    if (!sent) return { kind: 'failed', marker: 'unreachable' }
    if (late) return { kind: 'failed', marker: 'late' }
    return { kind: 'failed', marker: answer === undefined ? 'no-answer' : 'broken' }
  }
}

function isPlain(target: URL | undefined): boolean {
  return target?.protocol === 'http:'
}

function requestOf({ host, target, headers, body }: RelayCall): ClientRequest {
  const usualPort = isPlain(target) ? 80 : 443
  return (isPlain(target) ? plainRequest : tlsRequest)({
    host: (target?.hostname ?? host).replaceAll(/[[\]]/g, ''),
    port: target === undefined || target.port === '' ? usualPort : target.port,
    method: 'POST',
    path: '/',
    headers: { ...headers, host, 'content-length': body.byteLength },
    // A kept connection may be closed just as a write is sent on it, which is then lost without need.
    agent: false,
  })
}

function answerTo(asked: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    asked.once('response', resolve)
    // Stays: an error after the answer has begun is the answer's, too.
    asked.on('error', reject)
    asked.once('close', () => reject(new Error('closed without an answer')))
  })
}

/** Reads an answer to its end, or to `heldBytes`. Rejects where it ends before it is complete. */
async function hold(answer: IncomingMessage): Promise<{ body: Buffer; rest: IncomingMessage | undefined }> {
  const chunks: Buffer[] = []
  let size = 0
  const body: AsyncIterable<Buffer> = answer.iterator({ destroyOnReturn: false })
  for await (const chunk of body) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size > heldBytes) return { body: Buffer.concat(chunks), rest: answer }
  }
  if (!answer.complete) throw new Error('the answer is not complete')
  return { body: Buffer.concat(chunks), rest: undefined }
}
