import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { type Arrival, type Fault, type FaultProxy, faults, startFaultProxy } from './support/fault-proxy.ts'
import { consoleRelayingTo } from './support/own-servers.ts'
import { taskPath } from './support/page-parts.ts'
import { openTaskOf } from './support/second-client.ts'
import { testConfig } from './support/test-config.ts'

/** How often every fault is tried by each way: once here, more by `npm run test:long`. */
const rounds = Number(process.env['WRITE_ROUNDS'] ?? '1')

// The browser itself logs what breaks.
const broken =
  /net::ERR_|status of (?:400|403|408|502|504)|blocked by CORS policy|redirect|Failed to load resource/i

type Shown = 'accepted' | 'refused' | 'unknown' | 'not sent' | 'something else'

/** What the page says of one heartbeat. */
async function send(page: Page): Promise<Shown> {
  const button = page.getByRole('button', { name: 'Send heartbeat', exact: true })
  await expect(button).toBeEnabled()
  const table = page.getByRole('table', { name: 'What you sent for this task' })
  const before = await table.getByRole('row').count()
  await button.click()
  await expect(table.getByRole('row')).toHaveCount(Math.max(before + 1, 2))
  const newest = table.getByRole('row').nth(1)
  await expect(newest).not.toContainText('under way', { timeout: 45_000 })
  const text = await newest.innerText()
  if (/not sent/.test(text)) return 'not sent'
  if (/accepted/.test(text)) return 'accepted'
  if (/refused/.test(text)) return 'refused'
  return /outcome unknown/.test(text) ? 'unknown' : 'something else'
}

/** What a heartbeat may be said to have been, by what became of it. */
function isTrue(shown: Shown, arrivals: readonly Arrival[]): boolean {
  const accepted = arrivals.some(({ status }) => status === 200)
  const refused = arrivals.length > 0 && arrivals.every(({ status }) => status !== null && status >= 400)
  switch (shown) {
    case 'accepted':
      return accepted
    case 'refused':
      return refused && !accepted
    case 'not sent':
      return arrivals.every(({ status }) => status === null)
    case 'unknown':
      return true
    case 'something else':
      return false
  }
}

/** What has to be said where nothing is in doubt. */
const certain: Partial<Readonly<Record<Fault, Shown>>> = { none: 'accepted', 'denied by AWS': 'refused' }

interface Tally {
  untrue: string[]
  lost: string[]
  doubled: string[]
  resentByBrowser: number
  sent: number
}

for (const way of ['direct', 'relay'] as const) {
  test(`heartbeats through a line that breaks, ${way}: each is recorded, sent once, and said to be what it was`, async ({
    page,
    guard,
    world,
    sfn,
    localAws,
    configure,
  }) => {
    test.setTimeout(rounds * 180_000)
    guard.expectErrors(broken)
    const proxy: FaultProxy = await startFaultProxy(localAws.url)
    const own =
      way === 'relay'
        ? await consoleRelayingTo(proxy.url, testConfig(localAws.url, undefined, { transport: 'relay' }))
        : null
    configure(testConfig(way === 'direct' ? proxy.url : localAws.url))
    await world.pause()
    const task = await openTaskOf(sfn, 'Onboarding')
    await page.goto(`${own?.url ?? ''}${taskPath(task)}`)
    const tally: Tally = { untrue: [], lost: [], doubled: [], resentByBrowser: 0, sent: 0 }
    for (let round = 0; round < rounds; round += 1)
      for (const fault of faults) {
        proxy.become(fault)
        world.settings({ deny: fault === 'denied by AWS' ? ['states:SendTaskHeartbeat'] : [] })
        const shown = await send(page)
        tally.sent += 1
        const arrivals = proxy.arrivals()
        const told = `${fault}: ${shown}, ${JSON.stringify(arrivals.map(({ status }) => status))}`
        if (!isTrue(shown, arrivals) || (certain[fault] ?? shown) !== shown) tally.untrue.push(told)
        const signatures = new Set(arrivals.map(({ authorization }) => authorization))
        const resent = arrivals.length - signatures.size
        if (signatures.size > 1 || (way === 'relay' && resent > 0)) tally.doubled.push(told)
        tally.resentByBrowser += resent
        if (fault === 'denied by AWS') {
          world.settings({ deny: [] })
          await page.getByRole('button', { name: 'Try again' }).click()
        }
      }
    await page.reload()
    const table = page.getByRole('table', { name: 'What you sent for this task' })
    await expect(table.getByRole('row')).toHaveCount(1 + Math.min(50, tally.sent))
    console.log(`${way}: ${tally.sent} heartbeats, ${tally.resentByBrowser} resent by the browser`)
    expect(tally).toMatchObject({ untrue: [], lost: [], doubled: [] })
    await proxy.close()
    await own?.close()
  })
}
