import { expect, test } from './fixtures.ts'
import { countdown, localTime, pageCalls, swfTaskPath } from './support/page-parts.ts'
import { requestCancel, takeSwfTask } from './support/swf-worker.ts'

test.use({ scenario: 'quiet' })

test('asking by heartbeat tells its price, the answer, and that the clock was reset', async ({
  page,
  world,
  swf,
}) => {
  await world.pause()
  const task = await takeSwfTask(swf, world)
  await page.goto(swfTaskPath(task))
  await page.getByRole('button', { name: 'Ask by heartbeat' }).click()
  const dialog = page.getByRole('dialog', { name: /^Ask by heartbeat whether/ })
  const left = (): string => countdown(task.startedAtMs + 60_000 - world.clock().worldMs)
  await expect(dialog.getByText(new RegExp(`^${left()} → 1:00 from the moment it is sent`))).toBeVisible()
  await expect(dialog.getByText(/^if its worker is dead, this hides it until/)).toBeVisible()
  // Opening it asks nothing yet.
  expect(pageCalls(world, 'RecordActivityTaskHeartbeat')).toEqual([])

  const ask = dialog.getByRole('button', { name: 'Ask by heartbeat' })
  await dialog.getByRole('textbox', { name: 'Task token' }).fill(task.taskToken)
  await ask.click()
  await expect(dialog.getByText(/SWF answered cancelRequested: false/)).toBeVisible()

  await requestCancel(swf, task)
  await world.step(10)
  // The page follows the world's clock before it sends.
  await expect(dialog.getByText(new RegExp(`^${left()} → 1:00`))).toBeVisible()
  await ask.click()
  await expect(dialog.getByText(/SWF answered cancelRequested: true/)).toBeVisible()
  const resetAtMs = world.clock().worldMs
  await expect(
    dialog.getByText(new RegExp(`cannot time out before ${localTime(resetAtMs + 60_000)}`)),
  ).toBeVisible()
  await dialog.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(
    page.getByText(`Your heartbeat at ${localTime(resetAtMs)} was answered cancelRequested: true`),
  ).toBeVisible()
  await expect(
    page.getByText(`If it is this task's, safe until ${localTime(resetAtMs + 60_000)}`),
  ).toBeVisible()
  const sent = page.getByRole('table', { name: 'What you sent for this task' })
  await expect(sent.getByText('Asked by heartbeat')).toHaveCount(2)
  await expect(sent).toContainText('cancelRequested true')
  expect(pageCalls(world, 'RecordActivityTaskHeartbeat')).toHaveLength(2)
})
