import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SendTaskHeartbeatCommand, type SFNClient } from '@aws-sdk/client-sfn'
import type { Locator, Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { startFaultProxy } from './support/fault-proxy.ts'
import { startKillable } from './support/killable-browser.ts'
import { notices, outcome, pageCalls, taskPath } from './support/page-parts.ts'
import { openTaskOf, type SeenTask } from './support/second-client.ts'
import { testConfig } from './support/test-config.ts'
import type { WorldControl } from './support/world-control.ts'

const sendButton = (page: Page): Locator => page.getByRole('button', { name: 'Send heartbeat', exact: true })
const ownWrites = (page: Page): Locator => page.getByRole('table', { name: 'What you sent for this task' })
/** How the page says that somebody else has sent a heartbeat. */
const foreign = /somebody beat (?:after|in here)/i
const journal = (page: Page): Locator => page.getByRole('table', { name: 'Journal' })

/** On the page of a task whose token is in its history, in a world that stands still. */
async function onTaskPage({
  page,
  world,
  sfn,
}: {
  readonly page: Page
  readonly world: WorldControl
  readonly sfn: SFNClient
}): Promise<SeenTask> {
  await world.pause()
  const task = await openTaskOf(sfn, 'Onboarding')
  await page.goto(taskPath(task))
  await expect(sendButton(page)).toBeVisible()
  return task
}

test('a tab that is closed before the answer: the next one lists the heartbeat, and takes it for nobody else’s', async ({
  page,
  context,
  checkPage,
  world,
  sfn,
  localAws,
  configure,
}) => {
  const proxy = await startFaultProxy(localAws.url)
  configure(testConfig(proxy.url))
  const task = await onTaskPage({ page, world, sfn })
  // A minute is its heartbeat timeout: without the heartbeat it would end in the step after it.
  await world.step(50)
  proxy.become('late')
  await sendButton(page).click()
  await expect.poll(() => proxy.arrivals().length).toBe(1)
  await page.close()

  const next = await context.newPage()
  await next.goto(taskPath(task))
  await expect(ownWrites(next)).toContainText('outcome unknown')
  await world.step(30)
  await next.reload()
  await expect(ownWrites(next)).toContainText('outcome unknown')
  await expect(next.getByText('This task has ended')).toBeHidden()
  await expect(next.locator('main')).not.toContainText(foreign)
  await expect(next.locator('main')).toContainText('A heartbeat from this browser may have kept it open')
  await next.goto('/journal')
  await expect(journal(next).getByRole('row')).toHaveCount(2)
  expect(pageCalls(world, 'SendTaskHeartbeat')).toHaveLength(1)
  await checkPage()
  await next.close()
  await proxy.close()
})

test('a heartbeat that this browser did not send is taken for somebody else’s', async ({
  page,
  world,
  sfn,
}) => {
  const task = await onTaskPage({ page, world, sfn })
  await world.step(50)
  await sfn.send(new SendTaskHeartbeatCommand({ taskToken: task.taskToken }))
  await world.step(30)
  await page.reload()
  await expect(page.locator('main')).toContainText(foreign)
})

test('a tab that is closed before the request leaves: the next one says that nothing was sent', async ({
  page,
  context,
  world,
  sfn,
  localAws,
  configure,
}) => {
  const proxy = await startFaultProxy(localAws.url)
  configure(testConfig(proxy.url))
  const task = await onTaskPage({ page, world, sfn })
  proxy.holdReads(true)
  await sendButton(page).click()
  await expect(ownWrites(page)).toContainText('under way')
  await page.close()
  proxy.holdReads(false)
  const next = await context.newPage()
  await next.goto(taskPath(task))
  await expect(ownWrites(next)).toContainText('not sent: its page was closed first')
  expect(pageCalls(world, 'SendTaskHeartbeat')).toEqual([])
  await next.close()
  await proxy.close()
})

test('a browser that is killed before the answer: it lists the heartbeat when it starts again', async ({
  servers,
  world,
  sfn,
  localAws,
  configure,
}, testInfo) => {
  const launch = testInfo.project.use.launchOptions ?? {}
  const profile = mkdtempSync(join(tmpdir(), 'heartbeat-console-'))
  const proxy = await startFaultProxy(localAws.url)
  configure(testConfig(proxy.url))
  await world.pause()
  const task = await openTaskOf(sfn, 'Onboarding')
  const first = await startKillable(profile, launch)
  const page = await first.context.newPage()
  await page.goto(servers.console.url + taskPath(task))
  proxy.become('late')
  await sendButton(page).click()
  await expect.poll(() => proxy.arrivals().length).toBe(1)
  await first.kill()

  const second = await startKillable(profile, launch)
  const next = await second.context.newPage()
  await next.goto(servers.console.url + taskPath(task))
  await expect(ownWrites(next)).toContainText('outcome unknown')
  await second.kill()
  await proxy.close()
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
})

test('a journal that is full: the page asks before it sends, and says what is not recorded', async ({
  page,
  servers,
  world,
  sfn,
}) => {
  const task = await onTaskPage({ page, world, sfn })
  const browser = await page.context().newCDPSession(page)
  await browser.send('Storage.overrideQuotaForOrigin', { origin: servers.console.url, quotaSize: 1 })
  await sendButton(page).click()
  const asking = outcome(page, 'Nothing was sent: this browser cannot record it.')
  await expect(asking).toBeVisible()
  await expect(notices(page).getByText('The journal cannot be written')).toBeVisible()
  expect(pageCalls(world, 'SendTaskHeartbeat')).toEqual([])

  await page.getByRole('button', { name: 'Send without a record' }).click()
  await expect(outcome(page, /^Accepted\./).getByText('This is not in the journal.')).toBeVisible()
  await expect(ownWrites(page)).toContainText('accepted · not in the journal')
  await page.getByRole('link', { name: 'Journal' }).click()
  await expect(page.getByText('One of these is not in the journal.')).toBeVisible()

  await browser.send('Storage.overrideQuotaForOrigin', { origin: servers.console.url })
  await page.goto(taskPath(task))
  await sendButton(page).click()
  await expect(outcome(page, /^Accepted\./)).toBeVisible()
  await expect(notices(page).getByText('The journal cannot be written')).toBeHidden()
  await expect(ownWrites(page).getByRole('row')).toHaveCount(2)
  expect(pageCalls(world, 'SendTaskHeartbeat')).toHaveLength(2)
})

test('two tabs share one journal, at once', async ({ page, context, world, sfn }) => {
  await world.pause()
  const task = await openTaskOf(sfn, 'Onboarding')
  const other = await context.newPage()
  await other.goto('/journal')
  await expect(other.getByText('The journal of this browser is empty.')).toBeVisible()
  await page.goto(taskPath(task))
  await sendButton(page).click()
  await expect(outcome(page, /^Accepted\./)).toBeVisible()
  await expect(journal(other)).toContainText('Onboarding / Ask manager')
  await expect(journal(other)).toContainText('accepted')
})

test('entries are shown to their own person; others see that there are some', async ({
  page,
  world,
  sfn,
  signInAs,
  checkPage,
}) => {
  await world.pause()
  const task = await openTaskOf(sfn, 'Onboarding')
  await page.goto(taskPath(task))
  await sendButton(page).click()
  await expect(outcome(page, /^Accepted\./)).toBeVisible()

  signInAs('vic')
  await page.goto('/journal')
  await expect(page.getByText('One more entry is not shown: it belongs to somebody else')).toBeVisible()
  await expect(page.getByText('No entries that can be shown.')).toBeVisible()
  await expect(page.locator('main')).not.toContainText('Ask manager')
  await checkPage()

  signInAs('ana')
  await page.reload()
  await expect(journal(page)).toContainText('Onboarding / Ask manager')
})

test('a key that is held down sends one heartbeat, and the button rests after its outcome', async ({
  page,
  world,
  sfn,
}) => {
  await world.pause()
  const task = await openTaskOf(sfn, 'Onboarding')
  await page.goto(taskPath(task))
  await sendButton(page).focus()
  for (let presses = 0; presses < 12; presses += 1) await page.keyboard.down('Enter')
  await expect(outcome(page, /^Accepted\./)).toBeVisible()
  for (let presses = 0; presses < 12; presses += 1) await page.keyboard.down('Enter')
  await page.keyboard.up('Enter')
  await expect(sendButton(page)).toBeEnabled()
  await expect(sendButton(page)).toBeFocused()
  expect(pageCalls(world, 'SendTaskHeartbeat')).toHaveLength(1)
})
