import { expect, test } from './fixtures.ts'
import { endedRow, localTime, outcome, pageCalls, swfTaskPath } from './support/page-parts.ts'
import { placesOf } from './support/secrets.ts'
import { countShelf, swfHistoryOf, takeSwfTask } from './support/swf-worker.ts'

test.use({ scenario: 'quiet' })

test('details sent from the page stand in the history after the worker has died', async ({
  page,
  world,
  swf,
}) => {
  await world.pause()
  const task = await takeSwfTask(swf, world)
  await world.step(20)
  await page.goto(swfTaskPath(task))
  await page.getByRole('textbox', { name: 'Task token' }).fill(task.taskToken)
  const details = page.getByRole('textbox', { name: /^Details/ })
  await expect(page.getByText(/^They replace what the worker reported last/)).toBeVisible()
  await details.fill('kept alive by hand, ticket 4711')
  await page.getByRole('button', { name: 'Send heartbeat' }).click()
  const told = outcome(page, 'Accepted, for the task that this token belongs to.')
  await expect(told).toContainText(`it cannot time out before ${localTime(world.clock().worldMs + 60_000)}`)
  await expect(told).toContainText('SWF answered cancelRequested: false.')
  expect(pageCalls(world, 'RecordActivityTaskHeartbeat')).toHaveLength(1)

  // The clock was reset: without the beat it would be over by now.
  await world.step(40)
  expect((await swfHistoryOf(swf, task)).map(({ eventType }) => eventType)).not.toContain(
    'ActivityTaskTimedOut',
  )
  // The next beat begins with what this console sent last, also after a look elsewhere.
  await page.getByRole('link', { name: 'Journal' }).click()
  await page.getByRole('link', { name: countShelf, exact: true }).click()
  await expect(details).toHaveValue('kept alive by hand, ticket 4711')

  await world.step(60)
  const timedOut = (await swfHistoryOf(swf, task)).find(
    ({ eventType }) => eventType === 'ActivityTaskTimedOut',
  )
  expect(timedOut?.activityTaskTimedOutEventAttributes).toMatchObject({
    timeoutType: 'HEARTBEAT',
    details: 'kept alive by hand, ticket 4711',
  })
  await expect(page.getByText(/last details: kept alive by hand, ticket 4711/)).toBeVisible()
  await page.goto('/')
  await expect(endedRow(page, countShelf)).toHaveCount(0) // a fresh page has not read it: its workflow goes on without it
  expect(await placesOf(page, task.taskToken)).toEqual([])
})

test('details that SWF would not take are told before anything is sent', async ({ page, world, swf }) => {
  await world.pause()
  const task = await takeSwfTask(swf, world)
  await page.goto(swfTaskPath(task))
  await page.getByRole('textbox', { name: 'Task token' }).fill(task.taskToken)
  const details = page.getByRole('textbox', { name: /^Details/ })
  const send = page.getByRole('button', { name: 'Send heartbeat' })
  for (const [text, problem] of [
    ['x'.repeat(2049), /2,048 characters: 1 too many/],
    [task.taskToken, /^This looks like a task token/],
  ] as const) {
    await details.fill(text)
    await expect(page.getByText(problem)).toBeVisible()
    await send.click()
  }
  expect(pageCalls(world, 'RecordActivityTaskHeartbeat')).toEqual([])
  await details.fill('x '.repeat(1024))
  await send.click()
  await expect(outcome(page, /^Accepted/)).toBeVisible()
  // Typed over, so that the page holds no token when it is looked through.
  await details.fill('')
})
