import { expect, test } from './fixtures.ts'
import { boardRow, boardRows, notices, pageCalls, statusLine, taskPath } from './support/page-parts.ts'
import { openTaskOf } from './support/second-client.ts'

const manager = 'Onboarding / Ask manager'

// The browser itself logs every answer that is an error.
test.beforeEach(({ guard }) => guard.expectErrors(/the server responded with a status of 400/))

test('a guest is refused, and told why', async ({ page, world, signInAs }) => {
  signInAs('guest')
  await page.goto('/')
  const notice = notices(page)
  await expect(notice.getByText('AWS refuses guests')).toBeVisible()
  await expect(notice).toContainText('states:ListStateMachines was denied')
  await expect(notice).toContainText(
    'credentials that Cognito gives without a sign-in never include Step Functions',
  )
  await expect(notice).toContainText('Sign in.')
  await expect(statusLine(page)).toContainText('guest')
  await expect(page.getByText('Nothing could be read')).toBeVisible()
  await expect(boardRows(page)).toHaveCount(0)
  expect(pageCalls(world, 'ListStateMachines')).toContainEqual(
    expect.objectContaining({ error: 'AccessDeniedException' }),
  )
})

test('a guest who opens an execution is refused, and told why', async ({ page, world, signInAs, sfn }) => {
  await world.pause()
  const task = await openTaskOf(sfn, 'Onboarding')
  signInAs('guest')
  await page.goto(taskPath(task))
  await expect(page.getByText('states:GetExecutionHistory was denied').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Send heartbeat' })).toHaveCount(0)
})

test('a viewer sees the board, and may not beat', async ({ page, context, world, signInAs, sfn }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await world.pause()
  const { stateMachineArn } = await openTaskOf(sfn, 'Onboarding')
  signInAs('vic')
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  await expect(statusLine(page)).toContainText('viewer')
  await boardRow(page, manager)
    .getByRole('button', { name: `Send heartbeat to ${manager}` })
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Send heartbeat' }).click()
  await expect(dialog.getByText('You may not do this: states:SendTaskHeartbeat is missing.')).toBeVisible()
  await expect(dialog.getByText(`IAM denied states:SendTaskHeartbeat on ${stateMachineArn}.`)).toBeVisible()
  await expect(dialog.getByText(/The heartbeat had no effect/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Copy policy' }).click()
  await expect(page.getByText('Policy copied')).toBeVisible()
  expect(JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))).toEqual({
    Effect: 'Allow',
    Action: 'states:SendTaskHeartbeat',
    Resource: stateMachineArn,
  })
  expect(pageCalls(world, 'SendTaskHeartbeat')).toEqual([
    expect.objectContaining({ error: 'AccessDeniedException', resource: stateMachineArn }),
  ])
})
