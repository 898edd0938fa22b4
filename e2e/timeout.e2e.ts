import { expect, test } from './fixtures.ts'
import { boardRow, boardRows, deadlineOf, endedRow, localTime, taskPath } from './support/page-parts.ts'
import { historyOf, openTaskOf } from './support/second-client.ts'

const manager = 'Onboarding / Ask manager'

test('an unattended task leaves the board, which says when and why', async ({ page, world, sfn }) => {
  await world.pause()
  const { executionArn } = await openTaskOf(sfn, 'Onboarding')
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'In flight (3)' })).toBeVisible()
  await world.step(60)
  const ended = endedRow(page, manager)
  const timedOut = (await historyOf(sfn, executionArn)).find(({ type }) => type === 'TaskTimedOut')
  expect(timedOut).toBeDefined()
  await expect(ended).toContainText(`timed out ${localTime(timedOut?.timestamp?.getTime() ?? 0)}`)
  await expect(ended).toContainText('no beat for 60 s: the heartbeat')
  await expect(page.getByRole('heading', { name: 'In flight (2)' })).toBeVisible()
  await expect(boardRow(page, manager)).toHaveCount(0)
  await expect(boardRows(page)).toHaveCount(2)

  // With both of its limits set, the page tells which one it was.
  await world.step(60)
  await expect(endedRow(page, 'Video / Encode')).toContainText(
    'no beat for 2 min: the heartbeat, not the 1 h limit',
  )
  await expect(boardRows(page)).toHaveCount(1)
})

test('an unattended task ends before the eyes of whoever looks at it', async ({ page, world, sfn }) => {
  await world.pause()
  const task = await openTaskOf(sfn, 'Onboarding')
  await page.goto(taskPath(task))
  await expect(page.getByRole('button', { name: 'Send heartbeat' })).toBeVisible()
  await world.step(60)
  await expect(page.getByRole('heading', { name: 'This task has ended' })).toBeVisible()
  await expect(page.getByText(/^timed out \d\d:\d\d:\d\d$/)).toBeVisible()
  await expect(page.getByText('no beat for 60 s: the heartbeat')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Send heartbeat' })).toHaveCount(0)
  await page.getByRole('link', { name: /^onb-/ }).last().click()
  await expect(page.getByRole('table', { name: 'Ended tasks' })).toContainText('timed out')
  await expect(page.getByText(/^failed \d\d:\d\d:\d\d$/)).toBeVisible()
})

test('what nobody has read since its guarantee ran out is due, unseen', async ({ page, world, sfn }) => {
  await world.pause()
  const { scheduledAtMs } = await openTaskOf(sfn, 'Onboarding')
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'In flight (3)' })).toBeVisible()
  const deadline = deadlineOf(boardRow(page, manager))
  await expect(deadline).toHaveAccessibleName(/ guaranteed/)
  await page.getByRole('button', { name: /^Pause reading/ }).click()
  // The timeout itself comes a little late, so this is after the guarantee and may be before the end.
  await world.step((scheduledAtMs + 60_001 - world.clock().worldMs) / 1000)
  await expect(deadline).toHaveAccessibleName(/^due, unseen could have ended 0:00 ago/)
  await world.step(10)
  await expect(deadline).toHaveAccessibleName(/^due, unseen could have ended 0:10 ago/)
  await expect(page.getByRole('button', { name: 'Due 2' })).toBeVisible()
  await deadline.click()
  await expect(page.getByText(/has not been read since: it may be over/)).toBeVisible()
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: /^Resume reading/ }).click()
  await expect(endedRow(page, manager)).toContainText('timed out')
  await expect(deadlineOf(boardRow(page, 'Orders / Charge card'))).not.toHaveAccessibleName(/^due, unseen/)
})
