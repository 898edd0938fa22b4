import { StartExecutionCommand } from '@aws-sdk/client-sfn'
import type { Locator, Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { boardRows, notices, pageCalls, swfTaskPath, taskPath } from './support/page-parts.ts'
import { openTaskOf, openTasks } from './support/second-client.ts'
import { takeSwfTask } from './support/swf-worker.ts'

const manager = 'Onboarding / Ask manager'

// The browser itself logs every answer that is an error.
test.beforeEach(async ({ context, guard, world }) => {
  guard.expectErrors(/the server responded with a status of 400/)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await world.pause()
})

function send(page: Page): Locator {
  return page.getByRole('button', { name: 'Send heartbeat', exact: true })
}

async function copied(page: Page): Promise<unknown> {
  return JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))
}

test('a denied button is off, says why by keyboard too, and comes back when a person tries again', async ({
  page,
  world,
  signInAs,
  sfn,
  checkPage,
}) => {
  const task = await openTaskOf(sfn, 'Onboarding')
  const missing = `states:SendTaskHeartbeat on ${task.stateMachineArn} is missing, as IAM answered.`
  signInAs('vic')
  await page.goto(taskPath(task))
  await expect(send(page)).toBeEnabled()
  await send(page).click()
  await expect(page.getByText('You may not do this: states:SendTaskHeartbeat is missing.')).toBeVisible()

  await expect(send(page)).toBeDisabled()
  await expect(send(page)).toHaveAccessibleDescription(missing)
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Tab')
  await expect(send(page)).toBeFocused()
  await expect(page.getByRole('tooltip')).toHaveText(missing)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  const statement = {
    Effect: 'Allow',
    Action: 'states:SendTaskHeartbeat',
    Resource: task.stateMachineArn,
  }
  expect(JSON.parse(await page.locator('pre').innerText())).toEqual(statement)
  await checkPage()

  // The buttons come next by keyboard, where the token needs no pasting.
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Copy policy' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Policy copied')).toBeVisible()
  expect(await copied(page)).toEqual(statement)
  expect(pageCalls(world, 'SendTaskHeartbeat')).toHaveLength(1)

  await page.getByRole('button', { name: 'Try again' }).press('Enter')
  await expect(send(page)).toBeFocused()
  await expect(send(page)).toBeEnabled()
  await page.keyboard.press('Enter')
  // Nothing stands between the button and AWS, which says no again.
  await expect.poll(() => pageCalls(world, 'SendTaskHeartbeat').length).toBe(2)
  await expect(send(page)).toBeDisabled()
})

test('what is denied for one task is off for the tasks of its state machine, and for no other', async ({
  page,
  signInAs,
  sfn,
}) => {
  const task = await openTaskOf(sfn, 'Onboarding')
  await sfn.send(new StartExecutionCommand({ stateMachineArn: task.stateMachineArn, name: 'another' }))
  await expect.poll(async () => (await openTasks(sfn)).length).toBeGreaterThan(2)
  signInAs('vic')
  await page.goto('/')
  const ofManager = boardRows(page).filter({ hasText: manager })
  const buttons = ofManager.getByRole('button', { name: `Send heartbeat to ${manager}` })
  const others = boardRows(page)
    .filter({ hasNotText: manager })
    .getByRole('button', { name: /^Send heartbeat to/ })
  await expect(buttons).toHaveCount(2)
  await buttons.first().click()
  const dialog = page.getByRole('dialog')
  await send(page).click()
  await expect(dialog.getByText('Not offered: IAM has refused it')).toBeVisible()
  await dialog.getByRole('button', { name: 'Close', exact: true }).click()

  for (const button of await buttons.all()) {
    await expect(button).toBeDisabled()
    await expect(button).toHaveAccessibleDescription(
      `states:SendTaskHeartbeat on ${task.stateMachineArn} is missing, as IAM answered. The task's page has more.`,
    )
  }
  await expect(others.first()).toBeEnabled()

  // A new page asks anew.
  await page.reload()
  await expect(buttons).toHaveCount(2)
  await expect(buttons.first()).toBeEnabled()
})

test('an explicit deny offers no statement, and an Allow that counts ends it', async ({
  page,
  world,
  sfn,
}) => {
  const task = await openTaskOf(sfn, 'Onboarding')
  world.settings({ deny: ['states:SendTaskHeartbeat'] })
  await page.goto(taskPath(task))
  await send(page).click()
  await expect(page.getByText('Not offered: IAM has refused it')).toBeVisible()
  await expect(page.getByText(/No Allow will help as long as it does\. Ask whoever/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Copy policy' })).toHaveCount(0)
  world.settings({ deny: [] })
  await page.getByRole('button', { name: 'Try again' }).click()
  await send(page).click()
  await expect(page.getByText(/^Accepted\./)).toBeVisible()
  await expect(page.getByText('Not offered: IAM has refused it')).toHaveCount(0)
  await expect(send(page)).toBeEnabled()
})

test('in SWF the domain is what is denied', async ({ page, world, signInAs, swf }) => {
  const task = await takeSwfTask(swf, world)
  signInAs('vic')
  await page.goto(swfTaskPath(task))
  await page.getByRole('textbox', { name: 'Task token' }).fill(task.taskToken)
  await send(page).click()
  await expect(page.getByText('Not offered: IAM has refused it')).toBeVisible()
  const ask = page.getByRole('button', { name: 'Ask by heartbeat' })
  await expect(ask).toBeDisabled()
  await expect(ask).toHaveAccessibleDescription(
    /^swf:RecordActivityTaskHeartbeat on .*\/domain\/\w+ is missing/,
  )
})

test('a read that is denied outright says so once for all, and offers no statement', async ({
  page,
  signInAs,
  world,
}) => {
  world.settings({ deny: ['states:GetExecutionHistory'] })
  signInAs('vic')
  await page.goto('/')
  await expect(
    notices(page).getByText('You may not do this: states:GetExecutionHistory is denied'),
  ).toBeVisible()
  await expect(notices(page).getByText('3 reads failed like this.')).toBeVisible()
  await expect(notices(page).getByText(/No Allow will help/)).toBeVisible()
  await expect(notices(page).getByRole('button', { name: 'Copy policy' })).toHaveCount(0)
})
