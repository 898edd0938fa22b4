import { RespondActivityTaskCompletedCommand } from '@aws-sdk/client-swf'
import { expect, test } from './fixtures.ts'
import { outcome, pageCalls, swfTaskPath } from './support/page-parts.ts'
import { countShelf, takeSwfTask } from './support/swf-worker.ts'

test.use({ scenario: 'quiet' })

test("a closed task's token is an outcome that is explained", async ({ page, guard, world, swf }) => {
  guard.expectErrors(/status of 400/)
  await world.pause()
  const closed = await takeSwfTask(swf, world)
  await page.goto(swfTaskPath(closed))
  await expect(page.getByRole('heading', { level: 1, name: countShelf })).toBeVisible()
  await page.getByRole('button', { name: /^Pause reading/ }).click()
  await page.getByRole('textbox', { name: 'Task token' }).fill(closed.taskToken)

  // It closes while nobody reads, and SWF's histories lag behind: the heartbeat is what learns of it.
  world.settings({ swfLagMs: 60_000 })
  await swf.send(new RespondActivityTaskCompletedCommand({ taskToken: closed.taskToken, result: 'counted' }))
  await page.getByRole('button', { name: 'Send heartbeat' }).click()
  const told = outcome(page, 'SWF knows no open task with this token.')
  await expect(told).toContainText('Its task is closed, or its workflow is, or the token was never one')
  await expect(told.getByRole('img', { name: 'Info' })).toBeVisible()
  expect(pageCalls(world, 'RecordActivityTaskHeartbeat')).toEqual([
    expect.objectContaining({ error: 'UnknownResourceFault' }),
  ])
  await expect(page.getByRole('table', { name: 'What you sent for this task' })).toContainText(
    'closed, or never a task',
  )

  // Once the history has caught up, it tells how the task ended.
  world.settings({ swfLagMs: 0 })
  await page.getByRole('button', { name: /^Resume reading/ }).click()
  await expect(page.getByText(/^completed \d\d:\d\d:\d\d/)).toBeVisible()
})
