import type { Page } from 'playwright/test'
import { expect } from './fixtures.ts'
import { boardRows, notices, outcome } from './support/page-parts.ts'
import { test as base, be, shortLives, signInAgain, signInHoldingToken } from './support/pool-test.ts'

/** A browser that blocks windows nobody asked for, as people's browsers do; the usual one of tests lets all open. */
const test = base.extend({
  launchOptions: [
    async ({ launchOptions }, provide) => {
      await provide({ ...launchOptions, ignoreDefaultArgs: ['--disable-popup-blocking'] })
    },
    { scope: 'worker' },
  ],
})

/**
 * A click that the browser takes for one of a program, after which it lets no window open: a person's last one counts for some seconds,
 * and Playwright's own calls count as a person's.
 */
async function clickByProgram(page: Page, buttonText: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const evaluate = async (expression: string): Promise<unknown> =>
    (await session.send('Runtime.evaluate', { expression, userGesture: false })).result.value
  await expect.poll(() => evaluate('navigator.userActivation.isActive')).toBe(false)
  await evaluate(
    `[...document.querySelectorAll('button')].find(({ textContent }) => textContent === ${JSON.stringify(buttonText)}).click()`,
  )
  await session.detach()
}

test('a window that the browser blocks is told, costs nothing, and can be tried again', async ({
  page,
  context,
  guard,
  pool,
  world,
  sfn,
  checkPage,
}) => {
  guard.expectErrors(/the server responded with a status of 400/)
  await world.pause()
  shortLives(pool, world)
  await signInHoldingToken(page, sfn)
  const send = page.getByRole('button', { name: 'Send heartbeat' })
  const loaded = await page.evaluate(() => performance.timeOrigin)
  pool.age(13 * 3600)
  await expect(signInAgain(page)).toBeVisible({ timeout: 15_000 })

  await clickByProgram(page, 'Sign in again')
  await expect(notices(page)).toContainText('The browser let no window open: allow pop-ups for this page')
  expect(context.pages()).toHaveLength(1)
  await checkPage()

  const [window] = await Promise.all([context.waitForEvent('page'), signInAgain(page).click()])
  await be(window, /Ana Ortiz/)
  await window.waitForEvent('close')
  await expect(notices(page).getByText(/no window open|has ended/)).toHaveCount(0)
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(loaded)
  await expect(page.getByRole('definition').filter({ hasText: /^pasted, not proved/ })).toBeVisible()
  await send.click()
  await expect(outcome(page, 'Accepted, for the task that this token belongs to.')).toBeVisible()
  await page.getByRole('link', { name: 'Heartbeat console' }).click()
  await expect(boardRows(page)).toHaveCount(3)
})
