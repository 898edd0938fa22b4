import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import {
  boardRow,
  boardRows,
  deadlineOf,
  endedRow,
  notices,
  pageCalls,
  statusLine,
  taskPath,
} from './support/page-parts.ts'
import { openTaskOf } from './support/second-client.ts'

/** When this document was loaded: the same as long as nobody reloads it. */
function loadedAt(page: Page): Promise<number> {
  return page.evaluate(() => performance.timeOrigin)
}

// The browser itself logs what it cannot reach; and that a host which is back has no page, by asking for which it was found to be there.
test.beforeEach(({ guard }) =>
  guard.expectErrors(/^console error: Failed to load resource: (?:net::ERR_|.*status of 404)/),
)

test('the endpoint goes away and comes back', async ({ page, localAws, world }) => {
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  await expect(statusLine(page)).toContainText('live')
  const loaded = await loadedAt(page)

  await localAws.goAway()
  const notice = notices(page).getByText(`No answer from ${localAws.url}`)
  await expect(notice).toBeVisible()
  await expect(notices(page)).toContainText('What was known is still shown.')
  // How old it is, and ever older.
  await expect(notices(page).getByText(/^The oldest of what is shown was read 0:0[2-9] ago\.$/)).toBeVisible()
  await expect(statusLine(page)).toContainText(/no answer · oldest read 0:/)
  await expect(boardRows(page)).toHaveCount(3)
  await expect(deadlineOf(boardRow(page, 'Video / Encode'))).toHaveAccessibleName(/^1:\d\d guaranteed/)

  // Time does not stand still where nobody looks.
  await world.step(60)
  await localAws.comeBack()
  await expect(endedRow(page, 'Onboarding / Ask manager')).toContainText('timed out')
  await expect(notice).toHaveCount(0)
  await expect(statusLine(page)).toContainText('live')
  expect(await loadedAt(page)).toBe(loaded)
})

test('a page opened while the endpoint is away fills when it comes', async ({ page, localAws }) => {
  await localAws.goAway()
  await page.goto('/')
  await expect(notices(page).getByText(`No answer from ${localAws.url}`)).toBeVisible()
  await expect(page.getByText('Nothing could be read')).toBeVisible()
  await localAws.comeBack()
  // The longer nobody answered, the longer it waits between two tries.
  await expect(boardRows(page)).toHaveCount(3, { timeout: 20_000 })
  await expect(statusLine(page)).toContainText('live')
})

test('a heartbeat while the endpoint is away is told as not sent', async ({ page, localAws, world, sfn }) => {
  await world.pause()
  const task = await openTaskOf(sfn, 'Onboarding')
  await page.goto(taskPath(task))
  await expect(page.getByRole('button', { name: 'Send heartbeat' })).toBeVisible()
  await localAws.goAway()
  await page.getByRole('button', { name: 'Send heartbeat' }).click()
  await expect(page.getByText(`Nothing was sent. No answer from ${localAws.url}.`)).toBeVisible()
  await expect(page.getByText(/The heartbeat clock runs on\.$/)).toBeVisible()
  await localAws.comeBack()
  await expect(statusLine(page)).toContainText('live')
  expect(pageCalls(world, 'SendTaskHeartbeat')).toEqual([])
  // Nothing was kept back to be sent later either: the guarantee is the old one.
  await expect(page.getByText(/^Cannot time out before \d\d:\d\d:\d\d: it was scheduled/)).toBeVisible()
  await expect(page.getByRole('table', { name: 'What you sent for this task' })).toContainText('not sent')
})

test('a heartbeat whose answer is lost is not known, and is sent once', async ({
  page,
  guard,
  world,
  sfn,
}) => {
  // Asking whether the host is there at all is answered with 404, which is an answer.
  guard.expectErrors(/status of 404/)
  const sent: string[] = []
  page.on('request', (request) => {
    const target = request.headers()['x-amz-target'] ?? ''
    if (target.endsWith('.SendTaskHeartbeat')) sent.push(request.headers()['amz-sdk-invocation-id'] ?? '')
  })
  await world.pause()
  const task = await openTaskOf(sfn, 'Onboarding')
  await page.goto(taskPath(task))
  await expect(page.getByRole('button', { name: 'Send heartbeat' })).toBeVisible()
  world.settings({ loseAnswers: ['SendTaskHeartbeat'] })
  await page.getByRole('button', { name: 'Send heartbeat' }).click()
  await expect(
    page.getByText('Outcome unknown: no answer came, so AWS may have carried it out.'),
  ).toBeVisible()
  await expect(page.getByText(/A heartbeat leaves no trace, so it cannot be looked up/)).toBeVisible()
  await expect(page.getByRole('table', { name: 'What you sent for this task' })).toContainText(
    'outcome unknown',
  )
  // It may not have arrived, so it guarantees nothing.
  await expect(page.getByText(/^Cannot time out before \d\d:\d\d:\d\d: it was scheduled/)).toBeVisible()
  world.settings({ loseAnswers: [] })
  // It did arrive, and past the first deadline the page can tell that the task is open, but not who beat it.
  await world.step(60)
  await expect(
    page.getByText(/^Its guarantee ran out at \d\d:\d\d:\d\d, and it was still open/),
  ).toBeVisible()
  // What a browser itself sends again, over a kept connection that broke, is still the same request of the page's.
  expect(sent).toHaveLength(1)
  expect(pageCalls(world, 'SendTaskHeartbeat').every(({ answerLost }) => answerLost)).toBe(true)
})
