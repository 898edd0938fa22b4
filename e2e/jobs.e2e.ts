import { expect, test } from './fixtures.ts'
import { boardRow, boardRows, deadlineOf, pageCalls } from './support/page-parts.ts'

test.use({ scenario: 'jobs' })

test('a job whose heartbeat nobody sends stands in the board and dies by it', async ({ page, world }) => {
  await world.pause()
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(4)
  const job = boardRow(page, 'Nightly / Run totals')
  await expect(deadlineOf(job)).toHaveAccessibleName(/^\d:\d\d guaranteed after that only if somebody beats/)
  await expect(job).toContainText('Job ·')
  await world.step(620)
  await expect(page.getByRole('table', { name: 'Recently ended tasks' })).toContainText(
    /no beat for 10 min: the heartbeat/,
  )
})

test('a Lambda task has a hard limit and takes no heartbeat', async ({ page, world }) => {
  await world.pause()
  await page.goto('/')
  const lambda = boardRow(page, 'Thumbnails / Make thumbnails')
  await expect(deadlineOf(lambda)).toHaveAccessibleName(
    /^\d+:\d\d to the hard limit this kind of task has none/,
  )
  await expect(lambda.getByRole('button', { name: /^Send heartbeat/ })).toHaveCount(0)
  await lambda.getByRole('link', { name: 'Thumbnails / Make thumbnails' }).click()
  await expect(page.getByText('Tasks of this kind have no token and take no heartbeat.')).toBeVisible()
})

test('a task that waits for a child execution links to it and shows what is in flight there', async ({
  page,
  world,
}) => {
  await world.pause()
  await page.goto('/')
  await boardRow(page, 'Fulfilment / Pick and check')
    .getByRole('link', { name: 'Fulfilment / Pick and check' })
    .click()
  await expect(page.getByText('ends with its child execution')).toBeVisible()
  const beneath = page.getByRole('table', { name: 'In flight in the child execution' })
  await expect(beneath.getByRole('row').nth(1)).toContainText(/guaranteed/)
  await expect(beneath.getByRole('link', { name: 'Picking / Check parcel' })).toBeVisible()

  // Its callback times out, the child fails, and with it the task.
  await world.step(320)
  await expect(page.getByText(/^failed \d\d:\d\d:\d\d/)).toBeVisible()
  await page.getByRole('link', { name: /^arn:aws:states:.*:execution:Picking:/ }).click()
  await expect(page.getByRole('table', { name: 'Ended tasks' })).toContainText('Picking / Check parcel')
  expect(pageCalls(world).filter(({ operation }) => operation.startsWith('Send'))).toEqual([])
})
