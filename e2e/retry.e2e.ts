import { GetActivityTaskCommand } from '@aws-sdk/client-sfn'
import { expect, test } from './fixtures.ts'
import { boardRow, deadlineOf, localTime } from './support/page-parts.ts'
import { startWeighing } from './support/weighing.ts'

test.use({ scenario: 'quiet' })

test('a state between two attempts stays on the board, and comes back as the next try', async ({
  page,
  world,
  sfn,
}) => {
  await world.pause()
  const Retry = [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 600, MaxAttempts: 2 }]
  const flow = (task: object): object => ({ StartAt: 'Weigh', States: { Weigh: { ...task, Retry } } })
  const { activityArn } = await startWeighing(sfn, flow, { name: 'parcel-1' })
  await sfn.send(new GetActivityTaskCommand({ activityArn, workerName: 'scale-1' }))
  await page.goto('/')
  await expect(deadlineOf(boardRow(page, 'Weighing / Weigh'))).toHaveAccessibleName(/guaranteed/)

  // Its worker never beats.
  await world.step(70)
  const between = page.getByRole('table', { name: 'Between attempts' })
  await expect(between).toContainText('Weighing / Weigh')
  await expect(between).toContainText(/Attempt 1 ended \d\d:\d\d:\d\d: States\.Timeout/)
  // A timeout of the heartbeat is told from history within the lateness of AWS's timers.
  const dueMs = world.clock().worldMs - 10_000 + 600_000
  await expect(between).toContainText(
    new RegExp(
      `Attempt 2 of 3, retry due about (${[0, 1, 2].map((s) => localTime(dueMs + s * 1000)).join('|')})`,
    ),
  )
  await between.getByRole('link', { name: 'parcel-1' }).click()
  await expect(page.getByRole('table', { name: 'Between attempts' })).toContainText('Weighing / Weigh')

  await world.step(600)
  await page.getByRole('link', { name: 'In flight' }).first().click()
  await expect(boardRow(page, 'Weighing / Weigh (try 2)')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Between attempts' })).toHaveCount(0)
})
