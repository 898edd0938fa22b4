import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createRelay } from './relay.ts'
import { relayCaseRegions, relayCases } from './testing-relay-cases.ts'

const states = '/aws/states/eu-west-1/'
const awsHost = 'states.eu-west-1.amazonaws.com'
const open: Server[] = []

afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function listen(server: Server): Promise<number> {
  open.push(server)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port // a TCP server has this kind of address
}

interface Heard {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** The relay with what stands in AWS's place behind it. */
async function started() {
  const heard: Heard[] = []
  const target = await listen(
    createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString()
      })
      request.on('end', () => {
        heard.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body })
        response.end('{}')
      })
    }),
  )
  const relay = createRelay({ regions: relayCaseRegions, connect: `http://127.0.0.1:${target}` })
  const port = await listen(createServer(relay))
  return { heard, port }
}

/** Sends these bytes; all that comes back until the other side has closed. */
function send(port: number, lines: readonly string[], body = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(text))
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`)
  })
}

const statuses = (text: string): readonly number[] =>
  [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => Number(status))

describe('the own server', () => {
  it.each(relayCases)('makes of $name: $becomes', async ({ method, target, site = [], becomes }) => {
    const { heard, port } = await started()
    const text = await send(port, [
      `${method} ${target} HTTP/1.1`,
      'Host: console.example',
      'Connection: close',
      'Content-Length: 0',
      ...site.map((value) => `Sec-Fetch-Site: ${value}`),
    ])
    expect(statuses(text)).toEqual([becomes === 'passes' ? 200 : becomes])
    expect(heard.map((one) => [one.method, one.url])).toEqual(becomes === 'passes' ? [['POST', '/']] : [])
    expect(text.toLowerCase()).toContain('cache-control: no-store')
    // Only what was not passed on is marked.
    expect(text.includes('x-heartbeat-relay: refused')).toBe(becomes !== 'passes')
  })
})

describe('a request that two servers could read differently', () => {
  const hidden = `POST /hidden HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\n\r\n`
  const length = `Content-Length: ${hidden.length}`

  it.each<[string, readonly string[], string]>([
    ['a length and chunks', [length, 'Transfer-Encoding: chunked'], `0\r\n\r\n${hidden}`],
    ['chunks and a length', ['Transfer-Encoding: chunked', 'Content-Length: 4'], `0\r\n\r\n${hidden}`],
    ['two lengths', ['Content-Length: 0', length], hidden],
    ['a list of lengths', [`Content-Length: 0, ${hidden.length}`], hidden],
    ['a length with a sign', [`Content-Length: +${hidden.length}`], hidden],
    ['a length that is none', ['Content-Length: 0x10'], hidden],
    ['an unknown coding', ['Transfer-Encoding: xchunked'], `0\r\n\r\n${hidden}`],
    ['chunks that are not last', ['Transfer-Encoding: chunked, identity'], `0\r\n\r\n${hidden}`],
    ['a space before the colon', ['Transfer-Encoding : chunked', length], hidden],
    ['a folded line', ['X-A: b', ' Transfer-Encoding: chunked', length], hidden],
    ['a tabbed fold', ['Transfer-Encoding:', '\tchunked', length], hidden],
    ['a bare line feed', [`X-A: b\nTransfer-Encoding: chunked`, length], hidden],
    ['a NUL in a value', ['X-A: b\0c', length], hidden],
    ['a chunk size that is none', ['Transfer-Encoding: chunked'], `0x5\r\nabcde\r\n0\r\n\r\n`],
  ])('has %s: it is refused, or is one whole request to AWS', async (_, lines, body) => {
    const { heard, port } = await started()
    const head = [`POST ${states} HTTP/1.1`, 'Host: console.example', 'Connection: close', ...lines]
    const text = await send(port, head, body)
    expect([[400], [200]]).toContainEqual(statuses(text))
    expect(heard).toHaveLength(statuses(text)[0] === 200 ? 1 : 0)
    for (const { method, url, headers, body: whole } of heard) {
      expect([method, url, headers.host]).toEqual(['POST', '/', awsHost])
      expect(headers).not.toHaveProperty('transfer-encoding')
      expect(headers['content-length']).toBe(String(whole.length))
    }
  })

  it.each([
    ['two hosts', ['Host: console.example', 'Host: evil.example']],
    ['a host in capitals, with a dot and a port', ['Host: STATES.EU-WEST-1.AMAZONAWS.COM.:443']],
    ['an upgrade', ['Host: console.example', 'Connection: Upgrade, close', 'Upgrade: websocket']],
    [
      'an upgrade to HTTP/2',
      [
        'Host: console.example',
        'Connection: Upgrade, HTTP2-Settings, close',
        'Upgrade: h2c',
        'HTTP2-Settings: AA',
      ],
    ],
    ['an expectation', ['Host: console.example', 'Connection: close', 'Expect: 100-continue']],
    [
      'trailers',
      ['Host: console.example', 'Connection: close, TE', 'TE: trailers', 'Trailer: Authorization'],
    ],
  ])('has %s: AWS hears of its own host, and nothing of the line', async (_, lines) => {
    const { heard, port } = await started()
    const closes = lines.some((line) => line.endsWith('close')) ? [] : ['Connection: close']
    const text = await send(port, [`POST ${states} HTTP/1.1`, ...lines, ...closes, 'Content-Length: 2'], '{}')
    expect(statuses(text).at(-1)).toBe(200)
    expect(heard).toMatchObject([{ method: 'POST', url: '/', body: '{}' }])
    expect(heard[0]?.headers.host).toBe(awsHost)
    for (const name of ['upgrade', 'http2-settings', 'expect', 'te', 'trailer'])
      expect(heard[0]?.headers).not.toHaveProperty(name)
  })

  it('is a tunnel: nobody is asked', async () => {
    const { heard, port } = await started()
    const text = await send(port, [`CONNECT ${awsHost}:443 HTTP/1.1`, `Host: ${awsHost}:443`])
    expect(statuses(text).filter((status) => status < 400)).toEqual([])
    expect(heard).toEqual([])
  })

  it('comes to an end before its body: nobody is asked', async () => {
    const { heard, port } = await started()
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.on('close', () => resolve())
      socket.on('error', () => resolve())
      socket.resume()
      socket.end(`POST ${states} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{`)
    })
    expect(heard).toEqual([])
  })
})
