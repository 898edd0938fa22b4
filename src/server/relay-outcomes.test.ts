import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http'
import {
  type AddressInfo,
  connect as connectTo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { createRelay, type Relay, type RelayOptions } from './relay.ts'

const states = '/aws/states/eu-west-1/'
const host = 'states.eu-west-1.amazonaws.com'
const closing: (() => void)[] = []

afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function listen(server: Server | TcpServer): Promise<number> {
  closing.push(() => server.close())
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port // a TCP server has this kind of address
}

interface Target {
  readonly connect: string
  /** All that was sent to it, one text a connection. */
  readonly heard: readonly string[]
}

/** Stands in AWS's place on the level of bytes: `act` gets each connection once the call is there. */
async function target(act: (socket: Socket) => void): Promise<Target> {
  const heard: string[] = []
  const sockets = new Set<Socket>()
  closing.push(() => sockets.forEach((socket) => socket.destroy()))
  const port = await listen(
    createTcpServer((socket) => {
      const at = heard.push('') - 1
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('data', (chunk: Buffer) => {
        const isFirst = heard[at] === ''
        heard[at] += chunk.toString('latin1')
        if (isFirst) act(socket)
      })
    }),
  )
  return { connect: `http://127.0.0.1:${port}`, heard }
}

/** An answer of these bytes, after which the connection ends. */
function answering(bytes: string | Buffer): (socket: Socket) => void {
  return (socket) => void socket.end(bytes)
}

async function relayTo(
  connect: string,
  options: Partial<RelayOptions> = {},
): Promise<{ readonly port: number; readonly relay: Relay }> {
  const relay = createRelay({ regions: ['eu-west-1'], connect, ...options })
  const server = createServer(relay)
  closing.push(() => server.closeAllConnections())
  return { port: await listen(server), relay }
}

interface Answer {
  readonly status: number
  readonly marker: IncomingHttpHeaders[string]
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** The whole answer; rejects where the connection breaks before there is one. */
function ask(port: number, path = states): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: '127.0.0.1', port, path, method: 'POST' }, (answer) => {
      let body = ''
      answer.setEncoding('latin1')
      answer.on('data', (chunk: string) => {
        body += chunk
      })
      answer.on('error', reject)
      answer.on('end', () => {
        const { headers, statusCode: status = 0 } = answer
        resolve({ status, marker: headers['x-heartbeat-relay'], headers, body })
      })
    })
    asked.on('error', reject)
    asked.end('{"taskToken":"secret"}')
  })
}

async function answerOf(connect: string, options: Partial<RelayOptions> = {}): Promise<Answer> {
  const { port } = await relayTo(connect, options)
  return ask(port)
}

const whole = 'HTTP/1.1 200 OK\r\nx-amzn-RequestId: r-1\r\nContent-Length: 2\r\n\r\n{}'
const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n'

describe('a call that AWS answers', () => {
  it.each([whole, chunked])('is answered in full, without a marker', async (bytes) => {
    const { connect, heard } = await target(answering(bytes))
    const answer = await answerOf(connect)
    expect(answer).toMatchObject({ status: 200, body: '{}', marker: undefined })
    expect(answer.headers).toMatchObject({ 'content-length': '2', connection: 'close' })
    expect(heard).toHaveLength(1)
  })

  it.each(['refused', 'unreachable', 'anything'])('cannot forge the marker: %s', async (marker) => {
    const forged = whole.replace(
      'x-amzn',
      `X-Heartbeat-Relay: ${marker}\r\nx-heartbeat-relay: ${marker}\r\nx-amzn`,
    )
    const { connect } = await target(answering(forged))
    expect(await answerOf(connect)).toMatchObject({ status: 200, marker: undefined })
  })

  it('tells a browser nothing about the origin or who should sign in', async () => {
    const names = ['WWW-Authenticate', 'Alt-Svc', 'Strict-Transport-Security']
    const bytes = whole.replace('x-amzn', `${names.map((name) => `${name}: a\r\n`).join('')}x-amzn`)
    const { headers } = await answerOf((await target(answering(bytes))).connect)
    for (const name of names) expect(headers).not.toHaveProperty(name.toLowerCase())
  })
})

describe('a call that nobody answers', () => {
  it('is unreachable where nobody is there: nothing was sent', async () => {
    const { connect } = await target(() => undefined)
    closing.splice(0).forEach((close) => close())
    expect(await answerOf(connect)).toMatchObject({
      status: 502,
      marker: 'unreachable',
      body: `The relay could not connect to ${host}. Nothing was sent.\n`,
    })
  })

  it('is unreachable where TLS does not come about: nothing but the handshake was sent', async () => {
    const { connect, heard } = await target(answering('HTTP/1.1 400 Bad Request\r\n\r\n'))
    expect(await answerOf(connect.replace('http:', 'https:'))).toMatchObject({
      status: 502,
      marker: 'unreachable',
    })
    expect(heard).toHaveLength(1)
    expect(heard[0]).not.toMatch(/POST|secret/)
  })

  it('is unreachable where TLS takes too long', async () => {
    const { connect, heard } = await target(() => undefined)
    const answer = await answerOf(connect.replace('http:', 'https:'), { answerWithinMs: 50 })
    expect(answer).toMatchObject({ status: 502, marker: 'unreachable' })
    expect(heard[0]).not.toMatch(/POST|secret/)
  })

  it('has no answer where the line ends first, or is reset', async () => {
    for (const act of [answering(''), (socket: Socket) => void socket.resetAndDestroy()]) {
      const { connect, heard } = await target(act)
      expect(await answerOf(connect)).toMatchObject({
        status: 502,
        marker: 'no-answer',
        body: `The relay got no answer from ${host}.\n`,
      })
      expect(heard).toHaveLength(1)
    }
  })

  it('has no answer where what comes is not HTTP', async () => {
    expect(await answerOf((await target(answering('nonsense\r\n\r\n'))).connect)).toMatchObject({
      status: 502,
      marker: 'no-answer',
    })
  })

  it.each([
    ['nothing comes', ''],
    ['a head comes', whole.slice(0, -2)],
    ['half a body comes', whole.slice(0, -1)],
  ])('is late where %s in time', async (_, bytes) => {
    const { connect } = await target((socket) => void socket.write(bytes))
    expect(await answerOf(connect, { answerWithinMs: 50 })).toMatchObject({
      status: 504,
      marker: 'late',
      body: `${host} did not answer the relay in time.\n`,
    })
  })
})

describe('an answer that breaks', () => {
  it.each([
    ['with a length', whole],
    ['in chunks', chunked],
  ])('%s, wherever it does, is an answer of the relay, and the call is not sent again', async (_, bytes) => {
    const end = bytes.indexOf('\r\n\r\n') + 4
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.boolean(), async (cut, reset) => {
        const { connect, heard } = await target((socket) => {
          socket.write(bytes.slice(0, cut), () => (reset ? socket.resetAndDestroy() : socket.end()))
        })
        const answer = await answerOf(connect)
        // A reset may overtake what was written before it.
        const markers = reset ? ['no-answer', 'broken'] : [cut < end ? 'no-answer' : 'broken']
        expect(answer.status).toBe(502)
        expect(markers).toContain(answer.marker)
        expect(answer.body).not.toContain('{')
        expect(heard).toHaveLength(1)
      }),
      { numRuns: 60 },
    )
  })

  it('beyond what the relay holds back breaks the connection, its head long sent', async () => {
    const size = 17 * 1024 * 1024
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`
    const body = Buffer.alloc(size, 'a')
    const complete = await target(answering(Buffer.concat([Buffer.from(head), body])))
    expect((await answerOf(complete.connect)).body).toHaveLength(size)
    const cut = await target(answering(Buffer.concat([Buffer.from(head), body.subarray(1)])))
    await expect(answerOf(cut.connect)).rejects.toThrow('aborted')
  })
})

describe('a status on which a browser acts by itself', () => {
  it.each([300, 301, 302, 303, 304, 305, 307, 308, 407, 408, 421, 425])('%d becomes 502', async (status) => {
    const bytes = `HTTP/1.1 ${status} X\r\nLocation: https://evil.example/\r\nContent-Length: 0\r\n\r\n`
    const { connect, heard } = await target(answering(bytes))
    const answer = await answerOf(connect)
    expect(answer).toMatchObject({
      status: 502,
      marker: 'unusable',
      body: `${host} answered ${status}, on which a browser would act by itself.\n`,
    })
    expect(answer.headers).not.toHaveProperty('location')
    expect(heard).toHaveLength(1)
  })

  it.each([
    ['a status that HTTP does not have', whole.replace('200', '099')],
    ['a header that HTTP does not have', whole.replace('r-1', 'r-\u0001')],
  ])('%s becomes 502, too', async (_, bytes) => {
    const answer = await answerOf((await target(answering(bytes))).connect)
    expect(answer).toMatchObject({ status: 502, marker: expect.stringMatching(/^(?:unusable|no-answer)$/) })
  })

  it.each([200, 400, 401, 403, 404, 413, 429, 500, 502, 503, 504])('%d is no such status', async (status) => {
    const { connect } = await target(answering(whole.replace('200', String(status))))
    expect(await answerOf(connect)).toMatchObject({ status, marker: undefined, body: '{}' })
  })
})

describe('a relay that is closed', () => {
  it('answers the calls under way, and refuses the next one', async () => {
    let arrived: (socket: Socket) => void = () => undefined
    const called = new Promise<Socket>((resolve) => {
      arrived = resolve
    })
    const { connect, heard } = await target((socket) => arrived(socket))
    const { port, relay } = await relayTo(connect)
    const answered = ask(port)
    await called
    await relay.close()
    expect(await answered).toMatchObject({ status: 502, marker: 'no-answer' })
    expect(await ask(port)).toMatchObject({
      status: 503,
      marker: 'refused',
      body: 'The relay is being stopped.\n',
    })
    expect(heard).toHaveLength(1)
  })

  it('has many calls under way without a warning, and answers all of them', async () => {
    const warnings: Error[] = []
    const note = (warning: Error): void => void warnings.push(warning)
    process.on('warning', note)
    closing.push(() => process.off('warning', note))
    const count = 30
    const arrived: Socket[] = []
    let allArrived: () => void = () => undefined
    const called = new Promise<void>((resolve) => {
      allArrived = resolve
    })
    const { connect } = await target((socket) => {
      if (arrived.push(socket) === count) allArrived()
    })
    const { port, relay } = await relayTo(connect)
    const answered = Promise.all(Array.from({ length: count }, () => ask(port)))
    await called
    await relay.close()
    expect((await answered).map(({ marker }) => marker)).toEqual(Array(count).fill('no-answer'))
    expect(warnings).toEqual([])
  })

  it('does not wait for a client that never reads its answer', async () => {
    const size = 64 * 1024 * 1024
    const { connect } = await target((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`)
      socket.write(Buffer.alloc(size))
    })
    const { port, relay } = await relayTo(connect)
    const head = await new Promise<string>((resolve, reject) => {
      const socket = connectTo(port, '127.0.0.1')
      closing.push(() => socket.destroy())
      socket.on('error', reject)
      socket.write(`POST ${states} HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n`)
      socket.once('data', (chunk: Buffer) => {
        socket.pause()
        resolve(chunk.toString('latin1', 0, 15))
      })
    })
    expect(head).toBe('HTTP/1.1 200 OK')
    await relay.close()
  })
})
