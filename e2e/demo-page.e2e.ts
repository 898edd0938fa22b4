import { stories } from '../src/demo/story.ts'
import { checkLooks } from './support/check-looks.ts'
import { expect, test, timeMachine } from './support/demo-test.ts'
import { boardOrder, boardRows, statusLine } from './support/page-parts.ts'

test('the first page tells each scenario and links to it', async ({ page, checkPage }) => {
  await page.goto('./')
  await expect(page.getByText('Everything here is simulated')).toBeVisible()
  for (const { title, description, name } of stories) {
    const card = page
      .getByRole('listitem')
      .filter({ has: page.getByRole('link', { name: title, exact: true }) })
    await expect(card).toContainText(description)
    await expect(card.getByRole('link')).toHaveAttribute('href', `?scenario=${name}`)
  }
  await checkLooks(page, checkPage, page.getByRole('link', { name: 'All healthy' }))
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('link', { name: 'Waiting for a human' }).click()
  await expect(boardRows(page)).toHaveCount(3)
  await page.getByRole('link', { name: 'All scenarios' }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'Heartbeat console: the demo' })).toBeVisible()
})

test('a scenario that does not exist is said to be none', async ({ page }) => {
  await page.goto('demo.html?scenario=party')
  await expect(page.getByText('There is no such scenario')).toBeVisible()
  await expect(page.getByRole('link', { name: 'All healthy' })).toBeVisible()
})

test('a filter stands behind the # and outlives a reload; one that is none is ignored', async ({ page }) => {
  await page.goto('demo.html?scenario=human#/?show=nonsense')
  await expect(boardRows(page)).toHaveCount(3)
  await expect(
    page.getByText('Part of this link was not understood and was ignored: show=nonsense'),
  ).toBeVisible()
  const waiting = page.getByRole('button', { name: /^Nobody working/ })
  await waiting.click()
  await expect(page).toHaveURL(/demo\.html\?scenario=human#\/\?show=waiting$/)
  await page.reload()
  await expect(waiting).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByText(/^Parts? of this link /)).toHaveCount(0)
})

test('a running scenario, light and dark, wide and narrow', async ({ page, checkPage }) => {
  await page.goto('demo.html?scenario=human')
  await expect(boardRows(page)).toHaveCount(3)
  await timeMachine.press(page, 'Pause')
  await checkLooks(page, checkPage, page.getByRole('link', { name: 'Onboarding / Ask manager' }))
})

test('time is steered without a mouse', async ({ page }) => {
  await page.goto('demo.html?scenario=human')
  await expect(boardRows(page)).toHaveCount(3)
  const bar = page.getByRole('contentinfo', { name: 'Demo' })
  await bar.getByRole('button', { name: 'Pause' }).focus()
  await page.keyboard.press('Enter')
  const resume = bar.getByRole('button', { name: 'Resume' })
  await expect(resume).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(statusLine(page)).toContainText('15:10:')
  await expect(bar).toContainText('Step 1: 10:00 on. The world stands still.')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(bar.getByRole('button', { name: 'Speed x10' })).toBeVisible()
})

test('back at the start it is the same world, and nothing is left of the last one', async ({ page }) => {
  await page.goto('demo.html?scenario=human')
  await expect(boardRows(page)).toHaveCount(3)
  await timeMachine.press(page, 'Pause')
  const first = await page.getByRole('link', { name: /^(rfd|onb|con)-/ }).allInnerTexts()
  await page.getByRole('link', { name: 'Refunds / Approve refund' }).click()
  await page.getByRole('button', { name: 'Send heartbeat', exact: true }).click()
  await expect(page.getByText(/^Accepted\./)).toBeVisible()
  await timeMachine.step(page, '10 minutes')
  await timeMachine.step(page, '10 minutes')
  await expect(page.getByRole('heading', { name: 'This task has ended' })).toBeVisible()

  await page.getByRole('button', { name: 'Back to the start' }).click()
  await expect(statusLine(page)).toContainText('simulated time 15:00:')
  await expect(boardRows(page)).toHaveCount(3)
  expect(await page.getByRole('link', { name: /^(rfd|onb|con)-/ }).allInnerTexts()).toEqual(first)
  expect(await boardOrder(page)).toContain('Refunds / Approve refund')
  await page
    .getByRole('button', { name: 'Journal' })
    .or(page.getByRole('link', { name: 'Journal' }))
    .click()
  await expect(page.getByRole('heading', { level: 1, name: /^Journal/ })).toBeVisible()
  await expect(page.getByText('accepted')).toHaveCount(0)
})

test('the address of a task opens it anew, and a link to it is one that a browser can open', async ({
  page,
  context,
}) => {
  await page.goto('demo.html?scenario=human')
  await expect(boardRows(page)).toHaveCount(3)
  const link = page.getByRole('link', { name: 'Onboarding / Ask manager' })
  const other = await context.newPage()
  await other.goto(new URL((await link.getAttribute('href')) ?? '', page.url()).href)
  await expect(other.getByRole('heading', { level: 1, name: 'Onboarding / Ask manager' })).toBeVisible()
  await link.click()
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Onboarding / Ask manager' })).toBeVisible()
})

test('the page loads its own files and calls nobody', async ({ page, host }) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`))
  await page.goto('demo.html?scenario=healthy')
  await expect(boardRows(page)).toHaveCount(17)
  expect(asked.length).toBeGreaterThan(3)
  for (const one of asked.filter((text) => !text.startsWith('GET data:')))
    expect(one).toMatch(new RegExp(`^GET ${host.url}(?:demo\\.html\\?|assets/)`))
  const policy = page.locator('meta[http-equiv="Content-Security-Policy"]')
  await expect(policy).toHaveAttribute('content', /connect-src 'none'/)
})
