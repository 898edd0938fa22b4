import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localConfig } from '../src/local-aws/local-config.ts'
import type { ConsoleHost } from '../src/server/console-host.ts'
import { askWithHost, foreignHosts } from '../src/server/testing-host-headers.ts'
import { startDevelopmentHost } from './development-host.ts'

let host: ConsoleHost
beforeAll(async () => {
  const config = localConfig('http://127.0.0.1:4566')
  // Nothing listens there.
  host = await startDevelopmentHost({ config, port: 0, relayConnect: 'http://127.0.0.1:1' })
})
afterAll(() => host.close())

/** The first line of the answer to a request for the socket of hot reload; empty where the connection is closed without one. */
function upgradeFor(name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(host.url).port), '127.0.0.1')
    socket.once('data', (chunk: Buffer) => {
      resolve(chunk.toString().split('\r\n')[0] ?? '')
      socket.destroy()
    })
    socket.on('close', () => resolve(''))
    socket.on('error', reject)
    const lines = [
      'GET / HTTP/1.1',
      `Host: ${name}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      // Vite's own, which takes no token.
      'Sec-WebSocket-Protocol: vite-ping',
    ]
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  })
}

describe('the development host', () => {
  it.each(['/', '/config.json', '/src/main.tsx', '/aws/states/eu-west-1/'])(
    'serves %s to this machine only',
    async (path) => {
      const what = path.startsWith('/aws') ? { method: 'POST' } : { headers: { accept: 'text/html' } }
      expect((await askWithHost(`${host.url}${path}`, 'localhost', what)).status).toBe(
        path.startsWith('/aws') ? 502 : 200,
      )
      for (const name of foreignHosts) {
        expect((await askWithHost(`${host.url}${path}`, name, what)).status).toBe(403)
      }
    },
  )

  it('opens the socket of hot reload for this machine only', async () => {
    expect(await upgradeFor('localhost')).toBe('HTTP/1.1 101 Switching Protocols')
    for (const name of foreignHosts) expect(await upgradeFor(name)).toBe('')
  })
})
