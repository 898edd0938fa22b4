import type { SFNClient } from '@aws-sdk/client-sfn'
import type { Locator, Page } from 'playwright/test'
import type { LocalAws } from '../src/local-aws/local-aws.ts'
import { openLocalAws, startLocalAwsHost } from '../src/server/local-aws-host.ts'
import { test as base, expect } from './fixtures.ts'
import { boardRow, boardRows, notices, pageCalls, statusLine } from './support/page-parts.ts'
import { openTaskOf, secondClient } from './support/second-client.ts'
import { Endpoint } from './support/servers.ts'
import { testConfig } from './support/test-config.ts'
import { controlWorld, type WorldControl } from './support/world-control.ts'

interface South {
  readonly world: WorldControl
  readonly endpoint: Endpoint
  readonly sfn: SFNClient
}

interface SouthServer {
  readonly localAws: LocalAws
  readonly endpoint: Endpoint
}

/** Besides the usual local AWS another one, whose world is the same to the last name: only the connection tells them apart. */
const test = base.extend<{ readonly south: South }, { readonly southServer: SouthServer }>({
  southServer: [
    // Playwright reads a fixture's needs from its first parameter, which therefore is a pattern, here an empty one.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, provide) => {
      const localAws = openLocalAws({ scenario: 'quiet' })
      const endpoint = new Endpoint(localAws, await startLocalAwsHost({ port: 0, localAws }))
      await provide({ localAws, endpoint })
      await endpoint.goAway()
      localAws.close()
    },
    { scope: 'worker' },
  ],

  south: async ({ southServer: { localAws, endpoint } }, provide) => {
    const world = controlWorld(localAws.control)
    await world.open('solo')
    const sfn = secondClient(endpoint.url)
    await provide({ world, endpoint, sfn })
    sfn.destroy()
    await endpoint.comeBack()
  },
})

/** One connection as config.json has it. */
function named(
  name: string,
  url: string,
  fields: Readonly<Record<string, unknown>> = {},
  signIn?: Parameters<typeof testConfig>[1],
): unknown {
  const { connections } = testConfig(url, signIn, { name, ...fields }) as { connections: unknown[] } // its own shape
  return connections[0]
}

function rowsOf(page: Page, connection: string): Locator {
  return boardRows(page).filter({ hasText: `· ${connection}` })
}

/** What the quick filters count. */
async function counts(page: Page): Promise<number[]> {
  const filters = page.getByRole('button', {
    name: /^(?:Due|Runs out|Nobody working|Would never|Cancel requested).* \d+$/,
  })
  return (await filters.allInnerTexts()).map((text) => Number(/\d+$/.exec(text)?.[0]))
}

/** An address at which nobody answers. */
async function nowhere(): Promise<string> {
  const localAws = openLocalAws({ scenario: 'quiet' })
  const host = await startLocalAwsHost({ port: 0, localAws })
  await host.close()
  localAws.close()
  return host.url
}

const manager = 'Onboarding / Ask manager'
// A host that is back has no page, by asking for which it is found to be there.
const refused = /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|status of 404/

test('two accounts stand in one board, counted together and told apart', async ({
  page,
  world,
  localAws,
  south,
  configure,
}) => {
  const north = named('north', localAws.url)
  await Promise.all([world.pause(), south.world.pause()])
  configure({ connections: [north] })
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  await expect(page.getByRole('heading', { name: 'In flight (3)' })).toBeVisible()
  // With one connection no row says which.
  await expect(rowsOf(page, 'north/eu-west-1')).toHaveCount(0)
  const alone = await counts(page)
  expect(alone.some((count) => count > 0)).toBe(true)

  configure({ connections: [north, named('south', south.endpoint.url)] })
  await page.reload()
  await expect(rowsOf(page, 'north/eu-west-1')).toHaveCount(3)
  await expect(rowsOf(page, 'south/eu-west-1')).toHaveCount(3)
  await expect(page.getByRole('heading', { name: 'In flight (6)' })).toBeVisible()
  await expect.poll(() => counts(page)).toEqual(alone.map((count) => 2 * count))

  const filter = page.getByRole('combobox', { name: 'Filter tasks' })
  await filter.fill('Connection = south/eu-west-1')
  await filter.press('Enter')
  await expect(rowsOf(page, 'north/eu-west-1')).toHaveCount(0)
  await expect(rowsOf(page, 'south/eu-west-1')).toHaveCount(3)
  await expect(page.getByText('3 of 6').first()).toBeVisible()
  expect(await counts(page)).toEqual(alone.map((count) => 2 * count))
})

test('a heartbeat reaches the account whose row it was, and its page names the connection', async ({
  page,
  world,
  localAws,
  south,
  configure,
}) => {
  configure({ connections: [named('north', localAws.url), named('south', south.endpoint.url)] })
  await Promise.all([world.pause(), south.world.pause()])
  const task = await openTaskOf(south.sfn, 'Onboarding')
  await page.goto('/')
  const row = rowsOf(page, 'south/eu-west-1').filter({ hasText: manager })
  await row.getByRole('button', { name: `Send heartbeat to ${manager}` }).click()
  const dialog = page.getByRole('dialog', { name: `Send a heartbeat to ${manager} · south/eu-west-1?` })
  await dialog.getByRole('button', { name: 'Send heartbeat' }).click()
  await expect(dialog.getByText(/^Accepted\./)).toBeVisible()
  expect(pageCalls(south.world, 'SendTaskHeartbeat')).toHaveLength(1)
  expect(pageCalls(world, 'SendTaskHeartbeat')).toEqual([])
  await dialog.getByRole('button', { name: 'Close', exact: true }).click()

  await row.getByRole('link', { name: manager }).click()
  await expect(page).toHaveURL(new RegExp(`/executions/${encodeURIComponent('south/eu-west-1')}/`))
  await expect(page.getByText(`execution ${task.executionName} · south/eu-west-1`)).toBeVisible()
  await expect(page.getByRole('table', { name: 'What you sent for this task' })).toContainText('accepted')
  // The same ARN in the other account: nothing was sent there.
  await page.goto(page.url().replace('south', 'north'))
  await expect(page.getByText(`execution ${task.executionName} · north/eu-west-1`)).toBeVisible()
  await expect(page.getByRole('table', { name: 'What you sent for this task' })).toHaveCount(0)
  await page.getByRole('link', { name: 'Journal' }).click()
  await expect(page.getByRole('table', { name: 'Journal' })).toContainText('· south/eu-west-1')
})

test('an account that goes away leaves its rows, and the other is not disturbed', async ({
  page,
  guard,
  localAws,
  world,
  south,
  configure,
}) => {
  guard.expectErrors(refused)
  configure({ connections: [named('north', localAws.url), named('south', south.endpoint.url)] })
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(6)
  await south.endpoint.goAway()
  await expect(notices(page).getByText(`south/eu-west-1: No answer from ${south.endpoint.url}`)).toBeVisible()
  await expect(rowsOf(page, 'south/eu-west-1')).toHaveCount(3)
  const north = statusLine(page).locator('.status-line').filter({ hasText: 'north/eu-west-1' })
  await expect(north).toContainText('live')
  await expect(notices(page).getByText(/^north/)).toHaveCount(0)
  const read = pageCalls(world, 'GetExecutionHistory').length
  await expect.poll(() => pageCalls(world, 'GetExecutionHistory').length).toBeGreaterThan(read + 3)
  await boardRow(page, manager)
    .filter({ hasText: 'north' })
    .getByRole('button', { name: `Send heartbeat to ${manager}` })
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Send heartbeat' }).click()
  await expect(page.getByRole('dialog').getByText(/^Accepted\./)).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click()
  await south.endpoint.comeBack()
  await expect(notices(page).getByText(/^south/)).toHaveCount(0, { timeout: 20_000 })
  await expect(boardRows(page)).toHaveCount(6)
})

test('one that cannot sign in, is denied, or was never there says so by name beside one that works', async ({
  page,
  guard,
  world,
  localAws,
  sfn,
  configure,
  baseURL,
}) => {
  guard.expectErrors(refused)
  guard.expectErrors(/the server responded with a status of 40\d/)
  await world.pause()
  const task = await openTaskOf(sfn, 'Onboarding')
  const away = await nowhere()
  const muddled = { kind: 'localPerson', person: 'ana', url: `${baseURL}/config.json` }
  configure({
    connections: [
      named('away', away),
      named('guest', localAws.url, {}, 'guest'),
      named('nobody', localAws.url, {}, { person: 'nobody' }),
      named('muddled', localAws.url, { signIn: muddled }),
      named('pool', localAws.url, { identityPoolId: 'eu-west-1:00000000-0000-4000-8000-00000000dead' }),
      named('north', localAws.url),
    ],
  })
  await page.goto('/')
  await expect(rowsOf(page, 'north/eu-west-1')).toHaveCount(3)
  await expect(boardRows(page)).toHaveCount(3)
  for (const [name, words] of [
    ['away', `No answer from ${away}`],
    ['guest', 'AWS refuses guests'],
    ['nobody', 'AWS does not accept this sign-in'],
    ['muddled', 'AWS does not accept this sign-in'],
  ])
    await expect(notices(page).getByText(`${name}/eu-west-1: ${words}`)).toBeVisible()
  await expect(notices(page).getByText(/^pool\/eu-west-1: /)).toBeVisible()
  await expect(notices(page).getByText(/^north/)).toHaveCount(0)
  await expect(
    page.getByText(/^Not complete: state machines cannot be listed in .*away\/eu-west-1/),
  ).toBeVisible()

  // The open box knows the account by now: the first connection of that region is not the one.
  const box = page.getByRole('searchbox', { name: /^Open an execution by ARN/ })
  await box.fill(task.executionArn)
  await box.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/executions/${encodeURIComponent('north/eu-west-1')}/`))
  await page.getByRole('link', { name: manager }).click()
  await page.getByRole('button', { name: 'Send heartbeat', exact: true }).click()
  await expect(page.getByText(/^Accepted\./)).toBeVisible()

  // Where it is refused, its page knows where else to look.
  await page.goto(
    page
      .url()
      .replace('north', 'guest')
      .replace(/\/tasks\/.*/, ''),
  )
  await expect(page.getByText(/states:GetExecutionHistory was denied/).first()).toBeVisible()
  await page.getByRole('link', { name: 'Look in north/eu-west-1' }).click()
  await expect(page.getByRole('link', { name: manager })).toBeVisible()
})

test('one that is paused does not keep the title from telling what is due in the other', async ({
  page,
  guard,
  world,
  localAws,
  south,
  configure,
}) => {
  guard.expectErrors(/the server responded with a status of 400/)
  configure({ connections: [named('north', localAws.url), named('south', south.endpoint.url)] })
  await Promise.all([world.pause(), south.world.pause()])
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(6)
  await page.getByRole('button', { name: 'Pause reading south/eu-west-1' }).click()
  // What nobody can read any more falls due in both.
  world.settings({ throttle: ['GetExecutionHistory', 'ListExecutions'] })
  await expect(notices(page).getByText('north/eu-west-1: AWS is throttling this account')).toBeVisible()
  await Promise.all([world.step(61), south.world.step(61)])
  const due = page.getByRole('button', { name: /^Due [1-9]/ })
  await expect(due).toBeVisible()
  await expect(page).toHaveTitle(/^\([1-9]\d* due\) Heartbeat console$/)
  const [, inTitle] = /^\((\d+)/.exec(await page.title()) ?? []
  await expect(due).toHaveText(`Due ${2 * Number(inTitle)}`)
})
