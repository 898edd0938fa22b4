import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { localConfig } from '../local-aws/local-config.ts'
import { type ConsoleHost, startConsoleHost } from './console-host.ts'
import { PortInUse } from './loopback-server.ts'

const page = '<!doctype html><title>Console</title>'
const navigation = { 'sec-fetch-mode': 'navigate', accept: 'text/html' }
let parent: string
let directory: string
let host: ConsoleHost | undefined

beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'console-host-'))
  directory = join(parent, 'dist')
  mkdirSync(join(directory, 'assets'), { recursive: true })
  writeFileSync(join(directory, 'index.html'), page)
  writeFileSync(join(directory, 'config.json'), '{"connections":"the built one"}')
  writeFileSync(join(directory, 'robots.txt'), 'Disallow: /')
  writeFileSync(join(directory, 'assets', 'main-a1b2c3.js'), 'export {}')
  writeFileSync(join(parent, 'outside.txt'), 'secret')
})

afterEach(async () => {
  await host?.close()
  host = undefined
})

afterAll(() => rmSync(parent, { recursive: true }))

async function start(): Promise<ConsoleHost> {
  host = await startConsoleHost({ directory, config: localConfig('http://127.0.0.1:4566'), port: 0 })
  return host
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

// Not fetch: it sets sec-fetch-mode itself.
function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; url?: string } = {},
) {
  const url = new URL(options.url ?? host?.url ?? '')
  return new Promise<Answer>((resolve, reject) => {
    const asked = httpRequest(
      {
        host: url.hostname.replaceAll(/[[\]]/g, ''),
        port: url.port,
        path,
        method: options.method ?? 'GET',
        headers: options.headers ?? {},
      },
      (answer) => {
        let body = ''
        answer.setEncoding('utf8')
        answer.on('data', (chunk: string) => {
          body += chunk
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }))
      },
    )
    asked.on('error', reject)
    asked.end()
  })
}

describe('the console host', () => {
  it('serves the page for every navigation, and for nothing else', async () => {
    await start()
    for (const path of [
      '/',
      '/index.html',
      '/tasks/arn:aws:states:eu-west-1:1:execution:a.b:c',
      '/a/b?c=d',
    ]) {
      const answer = await ask(path, { headers: navigation })
      expect(answer).toMatchObject({ status: 200, body: page })
      expect(answer.headers['cache-control']).toBe('no-store')
      expect(answer.headers['content-type']).toMatch('text/html')
    }
    expect((await ask('/a/b', { headers: { accept: 'text/html,*/*' } })).body).toBe(page)
    expect((await ask('/a/b', { headers: { accept: '*/*' } })).status).toBe(404)
    expect((await ask('/a/b', { headers: { 'sec-fetch-mode': 'cors', accept: 'text/html' } })).status).toBe(
      404,
    )
    expect((await ask('/assets/gone-d4e5f6.js', { headers: navigation })).status).toBe(404)
  })

  it('lets browsers keep hashed files for ever and asks about the others', async () => {
    await start()
    const asset = await ask('/assets/main-a1b2c3.js')
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(asset.headers['content-type']).toMatch('javascript')
    expect((await ask('/robots.txt')).headers['cache-control']).toBe('no-cache')
    const again = await ask('/robots.txt', {
      headers: { 'if-none-match': String((await ask('/robots.txt')).headers['etag']) },
    })
    expect(again.status).toBe(304)
    expect(again.headers['content-security-policy']).toBeDefined()
  })

  it('sends its security headers with every answer', async () => {
    await start()
    for (const path of ['/', '/config.json', '/assets/main-a1b2c3.js', '/nothing']) {
      const { headers } = await ask(path, path === '/' ? { headers: navigation } : {})
      expect(headers['content-security-policy']).toMatch("connect-src 'self' http://127.0.0.1:4566;")
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe('no-referrer')
      expect(headers['cross-origin-opener-policy']).toBe('same-origin')
      expect(headers['x-frame-options']).toBe('DENY')
    }
  })

  it('answers the configuration in use, not the built one, and takes a new one', async () => {
    const console = await start()
    const first = await ask('/config.json?x')
    expect(JSON.parse(first.body)).toEqual(localConfig('http://127.0.0.1:4566'))
    expect(first.headers['cache-control']).toBe('no-store')
    console.configure(localConfig('http://127.0.0.1:4999', { person: 'vic' }))
    const second = await ask('/config.json')
    expect(second.body).toContain('vic')
    expect(second.headers['content-security-policy']).toMatch("connect-src 'self' http://127.0.0.1:4999;")
  })

  it('answers whole, whatever part is asked for', async () => {
    await start()
    for (const range of ['bytes=10-5', 'bytes=0-1', 'bytes=99-']) {
      const answer = await ask('/robots.txt', { headers: { range } })
      expect(answer).toMatchObject({ status: 200, body: 'Disallow: /' })
    }
  })

  it('goes on with the files it started with when a build replaces them', async () => {
    const asset = join(directory, 'assets', 'old-a1b2c3.js')
    writeFileSync(asset, 'export {}')
    await start()
    rmSync(asset)
    expect(await ask('/assets/old-a1b2c3.js')).toMatchObject({ status: 200, body: 'export {}' })
    expect((await ask('/', { headers: navigation })).status).toBe(200)
  })

  it('leaves out of the policy what no policy can name, and goes on', async () => {
    const console = await start()
    console.configure({ connections: [{ endpoint: 'https://*.example.com' }] })
    const { status, headers } = await ask('/config.json')
    expect(status).toBe(200)
    expect(headers['content-security-policy']).toMatch("connect-src 'self';")
  })

  it('knows GET and HEAD only', async () => {
    await start()
    expect(await ask('/', { method: 'HEAD', headers: navigation })).toMatchObject({ status: 200, body: '' })
    expect(await ask('/config.json', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
    const refused = await ask('/', { method: 'POST', headers: navigation })
    expect(refused.status).toBe(405)
    expect(refused.headers['allow']).toBe('GET, HEAD')
  })

  it('serves nothing outside its directory', async () => {
    await start()
    for (const path of ['/../outside.txt', '/%2e%2e/outside.txt', '/%', '/assets/']) {
      const answer = await ask(path)
      expect(answer.status).toBe(404)
      expect(answer.body).not.toContain('secret')
    }
  })

  it('answers on 127.0.0.1 and, where the machine has it, on ::1', async ({ skip }) => {
    const { url } = await start()
    const second = await ask('/config.json', { url: url.replace('127.0.0.1', '[::1]') }).catch(
      () => undefined,
    )
    if (second === undefined) skip('this machine has no IPv6 loopback')
    expect(second?.status).toBe(200)
  })

  it('names the port in use and the variable that changes it', async () => {
    const { url } = await start()
    const port = Number(new URL(url).port)
    const second = startConsoleHost({ directory, config: { connections: [] }, port })
    await expect(second).rejects.toThrow(PortInUse)
    await expect(second).rejects.toThrow(new RegExp(`${port}.*CONSOLE_PORT`))
  })

  it('says so where nothing has been built', async () => {
    const empty = join(directory, 'assets')
    await expect(
      startConsoleHost({ directory: empty, config: { connections: [] }, port: 0 }),
    ).rejects.toThrow('npm run build')
  })

  it('closes at once with a connection open', async () => {
    const console = await start()
    const socket = connect(Number(new URL(console.url).port), '127.0.0.1')
    const ended = new Promise((resolve) => socket.on('close', resolve))
    await new Promise((resolve) => socket.on('connect', resolve))
    socket.on('error', () => undefined)
    await console.close()
    await ended
    host = undefined
    await expect(ask('/config.json', { url: console.url })).rejects.toThrow('ECONNREFUSED')
  })

  it('relays for the regions of its configuration, as it stands', async () => {
    const console = await start()
    const asked = (region: string) => ask(`/aws/states/${region}/`, { headers: navigation })
    // 405 rather than 404: it knows the path, and takes POST only. Neither is the page.
    expect([(await asked('eu-west-1')).status, (await asked('us-east-1')).status]).toEqual([405, 404])
    console.configure({ connections: [{ regions: ['us-east-1'] }] })
    expect([(await asked('eu-west-1')).status, (await asked('us-east-1')).status]).toEqual([404, 405])
    expect((await asked('us-east-1')).headers['content-security-policy']).toBeDefined()
  })
})
