import { expect, test } from './fixtures.ts'
import { boardRow, localTime, pageCalls, swfTaskPath, taskPath } from './support/page-parts.ts'
import { openTaskOf } from './support/second-client.ts'
import { countShelf, decider, requestCancel, swfHistoryOf, takeSwfTask } from './support/swf-worker.ts'

const reads = /^(?:Get|List|Describe|Count)/

test.describe('an SWF task', () => {
  test.use({ scenario: 'quiet' })

  test('shows from history alone that cancellation was requested, since when and by whom', async ({
    page,
    world,
    swf,
  }) => {
    await world.pause()
    const task = await takeSwfTask(swf, world)
    await page.goto(swfTaskPath(task))
    await expect(page.getByText('cancelRequested: false as of the last read')).toBeVisible()

    await requestCancel(swf, task)
    const askedAtMs = world.clock().worldMs
    await world.step(20)
    await expect(page.getByText(/^cancelRequested: true since 0:20$/)).toBeVisible()
    const requested = (await swfHistoryOf(swf, task)).find(
      ({ eventType }) => eventType === 'ActivityTaskCancelRequested',
    )
    const decision = requested?.activityTaskCancelRequestedEventAttributes?.decisionTaskCompletedEventId
    await expect(
      page.getByText(
        `Asked for at ${localTime(askedAtMs)} by the decision in event ${decision} of decider ${decider}.`,
      ),
    ).toBeVisible()
    await world.step(5)
    await expect(page.getByText(/^cancelRequested: true since 0:25$/)).toBeVisible()

    await page.getByRole('link', { name: 'In flight' }).first().click()
    await expect(boardRow(page, countShelf)).toContainText(/cancel requested 0:\d\d ago/)

    // Nothing but reads: the record of the local AWS is the witness.
    const swfCalls = pageCalls(world).filter(({ service }) => service === 'swf')
    expect(swfCalls.length).toBeGreaterThan(0)
    expect(swfCalls.filter(({ operation }) => !reads.test(operation))).toEqual([])
  })
})

test('a Step Functions task says that there is no such thing', async ({ page, sfn }) => {
  await page.goto(taskPath(await openTaskOf(sfn, 'Orders')))
  await expect(page.getByText(/^Step Functions has no cancelRequested/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Ask by heartbeat' })).toHaveCount(0)
})
