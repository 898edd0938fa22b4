import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import {
  boardRow,
  boardRows,
  deadlineOf,
  notices,
  pageCalls,
  statusLine,
  taskPath,
} from './support/page-parts.ts'
import { openTaskOf } from './support/second-client.ts'
import { testConfig } from './support/test-config.ts'
import type { WorldControl } from './support/world-control.ts'

const badRequests = /the server responded with a status of 400/
const manager = 'Onboarding / Ask manager'

function loadedAt(page: Page): Promise<number> {
  return page.evaluate(() => performance.timeOrigin)
}

test.describe('AWS throttles', () => {
  test.beforeEach(({ guard }) => guard.expectErrors(badRequests))

  test('reads: the page says so, keeps what it knew and goes on', async ({ page, world }) => {
    await page.goto('/')
    await expect(boardRows(page)).toHaveCount(3)
    world.settings({ throttle: ['GetExecutionHistory', 'ListExecutions'] })
    const notice = notices(page).getByText('AWS is throttling this account')
    await expect(notice).toBeVisible()
    await expect(statusLine(page)).toContainText('throttled')
    await expect(boardRows(page)).toHaveCount(3)
    const refused = pageCalls(world).filter(({ error }) => error === 'ThrottlingException').length
    world.settings({ throttle: [] })
    await expect(statusLine(page)).toContainText('live')
    await expect(notice).toHaveCount(0)
    // Those under way when it began, and few more: it does not hammer.
    expect(refused).toBeLessThan(10)
  })

  test('the first list: the page fills when it may', async ({ page, world }) => {
    world.settings({ throttle: ['ListStateMachines'] })
    await page.goto('/')
    await expect(notices(page).getByText('AWS is throttling this account')).toBeVisible()
    await expect(page.getByText('The state machines could not be listed')).toBeVisible()
    world.settings({ throttle: ['ListStateMachines', 'ListOpenWorkflowExecutions'] })
    await page.reload()
    await expect(page.getByText('Nothing could be read')).toBeVisible()
    world.settings({ throttle: [] })
    await expect(boardRows(page)).toHaveCount(3, { timeout: 20_000 })
  })

  test('a heartbeat: it is told as refused, and can be sent again', async ({ page, world, sfn }) => {
    await world.pause()
    await page.goto(taskPath(await openTaskOf(sfn, 'Onboarding')))
    const send = page.getByRole('button', { name: 'Send heartbeat' })
    await expect(send).toBeVisible()
    world.settings({ throttle: ['SendTaskHeartbeat'] })
    await send.click()
    await expect(page.getByText('AWS is throttling this account.')).toBeVisible()
    await expect(page.getByText(/an earlier copy may have counted/)).toBeVisible()
    expect(pageCalls(world, 'SendTaskHeartbeat')).toHaveLength(1)
    world.settings({ throttle: [] })
    await send.click()
    await expect(page.getByText(/^Accepted\./)).toBeVisible()
    expect(pageCalls(world, 'SendTaskHeartbeat')).toHaveLength(2)
  })
})

test('what was forbidden is tried again at once when a person asks for it', async ({
  page,
  guard,
  world,
}) => {
  guard.expectErrors(badRequests)
  world.settings({ deny: ['states:ListStateMachines'] })
  await page.goto('/')
  const notice = notices(page).getByText('You may not do this: states:ListStateMachines is denied')
  await expect(notice).toBeVisible()
  // An explicit deny: allowing it elsewhere would not help, so no policy is offered.
  await expect(notices(page).getByRole('button', { name: 'Copy policy' })).toHaveCount(0)
  world.settings({ deny: [] })
  // By itself the console would ask again in a minute.
  await notices(page).getByRole('button', { name: 'Try now' }).click()
  await expect(boardRows(page)).toHaveCount(3)
  await expect(notice).toHaveCount(0)
})

test('AWS fails for a while', async ({ page, guard, world }) => {
  guard.expectErrors(/the server responded with a status of 503/)
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  world.settings({ unavailable: true })
  await expect(
    notices(page)
      .getByText(/AWS answered ServiceUnavailable/)
      .first(),
  ).toBeVisible()
  await expect(boardRows(page)).toHaveCount(3)
  world.settings({ unavailable: false })
  await expect(notices(page).getByText(/AWS answered/)).toHaveCount(0, { timeout: 20_000 })
  await expect(statusLine(page)).toContainText('live')
})

test('credentials expire, and the page gets new ones by itself', async ({ page, guard, world, sfn }) => {
  guard.expectErrors(badRequests)
  await world.pause()
  const task = await openTaskOf(sfn, 'Onboarding')
  await page.goto(taskPath(task))
  await expect(page.getByRole('button', { name: 'Send heartbeat' })).toBeVisible()
  const loaded = await loadedAt(page)
  // Two hours later by AWS's clock: the credentials, and the ID token that brought them, lasted one.
  world.settings({ wireSkewSeconds: 2 * 3600 })
  const renewals = (): number =>
    pageCalls(world, 'GetCredentialsForIdentity').filter(({ error }) => error === undefined).length
  await expect.poll(renewals).toBeGreaterThan(1)
  await expect(statusLine(page)).toContainText('live')
  await expect(statusLine(page)).toContainText('Ana Ortiz')
  await page.getByRole('button', { name: 'Send heartbeat' }).click()
  await expect(page.getByText(/^Accepted\./)).toBeVisible()
  expect(await loadedAt(page)).toBe(loaded)
})

test.describe('config.json', () => {
  const wrong: readonly (readonly [string, unknown, readonly string[]])[] = [
    [
      'a region that is none',
      {
        connections: [
          { name: 'prod', regions: ['Ireland'], signIn: { kind: 'guest' }, identityPoolId: 'eu-west-1:0' },
        ],
      },
      ['connections[0].regions[0]', 'must be an AWS region such as eu-west-1'],
    ],
    ['no connection', { connections: [] }, ['connections', 'must hold at least one connection']],
    ['something else altogether', 'nonsense', ['config.json']],
  ]
  for (const [what, config, told] of wrong) {
    test(`with ${what}: the page names the field`, async ({ page, world, configure }) => {
      configure(config)
      await page.goto('/')
      await expect(page.getByText('The console cannot start: config.json is not right')).toBeVisible()
      for (const text of told)
        await expect(page.getByRole('listitem').filter({ hasText: text })).toBeVisible()
      expect(pageCalls(world)).toEqual([])
    })
  }

  test('once it is right again, the page starts', async ({ page, localAws, configure }) => {
    configure({})
    await page.goto('/')
    await expect(page.getByRole('listitem').filter({ hasText: 'connections' })).toBeVisible()
    configure(testConfig(localAws.url))
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(boardRows(page)).toHaveCount(3)
  })
})

test.describe('an empty account', () => {
  test.use({ scenario: 'quiet' })

  test('says that there is nothing, and what was looked through', async ({ page }) => {
    await page.goto('/')
    await expect(page.getByText('Nothing in flight in 1 SWF domain')).toBeVisible()
    await expect(statusLine(page)).toContainText('live')
  })

  test('in which nothing is watched says what to do', async ({ page, localAws, configure }) => {
    configure(testConfig(localAws.url, undefined, { swfDomains: undefined }))
    await page.goto('/')
    await expect(page.getByText('No state machine and no SWF domain is watched')).toBeVisible()
    await expect(page.getByText(/Open an execution by its\s+ARN above/)).toBeVisible()
    await expect(statusLine(page)).toContainText('live')
  })
})

test('paused really reads nothing', async ({ page, world }) => {
  await world.pause()
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  await page.getByRole('button', { name: /^Pause reading/ }).click()
  await expect(statusLine(page)).toContainText('paused · oldest read')
  // What was under way when it was pressed may still arrive: the first step waits for that.
  await stepAndSee(page, world, 20)
  const before = pageCalls(world).length
  // Each step is seen at the page's next look at the clock, so that some seconds pass in which it might read.
  for (const _ of [1, 2, 3, 4]) await stepAndSee(page, world, 20)
  expect(pageCalls(world)).toHaveLength(before)
  await expect(statusLine(page)).toContainText(/paused · oldest read 1:\d\d ago/)
  await page.getByRole('button', { name: /^Resume reading/ }).click()
  await expect(statusLine(page)).toContainText(/live · oldest read 0:0\d ago/)
  expect(pageCalls(world).length).toBeGreaterThan(before)
})

/** Resolves when the page's own clock shows that the step was seen; nothing else on that line moves meanwhile. */
async function stepAndSee(page: Page, world: WorldControl, seconds: number): Promise<void> {
  const before = await statusLine(page).innerText()
  await world.step(seconds)
  await expect(statusLine(page)).not.toHaveText(before, { useInnerText: true })
}

test("a browser's clock that is ten minutes ahead changes nothing", async ({
  page,
  localAws,
  configure,
  world,
  sfn,
}) => {
  // Without the world's clock, as with the real AWS, only the Date of the answers tells the time.
  configure(testConfig(localAws.url, undefined, { worldClock: undefined }))
  await page.clock.install({ time: Date.now() + 10 * 60_000 })
  const { scheduledAtMs } = await openTaskOf(sfn, 'Onboarding')
  await page.goto('/')
  const deadline = deadlineOf(boardRow(page, manager))
  await expect(deadline).toHaveAccessibleName(/^0:\d\d guaranteed/)
  await expect(statusLine(page)).toContainText(/^.*server \d\d:\d\d:\d\d UTC\+[12] ±/)
  const secondsLeft = (): number => (scheduledAtMs + 60_000 - world.clock().worldMs) / 1000
  const before = secondsLeft()
  const shown = Number(/^0:(\d\d)/.exec(await deadline.innerText())?.[1])
  // Whole seconds of Date and the late edge: never more but for the last tick, and little less.
  expect(shown).toBeLessThanOrEqual(before + 1)
  expect(shown).toBeGreaterThan(secondsLeft() - 4)
  expect(pageCalls(world).filter(({ error }) => error !== undefined)).toEqual([])
})
