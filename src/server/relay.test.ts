import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { relayRoutes } from '../lib/aws-hosts.ts'
import { createRelay, type RelayOptions } from './relay.ts'

const states = '/aws/states/eu-west-1/'
const open: { close(): unknown; closeAllConnections?(): void }[] = []

afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections?.()
    server.close()
  }
})

interface Heard {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What stands in AWS's place, and all that it heard. */
async function startTarget(
  answer: { status?: number; headers?: Record<string, string | string[]>; body?: string } = {},
): Promise<{ url: string; heard: Heard[] }> {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => {
      heard.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body })
      response.sendDate = false
      response.writeHead(answer.status ?? 200, answer.headers ?? {}).end(answer.body ?? '{}')
    })
  })
  return { url: `http://127.0.0.1:${await listen(server)}`, heard }
}

async function listen(server: Server): Promise<number> {
  open.push(server)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port // a TCP server has this kind of address
}

async function startRelay(options: Partial<RelayOptions> = {}): Promise<number> {
  return listen(createServer(createRelay({ regions: ['eu-west-1', 'cn-north-1'], ...options })))
}

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

// Not fetch, which mends paths and forbids headers.
function ask(
  port: number,
  options: { path?: string; method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { path = states, method = 'POST', headers = {}, body = '{"maxResults":1}' } = options
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        text += chunk
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

describe('what the relay passes on', () => {
  it.each([
    [states, 'states.eu-west-1.amazonaws.com'],
    ['/aws/swf/eu-west-1/', 'swf.eu-west-1.amazonaws.com'],
    ['/aws/swf/cn-north-1/', 'swf.cn-north-1.amazonaws.com.cn'],
  ])('from %s goes to / of %s, signed headers and body as they were', async (path, host) => {
    const target = await startTarget()
    const headers = {
      authorization: 'AWS4-HMAC-SHA256 Credential=AKID/20261120/eu-west-1/states/aws4_request, Signature=0',
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': '20261120T140231Z',
      'x-amz-security-token': 'session',
      'x-amz-target': 'AWSStepFunctions.ListStateMachines',
      'sec-fetch-site': 'same-origin',
    }
    const body = '{"name":"naïve"}'
    const answer = await ask(await startRelay({ connect: target.url }), { path, headers, body })
    expect(answer).toMatchObject({ status: 200, body: '{}' })
    expect(target.heard).toEqual([
      { method: 'POST', url: '/', body, headers: expect.objectContaining({ ...headers, host }) },
    ])
  })

  it('has its length, though the page sent it in chunks', async () => {
    const target = await startTarget()
    await ask(await startRelay({ connect: target.url }), {
      headers: { 'transfer-encoding': 'chunked' },
      body: 'x'.repeat(100_000),
    })
    expect(target.heard[0]?.headers['transfer-encoding']).toBeUndefined()
    expect(target.heard[0]?.headers['content-length']).toBe('100000')
    expect(target.heard[0]?.body).toHaveLength(100_000)
  })

  it('has no cookies, no address of the page, and nothing of the connection', async () => {
    const target = await startTarget()
    await ask(await startRelay({ connect: target.url }), {
      headers: {
        cookie: 'session=1',
        origin: 'http://127.0.0.1:5173',
        referer: 'http://127.0.0.1:5173/executions/secret',
        connection: 'keep-alive, x-hop',
        'x-hop': '1',
        'proxy-connection': 'keep-alive',
        'proxy-authorization': 'Basic cGVyc29uOnNlY3JldA==',
      },
    })
    for (const name of ['cookie', 'origin', 'referer', 'x-hop', 'proxy-connection', 'proxy-authorization'])
      expect(target.heard[0]?.headers).not.toHaveProperty(name)
  })
})

describe('an answer', () => {
  it("is AWS's own, with its Date, kept by nobody, and sets no cookie", async () => {
    const date = 'Fri, 20 Nov 2026 14:02:31 GMT'
    const target = await startTarget({
      status: 400,
      headers: {
        date,
        'x-amzn-requestid': 'r-1',
        'content-type': 'application/x-amz-json-1.0',
        'cache-control': 'max-age=60',
        'set-cookie': ['a=1', 'b=2'],
        'proxy-authenticate': 'Basic realm="a"',
        'clear-site-data': '"*"',
        'access-control-allow-origin': '*',
      },
      body: '{"__type":"ThrottlingException"}',
    })
    const answer = await ask(await startRelay({ connect: target.url }))
    expect(answer).toMatchObject({ status: 400, body: '{"__type":"ThrottlingException"}' })
    expect(answer.headers).toMatchObject({ date, 'x-amzn-requestid': 'r-1', 'cache-control': 'no-store' })
    for (const name of ['set-cookie', 'access-control-allow-origin', 'proxy-authenticate', 'clear-site-data'])
      expect(answer.headers).not.toHaveProperty(name)
  })

  it('has no Date where AWS gave none: the time of the relay is not that of AWS', async () => {
    const target = await startTarget()
    expect((await ask(await startRelay({ connect: target.url }))).headers).not.toHaveProperty('date')
  })
})

describe('the relay refuses', () => {
  const paths = relayRoutes(['eu-west-1', 'cn-north-1']).map(({ path }) => path)
  const part = fc.constantFrom('', 'aws', 'states', 'swf', 'eu-west-1', '..', '%2f', '@', 'amazonaws.com')

  it('every path but the known ones, and asks nobody', async () => {
    const target = await startTarget()
    const port = await startRelay({ connect: target.url })
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 6 }), async (parts) => {
        const path = `/aws/${parts.join('/')}`
        fc.pre(!paths.includes(path))
        expect((await ask(port, { path })).status).toBe(404)
      }),
    )
    expect(target.heard).toEqual([])
  })

  it('other methods, and says what it takes', async () => {
    const answer = await ask(await startRelay(), { method: 'GET', body: '' })
    expect(answer.status).toBe(405)
    expect(answer.headers).toMatchObject({
      allow: 'POST',
      'cache-control': 'no-store',
      'x-heartbeat-relay': 'refused',
    })
  })

  it('what is too large', async () => {
    const target = await startTarget()
    const answer = await ask(await startRelay({ connect: target.url }), { body: 'x'.repeat(1024 * 1024 + 1) })
    expect(answer.status).toBe(413)
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-heartbeat-relay': 'refused' })
    expect(target.heard).toEqual([])
  })

  it('a request that names its host in the address: no other host is ever asked', async () => {
    const target = await startTarget()
    const port = await startRelay({ connect: target.url })
    const text = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.end(`POST http://elsewhere.example${states} HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n`)
      let heard = ''
      socket.on('data', (chunk: Buffer) => {
        heard += chunk.toString()
      })
      socket.on('close', () => resolve(heard))
    })
    expect(text).toMatch(/^HTTP\/1\.1 404 /)
    expect(target.heard).toEqual([])
  })
})
