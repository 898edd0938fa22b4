import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { type OwnServer, ownServer } from '../../src/server/testing-own-server.ts'

/** What becomes of a heartbeat between its sender and AWS. All but the first and the last two reach AWS. */
export const faults = [
  'dropped before AWS',
  'truncated',
  'not JSON',
  'a page instead',
  'redirected',
  '408 instead',
  'headers, then gone',
  'dropped after AWS',
  'reset after AWS',
  'late',
  'without marks of AWS',
  'denied by AWS',
  'none',
] as const
export type Fault = (typeof faults)[number]

/** One arrival of a heartbeat at the proxy. */
export interface Arrival {
  /** Its signature: the same twice is a browser's resend, another is the console's. */
  readonly authorization: string
  /** The status that AWS answered with; null: it did not get there. */
  readonly status: number | null
}

export interface FaultProxy extends OwnServer {
  /** From the next heartbeat on. */
  become(fault: Fault): void
  /** As long as it is true, reads get no answer. */
  holdReads(hold: boolean): void
  /** The heartbeats since the last `become`. */
  arrivals(): readonly Arrival[]
}

/** Longer than the console waits for an answer. */
const LATE_MS = 20_000

/** Passes calls on to AWS at `url` as they are, but for what becomes of heartbeats. */
export async function startFaultProxy(url: string): Promise<FaultProxy> {
  let fault: Fault = 'none'
  let arrivals: Arrival[] = []
  let holding = false
  const late = new Set<NodeJS.Timeout>()
  const server = await ownServer((request, response) => {
    void bodyOf(request).then(async (body) => {
      const isHeartbeat = /\.(?:SendTaskHeartbeat|RecordActivityTaskHeartbeat)$/.test(
        String(request.headers['x-amz-target']),
      )
      if (holding && !isHeartbeat && request.method === 'POST') return undefined
      const now = isHeartbeat ? fault : 'none'
      const reaches = now !== 'dropped before AWS'
      const answer = reaches ? await passedOn(url, request, body) : null
      if (isHeartbeat) {
        const authorization = request.headers.authorization ?? ''
        arrivals.push({ authorization, status: answer?.status ?? null })
      }
      if (answer === null) return request.socket.destroy()
      if (now === 'late')
        return late.add(setTimeout(() => spoilt('none', answer, request, response), LATE_MS))
      return spoilt(now, answer, request, response)
    })
  })
  return {
    ...server,
    become(next) {
      fault = next
      arrivals = []
    },
    holdReads(hold) {
      holding = hold
    },
    arrivals: () => arrivals,
    async close() {
      for (const timer of late) clearTimeout(timer)
      await server.close()
    },
  }
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

function spoilt(fault: Fault, answer: Answer, request: IncomingMessage, response: ServerResponse): void {
  const { status, headers, body } = answer
  // So that a page of another origin may read what it is answered.
  const readable = Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.startsWith('access-control-')),
  )
  switch (fault) {
    case 'truncated':
      response.writeHead(status, { ...headers, 'content-length': String(body.length + 50) })
      response.write(body, () => request.socket.destroy())
      break
    case 'not JSON':
      response.writeHead(status, { ...headers, 'content-length': '8' }).end('accepted')
      break
    case 'a page instead':
      response.writeHead(200, { ...readable, 'content-type': 'text/html' }).end('<html>Sign in</html>')
      break
    case 'without marks of AWS':
      response.writeHead(200, { ...readable, 'content-type': 'application/json' }).end('{}')
      break
    case 'redirected':
      response.writeHead(307, { ...readable, location: '/' }).end()
      break
    case '408 instead':
      response.writeHead(408, readable).end()
      break
    case 'headers, then gone':
      response.writeHead(status, { ...headers, 'content-length': '50' })
      response.flushHeaders()
      setImmediate(() => request.socket.destroy())
      break
    case 'dropped after AWS':
      request.socket.destroy()
      break
    case 'reset after AWS':
      request.socket.resetAndDestroy()
      break
    default:
      response.writeHead(status, headers).end(body)
  }
}

function passedOn(
  base: string,
  { url = '/', method, headers }: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(new URL(url, base), { method, headers, agent: false }, (answer) => {
      void bodyOf(answer).then((whole) =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: Object.fromEntries(
            Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
          ),
          body: whole,
        }),
      )
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer) // no encoding is set, so they are buffers
  return Buffer.concat(chunks)
}
