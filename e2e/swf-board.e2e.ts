import { expect, test } from './fixtures.ts'
import { boardRow, boardRows, countdown, deadlineOf, pageCalls, workflowPath } from './support/page-parts.ts'
import { activityId, countShelf, takeSwfTask } from './support/swf-worker.ts'

test.use({ scenario: 'quiet' })

test('an SWF activity task counts down in the board', async ({ page, world, swf }) => {
  await world.pause()
  const task = await takeSwfTask(swf, world)
  const left = (): string => countdown(task.startedAtMs + 60_000 - world.clock().worldMs)
  await page.goto('/')
  const row = boardRow(page, countShelf)
  await expect(deadlineOf(row)).toHaveAccessibleName(new RegExp(`^${left()} guaranteed`))
  await expect(row).toContainText(`SWF activity · ${activityId}`)
  await expect(row).toContainText('counter-1')
  await expect(row).toContainText(/60 s|1:00/)
  const first = left()
  await world.step(7)
  expect(left()).not.toBe(first)
  await expect(deadlineOf(row)).toHaveAccessibleName(new RegExp(`^${left()} guaranteed`))

  // Nobody beats: it is lost, and SWF says by which limit.
  await world.step(60)
  await expect(row).toHaveCount(0)
  await expect(page.getByRole('table', { name: 'Recently ended tasks' })).toContainText(
    /no beat for (?:60 s|1:00)/,
  )
  expect(pageCalls(world, 'RecordActivityTaskHeartbeat')).toEqual([])
})

test('all its names and timeouts stand on its page', async ({ page, world, swf }) => {
  await world.pause()
  const task = await takeSwfTask(swf, world)
  await page.goto(workflowPath(task))
  await expect(page.getByText(task.runId, { exact: true })).toBeVisible()
  await page.getByRole('link', { name: countShelf, exact: true }).click()
  for (const [label, value] of [
    ['activityId', activityId],
    ['Activity type', 'Count shelf (1)'],
    ['Task list', 'counters'],
    ['Domain', task.domain],
    ['workflowId', task.workflowId],
    ['runId', task.runId],
    ['Working on it', 'counter-1'],
    ['startToCloseTimeout', '3600 s · 1 h'],
    ['scheduleToStartTimeout', '300 s · 5 min'],
    ['scheduleToCloseTimeout', '7200 s · 2 h'],
  ] as const)
    await expect(
      page
        .getByRole('term')
        .filter({ hasText: new RegExp(`^${label}$`) })
        .locator('xpath=following::dd[1]'),
    ).toHaveText(value)
})

test.describe('opened by its ids', () => {
  for (const [how, textOf] of [
    [
      'workflowId and runId',
      (task: { workflowId: string; runId: string }) => `${task.workflowId} ${task.runId}`,
    ],
    [
      'what the AWS CLI prints',
      (task: { workflowId: string; runId: string }) =>
        JSON.stringify({ workflowId: task.workflowId, runId: task.runId }, null, 2),
    ],
  ] as const)
    test(how, async ({ page, world, swf }) => {
      await world.pause()
      const task = await takeSwfTask(swf, world)
      await page.goto('/')
      await page.getByRole('searchbox', { name: /^Open an execution/ }).fill(textOf(task))
      await page.getByRole('button', { name: 'Open', exact: true }).click()
      await expect(page.getByRole('heading', { level: 1, name: task.workflowId })).toBeVisible()
      await expect(page.getByRole('table', { name: 'Tasks in flight' })).toContainText(countShelf)
    })
})

test.describe('one of each', () => {
  test.use({ scenario: 'activities' })

  test('a quick filter picks those whose cancellation was requested', async ({ page, world }) => {
    await world.pause()
    await page.goto('/')
    await expect(boardRows(page)).toHaveCount(3)
    await page.getByRole('button', { name: 'Cancel requested 1' }).click()
    await expect(boardRows(page)).toHaveCount(1)
    await expect(boardRows(page).first()).toContainText(/cancel requested \d/)
  })
})
