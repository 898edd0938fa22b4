import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localConfig } from '../local-aws/local-config.ts'
import { startConsoleHost } from './console-host.ts'
import { openLocalAws, startLocalAwsHost } from './local-aws-host.ts'
import { startStaticHost } from './static-host.ts'
import { askWithHost, foreignHosts, ownHosts } from './testing-host-headers.ts'
import { ownServer } from './testing-own-server.ts'
import { startUserPool } from './user-pool/user-pool.ts'

const refusal = {
  status: 403,
  text: expect.stringMatching(/^This server answers for this machine only: .+\.\n$/),
}
/** Hosts that AWS's clients name when they call the local AWS. */
const clientsHosts = [
  'states.eu-west-1.amazonaws.com',
  'sync-states.us-east-1.amazonaws.com:443',
  'swf.cn-north-1.amazonaws.com.cn',
  'cognito-identity.eu-west-1.amazonaws.com',
  'sync-localhost:4566',
  'sync-127.0.0.1:4566',
]
const closing: (() => unknown)[] = []
const urls = { console: '', static: '', localAws: '', userPool: '' }
/** What came through the relay. */
let relayed = 0

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'foreign-hosts-'))
  closing.push(() => rmSync(directory, { recursive: true }))
  mkdirSync(join(directory, 'assets'))
  writeFileSync(join(directory, 'index.html'), '<title>Console</title>')
  const target = await ownServer((_, response) => {
    relayed += 1
    response.end('{}')
  })
  const config = localConfig('http://127.0.0.1:4566')
  const consoleHost = await startConsoleHost({ directory, config, port: 0, relayConnect: target.url })
  const staticHost = await startStaticHost({ directory, port: 0, what: 'the demo', variable: 'DEMO_PORT' })
  const localAws = openLocalAws({ scenario: 'quiet' })
  const localAwsHost = await startLocalAwsHost({ port: 0, localAws })
  const userPool = await startUserPool({ port: 0, consoleOrigins: [consoleHost.url] })
  for (const { close } of [target, consoleHost, staticHost, localAwsHost, localAws, userPool])
    closing.push(close)
  urls.console = consoleHost.url
  urls.static = staticHost.url
  urls.localAws = localAwsHost.url
  urls.userPool = userPool.url
})
afterAll(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const askStates = {
  method: 'POST',
  headers: { 'x-amz-target': 'AWSStepFunctions.ListStateMachines' },
  body: '{}',
}
/** Every server, by something that it answers to this machine, and with what status. */
const cases = [
  ['the page', () => `${urls.console}/`, { headers: { 'sec-fetch-mode': 'navigate' } }, 200],
  ['config.json', () => `${urls.console}/config.json`, {}, 200],
  ['the relay', () => `${urls.console}/aws/states/eu-west-1/`, askStates, 200],
  ['the demo', () => urls.static, {}, 200],
  ['the local AWS', () => urls.localAws, askStates, 400],
  ['its control calls', () => `${urls.localAws}/_local/clock`, {}, 200],
  ['the login page’s style', () => `${urls.userPool}/login.css`, {}, 200],
  ['the user pool’s tokens', () => `${urls.userPool}/oauth2/token`, { method: 'POST' }, 400],
] as const

describe.each(cases)('%s', (_, url, what, status) => {
  it.each(ownHosts)('is there for %s', async (host) => {
    expect((await askWithHost(url(), host, what)).status).toBe(status)
  })

  it.each(foreignHosts)('refuses %s', async (host) => {
    const before = relayed
    expect(await askWithHost(url(), host, what)).toEqual(refusal)
    expect(relayed).toBe(before)
  })
})

describe("hosts of AWS's clients", () => {
  it.each(clientsHosts)('%s is answered by the local AWS, and by no other server', async (host) => {
    const signed = await askWithHost(urls.localAws, host, askStates)
    expect(signed).toMatchObject({ status: 400, text: expect.stringContaining('MissingAuthenticationToken') })
    for (const url of [`${urls.console}/config.json`, urls.static, `${urls.userPool}/login.css`])
      expect(await askWithHost(url, host)).toEqual(refusal)
  })

  it('do not steer the local AWS', async () => {
    for (const host of clientsHosts) {
      expect((await askWithHost(`${urls.localAws}/_local/clock`, host)).status).toBe(403)
    }
  })

  it.each([
    'sts.eu-west-1.amazonaws.com',
    'states.amazonaws.com',
    'states.a.b.amazonaws.com',
    's3.amazonaws.com',
  ])('%s is none of those', async (host) => {
    expect(await askWithHost(urls.localAws, host, askStates)).toEqual(refusal)
  })
})

describe('a request that names more than one host', () => {
  /** The status of the answer to these lines. */
  function statusOf(lines: readonly string[]): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(urls.console).port), '127.0.0.1')
      let text = ''
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString()
      })
      socket.on('error', reject)
      socket.on('close', () => resolve(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]))
      socket.write(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`)
    })
  }

  it.each([
    [['GET /config.json HTTP/1.1', 'Host: localhost', 'Host: evil.example'], '403'],
    [['GET /config.json HTTP/1.1', 'Host: evil.example', 'Host: localhost'], '403'],
    [['GET http://evil.example/config.json HTTP/1.1', 'Host: localhost'], '403'],
    [['GET /config.json HTTP/1.1', 'Host: '], '403'],
    [['GET /config.json HTTP/1.0'], '403'],
    [['GET /config.json HTTP/1.0', 'Host: localhost'], '200'],
  ])('%j is answered with %s', async (lines, status) => {
    expect(await statusOf(lines)).toBe(status)
  })
})
