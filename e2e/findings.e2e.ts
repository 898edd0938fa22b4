import { expect, test } from './fixtures.ts'
import { boardRows, pageCalls } from './support/page-parts.ts'

test('findings are counted in the navigation and told by state, each with its evidence', async ({
  page,
  world,
}) => {
  await world.pause()
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  // Neither Onboarding nor Orders declares any timeout.
  await page.getByRole('link', { name: 'Findings (2)' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Findings (2)' })).toBeVisible()
  for (const state of ['Onboarding / Ask manager', 'Orders / Charge card'])
    await expect(page.getByRole('heading', { level: 2, name: state })).toBeVisible()
  await expect(page.getByText('No timeout at all')).toHaveCount(2)
  await expect(
    page.getByText(/^Neither TimeoutSeconds nor the state machine's TimeoutSeconds limits it/),
  ).toHaveCount(2)

  await page.getByRole('link', { name: /^ord-/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Orders / Charge card' })).toBeVisible()
  await expect(page.getByRole('heading', { level: 2, name: 'Findings (1)' })).toBeVisible()
  expect(pageCalls(world).filter(({ operation }) => operation.startsWith('Send'))).toEqual([])
})

test.describe('in SWF', () => {
  test.use({ scenario: 'activities' })

  test('a cancellation that a worker ignores is found once that is proved', async ({ page, world }) => {
    await world.pause()
    await page.goto('/findings')
    await expect(page.getByRole('heading', { level: 1, name: /^Findings/ })).toBeVisible()
    await expect(page.getByText('Cancel ignored')).toHaveCount(0)
    await world.step(300)
    await expect(page.getByText('Cancel ignored')).toBeVisible()
    await expect(page.getByText(/^Asked to cancel at .* somebody beat again after/)).toBeVisible()
  })
})

test.describe('an empty account', () => {
  test.use({ scenario: 'quiet' })

  test('has nothing wrong with it', async ({ page }) => {
    await page.goto('/findings')
    await expect(page.getByText(/^Nothing is wrong with the 0 tasks in flight/)).toBeVisible()
  })
})
