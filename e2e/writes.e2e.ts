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

/** How many entries the page lists for its task, over all pages of the table. */
async function recorded(page: Page): Promise<number> {
  const heading = page.getByRole('heading', { name: /^What you sent/ })
  if ((await heading.count()) === 0) return 0
  return Number(/\((\d+)\)/.exec(await heading.innerText())?.[1] ?? 'NaN')
}

/** What the page says of one heartbeat. */
async function send(page: Page): Promise<Shown> {
  const button = page.getByRole('button', { name: 'Send heartbeat', exact: true })
  await expect(button).toBeEnabled()
  const before = await recorded(page)
  await button.click()
  await expect.poll(() => recorded(page)).toBe(before + 1)
  const newest = page.getByRole('table', { name: 'What you sent for this task' }).getByRole('row').nth(1)
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
      // What has reached the proxy has left.
      return arrivals.length === 0
    case 'unknown':
      return true
    case 'something else':
      return false
  }
}

/** What has to be said: of a line that breaks, that the outcome is unknown. */
function expected(fault: Fault): Shown {
  if (fault === 'none') return 'accepted'
  return fault === 'denied by AWS' ? 'refused' : 'unknown'
}

interface Tally {
  untrue: string[]
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
    const tally: Tally = { untrue: [], doubled: [], resentByBrowser: 0, sent: 0 }
    for (let round = 0; round < rounds; round += 1)
      for (const fault of faults) {
        proxy.become(fault)
        world.settings({ deny: fault === 'denied by AWS' ? ['states:SendTaskHeartbeat'] : [] })
        const shown = await send(page)
        tally.sent += 1
        const arrivals = proxy.arrivals()
        const what = `${fault}: ${shown}, ${JSON.stringify(arrivals.map(({ status }) => status))}`
        if (!isTrue(shown, arrivals) || expected(fault) !== shown) tally.untrue.push(what)
        const signatures = new Set(arrivals.map(({ authorization }) => authorization))
        const resent = arrivals.length - signatures.size
        if (signatures.size > 1 || (way === 'relay' && resent > 0)) tally.doubled.push(what)
        tally.resentByBrowser += resent
        if (fault === 'denied by AWS') {
          world.settings({ deny: [] })
          await page.getByRole('button', { name: 'Try again' }).click()
        }
      }
    await page.reload()
    // None is lost.
    await expect.poll(() => recorded(page)).toBe(tally.sent)
    console.log(`${way}: ${tally.sent} heartbeats, ${tally.resentByBrowser} resent by the browser`)
    expect(tally).toMatchObject({ untrue: [], doubled: [] })
    await proxy.close()
    await own?.close()
  })
}
