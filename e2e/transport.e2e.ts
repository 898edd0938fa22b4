import type { Page } from 'playwright/test'
import { alteringProxy } from '../src/server/testing-own-server.ts'
import { expect, test } from './fixtures.ts'
import { consoleRelayingTo, hostWithoutRelay } from './support/own-servers.ts'
import {
  boardRow,
  boardRows,
  notices,
  outcome,
  pageCalls,
  statusLine,
  taskPath,
} from './support/page-parts.ts'
import { openTaskOf } from './support/second-client.ts'
import { countShelf, takeSwfTask } from './support/swf-worker.ts'
import { testConfig } from './support/test-config.ts'

// The browser itself logs what CORS refuses, what it cannot reach, and that the host answers 404 to being asked for.
const refused = /blocked by CORS policy|net::ERR_FAILED|net::ERR_CONNECTION_REFUSED|status of 404/

function auto(localAwsUrl: string): unknown {
  return testConfig(localAwsUrl, undefined, { transport: 'auto' })
}

/** What the status line tells at a press of how AWS is reached. */
async function evidence(page: Page, summary: string) {
  await statusLine(page).getByRole('button', { name: summary }).click()
  return page.getByRole('dialog', { name: 'How local/eu-west-1 is reached' })
}

test('a service that refuses browsers is reached through the relay, the other directly', async ({
  page,
  guard,
  checkPage,
  world,
  swf,
  localAws,
  configure,
}) => {
  guard.expectErrors(refused)
  world.settings({ cors: { swf: false } })
  await world.pause()
  await takeSwfTask(swf, world)
  configure(auto(localAws.url))
  await page.goto('/')
  await expect(boardRow(page, countShelf)).toBeVisible()
  await expect(boardRow(page, 'Orders / Charge card')).toBeVisible()
  await expect(notices(page)).toBeEmpty()
  const told = await evidence(page, 'Step Functions direct · SWF through the relay')
  await expect(told).toContainText(/Step Functions: direct since .* answers this page\./)
  await expect(told).toContainText(/SWF: through the relay of this console's own host since .*\(CORS\)/)
  await expect(told).toContainText("Server time: The simulated AWS's own time.")
  await checkPage()
  // Once it is known, nothing of SWF is sent directly any more.
  const direct: string[] = []
  page.on('request', (request) => {
    if (request.url().startsWith(localAws.url) && request.method() === 'POST')
      direct.push(request.headers()['x-amz-target'] ?? '')
  })
  const before = pageCalls(world, 'GetWorkflowExecutionHistory').length
  await expect.poll(() => pageCalls(world, 'GetWorkflowExecutionHistory').length).toBeGreaterThan(before)
  expect(direct.filter((target) => target.startsWith('SimpleWorkflowService'))).toEqual([])
  expect(pageCalls(world).filter(({ error }) => error !== undefined)).toEqual([])
})

test('a heartbeat goes through the relay, once', async ({ page, guard, world, sfn, localAws, configure }) => {
  guard.expectErrors(refused)
  world.settings({ cors: { states: false } })
  await world.pause()
  const task = await openTaskOf(sfn, 'Onboarding')
  configure(auto(localAws.url))
  await page.goto(taskPath(task))
  await page.getByRole('button', { name: 'Send heartbeat' }).click()
  await expect(outcome(page, /^Accepted\. Cannot time out before/)).toBeVisible()
  expect(pageCalls(world, 'SendTaskHeartbeat')).toHaveLength(1)
})

test('a dead network is no reason to take another way', async ({ page, guard, localAws, configure }) => {
  guard.expectErrors(refused)
  configure(auto(localAws.url))
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  await expect(statusLine(page).getByRole('button', { name: 'direct', exact: true })).toBeVisible()
  await localAws.goAway()
  await expect(notices(page)).toContainText(`No answer from ${localAws.url}`)
  await expect(notices(page)).toContainText('Nothing answers there at all')
  await expect(statusLine(page).getByRole('button', { name: 'direct', exact: true })).toBeVisible()
  await localAws.comeBack()
  await expect(notices(page)).toBeEmpty({ timeout: 20_000 })
  await expect(statusLine(page).getByRole('button', { name: 'direct', exact: true })).toBeVisible()
})

test('where there is no relay either, the page names the host, the headers and the relay', async ({
  page,
  guard,
  world,
  servers,
  localAws,
  configure,
}) => {
  guard.expectErrors(/blocked by CORS policy|net::ERR_FAILED|status of 40[45]/)
  world.settings({ cors: { states: false } })
  configure(auto(localAws.url))
  const bare = await hostWithoutRelay(servers.console.url)
  try {
    await page.goto(bare.url)
    await expect(notices(page)).toContainText(`No answer from ${localAws.url}`)
    await expect(notices(page)).toContainText(
      'amz-sdk-invocation-id, amz-sdk-request, authorization, content-type',
    )
    await expect(notices(page)).toContainText("This console's own host has no relay")
    await expect(statusLine(page)).toContainText('Step Functions way not known yet')
    await page.goto('about:blank')
  } finally {
    await bare.close()
  }
})

test('one service that refuses browsers is told for as long as it does, and keeps the other from nothing', async ({
  page,
  guard,
  world,
  localAws,
}) => {
  guard.expectErrors(refused)
  world.settings({ cors: { swf: false } })
  await page.goto('/')
  await expect(statusLine(page)).toContainText('no answer from SWF')
  await expect(page.getByText('Not complete: 1 of 4 lists could not be read.')).toBeVisible()
  await expect(boardRows(page)).toHaveCount(3)
  const read = () => pageCalls(world, 'GetExecutionHistory').length
  // By now Step Functions has answered often enough to hide that SWF has not.
  const before = read()
  await expect.poll(read).toBeGreaterThan(before + 6)
  await expect(notices(page)).toContainText(`No answer from ${localAws.url}`)
  await expect(statusLine(page)).toContainText('no answer from SWF')
  world.settings({ cors: { swf: true } })
  await expect(statusLine(page)).toContainText('live')
  await expect(notices(page)).toBeEmpty()
})

test('what is altered on its way through a relay is refused by its signature', async ({
  page,
  guard,
  world,
  localAws,
}) => {
  guard.expectErrors(/status of 400/)
  // As if somebody on the way asked for something else with a person's signature.
  const proxy = await alteringProxy(localAws.url, (body) =>
    body.replace('"maxResults":1000', '"maxResults":9'),
  )
  const config = testConfig(localAws.url, undefined, { transport: 'relay', swfDomains: [] })
  const host = await consoleRelayingTo(proxy.url, config)
  try {
    await page.goto(host.url)
    await expect(notices(page)).toContainText('AWS does not accept this sign-in')
    await expect(notices(page)).toContainText('The request signature we calculated does not match')
    await expect(statusLine(page)).toContainText('through the relay')
    await expect(boardRows(page)).toHaveCount(0)
    const errors = pageCalls(world, 'ListStateMachines').map(({ error }) => error)
    expect(errors).not.toContain(undefined)
    await page.goto('about:blank')
  } finally {
    await host.close()
    await proxy.close()
  }
})

test.describe('the relay', () => {
  const states = '/aws/states/eu-west-1/'

  test('refuses any other host, method or path, asked by the page itself', async ({ page, guard, world }) => {
    guard.expectErrors(/status of 40[0-9]/)
    await page.goto('/')
    await expect(boardRows(page)).toHaveCount(3)
    const asked: readonly (readonly [number, string, string])[] = [
      [404, 'POST', '/aws/states/us-east-1/'],
      [404, 'POST', '/aws/sts/eu-west-1/'],
      [404, 'POST', `${states}x`],
      [404, 'POST', '/aws/states/eu-west-1'],
      [404, 'POST', '/aws/states.eu-west-1.amazonaws.com@evil.example/eu-west-1/'],
      [405, 'GET', states],
      [405, 'PUT', states],
      [405, 'DELETE', states],
      [400, 'POST', `${states}?a=1`],
    ]
    for (const [status, method, path] of asked) {
      const got = await page.evaluate(
        async ([how, where]) => (await fetch(where ?? '', { method: how ?? '' })).status,
        [method, path],
      )
      expect(got, `${method} ${path}`).toBe(status)
    }
    expect(world.calls().filter(({ operation }) => operation === '')).toEqual([])
  })

  test('refuses what another page makes a browser send, and what nobody signed is refused by AWS', async ({
    page,
    guard,
    world,
    request,
    servers,
    localAws,
  }) => {
    guard.expectErrors(/status of 403|Cross-Origin|CORS|net::ERR_|favicon/)
    // A page of another origin, without a policy that would hold it back.
    await page.goto(`${localAws.url}/_local/clock`)
    const told = await page.evaluate(
      (url) =>
        fetch(url, { method: 'POST', mode: 'no-cors', body: '{}' }).then(
          () => 'answered',
          () => 'kept from it',
        ),
      `${servers.console.url}${states}`,
    )
    // What it says stays hidden from the page; that nothing went on to AWS is what counts.
    expect(told).toBe('kept from it')
    expect(world.calls()).toEqual([])
    for (const site of ['same-site', 'cross-site']) {
      const answer = await request.post(states, { headers: { 'sec-fetch-site': site }, data: '{}' })
      expect(answer.status()).toBe(403)
    }
    expect(world.calls()).toEqual([])
    await page.goto('about:blank')
    const unsigned = await request.post(states, {
      headers: { 'x-amz-target': 'AWSStepFunctions.ListStateMachines' },
      data: '{}',
    })
    expect(unsigned.status()).toBe(400)
    expect(await unsigned.text()).toContain('MissingAuthenticationToken')
    expect(world.calls('ListStateMachines').some(({ principal }) => principal === undefined)).toBe(true)
  })
})
