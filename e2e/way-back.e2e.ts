import { ListStateMachinesCommand, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { boardRow, boardRows } from './support/page-parts.ts'
import { testConfig } from './support/test-config.ts'

/** Starts more executions of a state machine of the world; each puts one task in flight. */
async function startMany(sfn: SFNClient, machine: string, count: number): Promise<void> {
  const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}))
  const { stateMachineArn } = stateMachines.find(({ name }) => name === machine) ?? {}
  for (let index = 0; index < count; index += 1)
    await sfn.send(new StartExecutionCommand({ stateMachineArn, name: `more-${index}`, input: '{}' }))
}

function pageButton(page: Page, number: number) {
  return page.getByRole('button', { name: `Page ${number}`, exact: true })
}

const scrolledTo = (page: Page): Promise<number> => page.evaluate(() => Math.round(scrollY))

test('Back leads to the page, the place and the row that one came from', async ({
  page,
  world,
  sfn,
  localAws,
  configure,
}) => {
  configure(testConfig(localAws.url, undefined, { readsPerSecond: 50 }))
  world.settings({ quotaFactor: 100 })
  await world.pause()
  await startMany(sfn, 'Onboarding', 160)
  await world.step(1)
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: 'In flight (163)' })).toBeVisible()
  await expect(page.getByText('What is lost first comes first.')).toBeVisible()
  await pageButton(page, 3).click()
  await expect(pageButton(page, 3)).toHaveAttribute('aria-current', 'true')
  await expect(page).toHaveURL('/?page=3')

  const link = boardRows(page).nth(30).getByRole('rowheader').getByRole('link').first()
  const href = (await link.getAttribute('href')) ?? ''
  const followed = page.locator(`main a[href="${href}"]`)
  await link.scrollIntoViewIfNeeded()
  const place = await scrolledTo(page)
  expect(place).toBeGreaterThan(500)
  await link.click()
  await expect(page.getByRole('heading', { level: 1, name: 'Onboarding / Ask manager' })).toBeFocused()
  expect(await scrolledTo(page)).toBe(0)

  await page.goBack()
  await expect(followed).toBeFocused()
  await expect(followed).toBeInViewport()
  await expect(pageButton(page, 3)).toHaveAttribute('aria-current', 'true')
  await expect.poll(() => scrolledTo(page)).toBe(place)

  // After a reload the rows are read again, and come one by one.
  await page.goForward()
  await expect(page.getByRole('heading', { level: 1, name: 'Onboarding / Ask manager' })).toBeFocused()
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Onboarding / Ask manager' })).toBeVisible()
  await page.goBack()
  await expect(followed).toBeFocused()
  await expect(followed).toBeInViewport()
  await expect(pageButton(page, 3)).toHaveAttribute('aria-current', 'true')

  // Another filter is another list.
  await page.getByRole('button', { name: /^Runs out within 1 min/ }).click()
  await expect(page).toHaveURL('/?show=soon')
})

test('the breadcrumbs lead to the board as it was left, also after a reload', async ({ page, world }) => {
  await world.pause()
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  const soon = page.getByRole('button', { name: 'Runs out within 1 min 2' })
  await soon.click()
  await expect(boardRows(page)).toHaveCount(2)
  await boardRow(page, 'Onboarding / Ask manager').getByRole('link').first().click()
  const crumbs = page.getByRole('navigation', { name: 'Where you are' })
  await crumbs.getByRole('link', { name: /^Onboarding/ }).click()
  await expect(page.getByRole('table', { name: 'Tasks in flight' })).toBeVisible()
  await page.reload()
  await crumbs.getByRole('link', { name: 'In flight' }).click()
  await expect(soon).toHaveAttribute('aria-pressed', 'true')
  await expect(boardRows(page)).toHaveCount(2)
  await expect(page).toHaveURL('/?show=soon')
  // The name of the console is the way to the whole board.
  await page.getByRole('link', { name: 'Heartbeat console' }).click()
  await expect(boardRows(page)).toHaveCount(3)
})

test('Back from a page that has no link to it begins at the heading', async ({ page, world }) => {
  await world.pause()
  await page.goto('/findings')
  await page.getByRole('link', { name: 'Journal' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^Journal/ })).toBeFocused()
  await page.goBack()
  await expect(page.getByRole('heading', { level: 1, name: /^Findings/ })).toBeFocused()
})
