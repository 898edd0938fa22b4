import { connect, type Socket } from 'node:net'
import type { WireRequest } from '../../src/local-aws/wire.ts'

export interface Driven {
  readonly perSecond: number
  /** Median from the sending of a request to the last byte of its answer. */
  readonly p50Ms: number
}

export interface DriveOptions {
  readonly connections: number
  readonly durationMs: number
}

/**
 * Sends the calls round and round over kept connections, each with one call under way. Written on sockets, because
 * Node's HTTP client costs as much as the server that is to be measured. Rejects when an answer is not 200.
 */
export async function drive(
  port: number,
  calls: readonly WireRequest[],
  { connections, durationMs }: DriveOptions,
): Promise<Driven> {
  const requests = calls.map(bytesOf)
  const latencies: number[] = []
  let next = 0
  const startMs = performance.now()
  const more = (): Buffer | undefined => {
    if (performance.now() - startMs >= durationMs) return undefined
    next += 1
    return requests[next % requests.length]
  }
  await Promise.all(Array.from({ length: connections }, () => drain(port, more, (ms) => latencies.push(ms))))
  const seconds = (performance.now() - startMs) / 1000
  latencies.sort((a, b) => a - b)
  return { perSecond: latencies.length / seconds, p50Ms: latencies[latencies.length >> 1] ?? Number.NaN }
}

/** Sends every call once and gives the answers' bodies in order. */
export async function sendAll(
  port: number,
  calls: readonly WireRequest[],
  connections: number,
): Promise<string[]> {
  const bodies: string[] = []
  const requests = calls.map(bytesOf)
  let next = 0
  await Promise.all(
    Array.from({ length: connections }, () => {
      let index = 0
      const more = (): Buffer | undefined => {
        index = next
        next += 1
        return requests[index]
      }
      return drain(port, more, (_, body) => {
        bodies[index] = body.toString()
      })
    }),
  )
  return bodies
}

/** One connection: a request, its answer, the next request, until there is none. */
function drain(
  port: number,
  more: () => Buffer | undefined,
  answered: (ms: number, body: Buffer) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.setNoDelay(true)
    let received = Buffer.alloc(0)
    let sentMs = 0
    const send = (): void => {
      const request = more()
      if (request === undefined) finish(socket, resolve)
      else {
        sentMs = performance.now()
        socket.write(request)
      }
    }
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('data', (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
      const headEnd = received.indexOf('\r\n\r\n')
      if (headEnd < 0) return
      const head = received.toString('latin1', 0, headEnd)
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1])
      if (received.length < headEnd + 4 + length) return
      const body = received.subarray(headEnd + 4)
      if (!head.startsWith('HTTP/1.1 200 ') || Number.isNaN(length)) {
        reject(new Error(`${head.split('\r\n', 1)[0]}: ${body.toString()}`))
        socket.destroy()
        return
      }
      answered(performance.now() - sentMs, body)
      received = Buffer.alloc(0)
      send()
    })
  })
}

function finish(socket: Socket, resolve: () => void): void {
  socket.on('close', () => resolve())
  socket.end()
}

function bytesOf({ method, url, headers, body }: WireRequest): Buffer {
  const lines = Object.entries({ ...headers, 'content-length': String(body.byteLength) })
  const head = [`${method} ${url} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`)]
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body])
}
