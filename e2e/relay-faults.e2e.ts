import type { IncomingMessage, ServerResponse } from 'node:http'
import { ownServer } from '../src/server/testing-own-server.ts'
import { expect, test } from './fixtures.ts'
import { consoleRelayingTo } from './support/own-servers.ts'
import { testConfig } from './support/test-config.ts'

type Fault = (request: IncomingMessage, response: ServerResponse) => void

/** Faults behind the relay, after which a browser left to itself sends a POST again or follows it. */
const faults: readonly [name: string, fault: Fault, answered: string][] = [
  ['the line ends', (request) => request.socket.destroy(), '502 no-answer'],
  [
    'the answer ends after its head',
    (request, response) => {
      response.writeHead(200, { 'content-length': 2 })
      response.flushHeaders()
      response.socket?.end(() => request.socket.destroy())
    },
    '502 broken',
  ],
  ['AWS answers 408', (_, response) => void response.writeHead(408).end(), '502 unusable'],
  ['AWS answers 421', (_, response) => void response.writeHead(421).end(), '502 unusable'],
  ['AWS answers 307', (_, response) => void response.writeHead(307, { location: '/' }).end(), '502 unusable'],
]

for (const [name, fault, answered] of faults) {
  test(`a browser sends one call through the relay once where ${name}`, async ({ page, guard, localAws }) => {
    guard.expectErrors(/status of 50\d/)
    let calls = 0
    const aws = await ownServer((request, response) => {
      calls += 1
      request.resume().on('end', () => fault(request, response))
    })
    // The page itself calls nobody through this relay.
    const host = await consoleRelayingTo(aws.url, testConfig(localAws.url))
    try {
      await page.goto(host.url)
      // The page's files have just come, so there is a connection that may have been kept.
      const answer = await page.evaluate(() =>
        fetch('/aws/states/eu-west-1/', { method: 'POST', body: '{}', redirect: 'manual' }).then(
          ({ status, headers }) => `${status} ${headers.get('x-heartbeat-relay')}`,
          (error: unknown) => String(error),
        ),
      )
      expect({ answer, calls }).toEqual({ answer: answered, calls: 1 })
      await page.goto('about:blank')
    } finally {
      await host.close()
      await aws.close()
    }
  })
}
