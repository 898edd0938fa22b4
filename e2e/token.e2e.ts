import { DescribeExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn'
import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { takeActivityTask } from './support/activity-worker.ts'
import { executionPath, localTime, outcome, pageCalls, taskPath } from './support/page-parts.ts'
import { openTaskOf } from './support/second-client.ts'
import { listen, placesOf } from './support/secrets.ts'

async function paste(page: Page, token: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Task token' }).fill(token)
  await page.getByRole('button', { name: 'Send heartbeat' }).click()
}

async function tokenOf(sfn: SFNClient, stateMachineName: string): Promise<string> {
  const { taskToken } = await openTaskOf(sfn, stateMachineName)
  if (taskToken === undefined) throw new Error(`the task of ${stateMachineName} has no token in its history`)
  return taskToken
}

test.beforeEach(async ({ world }) => world.pause())

test('rubbish is told to be no task token', async ({ page, guard, world, sfn }) => {
  guard.expectErrors(/status of 400/)
  await page.goto(taskPath(await openTaskOf(sfn, 'Orders')))
  await paste(page, 'AQCEAAAAKgAAAAMAAAAAAAAAAZz0')
  const told = outcome(page, 'This is not a task token.')
  await expect(told).toBeVisible()
  await expect(told).toContainText('Copy it again, whole.')
  await expect(told.getByRole('img', { name: 'Warning' })).toBeVisible()
  expect(pageCalls(world, 'SendTaskHeartbeat')).toEqual([expect.objectContaining({ error: 'InvalidToken' })])
  await expect(page.getByRole('table', { name: 'What you sent for this task' })).toContainText(
    'not a task token',
  )
  // It is no secret, and whoever pasted it wants to see what is wrong with it.
  await expect(page.getByRole('textbox', { name: 'Task token' })).not.toBeEmpty()
})

test('a token that was changed on its way is told before anything is sent', async ({ page, world, sfn }) => {
  const token = await tokenOf(sfn, 'Onboarding')
  expect(encodeURIComponent(token)).not.toBe(token)
  await page.goto(taskPath(await openTaskOf(sfn, 'Orders')))
  const field = page.getByRole('textbox', { name: 'Task token' })
  const wrong: readonly (readonly [string, RegExp])[] = [
    ['', /^Paste the task token first/],
    [`${encodeURIComponent(token)}%zz`, /^This token went through an address/],
    ['{"input":"{}"}', /^No task token was found in this/],
    [
      JSON.stringify([{ taskToken: token }, { taskToken: `AQC${token}` }]),
      /^This holds several different tokens/,
    ],
    [`${token.slice(0, 60)}\n${token.slice(60)}`, /^A task token has no spaces or line breaks/],
    ['A'.repeat(2049), /^A task token has at most 2048 characters/],
  ]
  for (const [text, problem] of wrong) {
    await paste(page, text)
    await expect(page.getByText(problem)).toBeVisible()
    await expect(field).toHaveAttribute('aria-invalid', 'true')
  }
  expect(pageCalls(world, 'SendTaskHeartbeat')).toEqual([])
  await field.fill('another')
  await expect(field).not.toHaveAttribute('aria-invalid', 'true')
})

test('a token is taken out of what its worker was given', async ({ page, world, sfn }) => {
  const messages = listen(page)
  const token = await tokenOf(sfn, 'Onboarding')
  await page.goto(taskPath(await openTaskOf(sfn, 'Orders')))
  const field = page.getByRole('textbox', { name: 'Task token' })
  const understood = page.getByText(/^Token [0-9a-f]{4}-[0-9a-f]{4} taken from the pasted JSON\.$/)
  await field.fill(JSON.stringify({ taskToken: token, input: '{}' }))
  await expect(understood).toBeVisible()
  await field.fill(token)
  await expect(understood).toHaveCount(0)
  await field.fill(encodeURIComponent(token))
  await expect(page.getByText(/%2B, %2F and %3D were turned back/)).toBeVisible()
  expect(pageCalls(world, 'SendTaskHeartbeat')).toEqual([])
  await paste(page, JSON.stringify({ taskToken: token, input: '{}' }))
  await expect(outcome(page, 'Accepted, for the task that this token belongs to.')).toBeVisible()
  const calls = pageCalls(world, 'SendTaskHeartbeat')
  expect(calls.map(({ error }) => error)).toEqual([undefined])
  expect(await placesOf(page, token)).toEqual([])
  expect(messages.filter((message) => message.includes(token))).toEqual([])
})

test("another task's token is accepted, and promises nothing without an if", async ({ page, world, sfn }) => {
  const messages = listen(page)
  const token = await tokenOf(sfn, 'Onboarding')
  const task = await openTaskOf(sfn, 'Orders')
  await page.goto(taskPath(task))
  const before = page.getByText(/^Cannot time out before \d\d:\d\d:\d\d: it started at/)
  const guarantee = await before.innerText()
  await paste(page, token)
  const told = outcome(page, 'Accepted, for the task that this token belongs to.')
  const ifRight = localTime(world.clock().worldMs + 60_000)
  await expect(told).toContainText(`If it is this task's, it cannot time out before ${ifRight}`)
  await expect(page.getByText(`If it is this task's, safe until ${ifRight}`)).toBeVisible()
  // The guarantee itself stands where it stood.
  await expect(before).toHaveText(guarantee)
  await expect(page.getByText(/by a heartbeat from here/)).toHaveCount(0)
  await expect(page.getByRole('definition').filter({ hasText: /^pasted, not proved/ })).toBeVisible()
  await expect(page.getByRole('table', { name: 'What you sent for this task' })).toContainText(
    'accepted for a pasted token',
  )
  expect(await placesOf(page, token)).toEqual([])
  expect(messages.filter((message) => message.includes(token))).toEqual([])
})

test("a worker's own token carries its task on, and the page still says if", async ({ page, world, sfn }) => {
  const messages = listen(page)
  const { executionArn, taskToken: token } = await takeActivityTask(sfn)
  await page.goto(executionPath({ executionArn }))
  await page.getByRole('link', { name: 'Audit / Check books', exact: true }).click()
  await expect(page.getByText('given only to the worker that took the task')).toBeVisible()
  await world.step(50)
  await paste(page, token)
  await expect(outcome(page, 'Accepted, for the task that this token belongs to.')).toBeVisible()
  expect(await placesOf(page, token)).toEqual([])

  // Kept for the next beat, out of sight.
  await world.step(30)
  const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }))
  expect(status).toBe('RUNNING')
  await page.getByRole('button', { name: 'Send heartbeat' }).click()
  await expect.poll(() => pageCalls(world, 'SendTaskHeartbeat').length).toBe(2)
  await expect(page.getByText(/If it is this task's, safe until/)).toBeVisible()
  await world.step(50)
  expect((await sfn.send(new DescribeExecutionCommand({ executionArn }))).status).toBe('RUNNING')
  await page.getByRole('link', { name: 'Journal' }).click()
  await expect(page.getByRole('table', { name: 'Journal' }).getByRole('row')).toHaveCount(3)
  expect(await placesOf(page, token)).toEqual([])
  expect(messages.filter((message) => message.includes(token))).toEqual([])
})

test("a closed task's token is an outcome, not an error", async ({ page, guard, world, sfn }) => {
  guard.expectErrors(/status of 400/)
  const token = await tokenOf(sfn, 'Onboarding')
  const task = await openTaskOf(sfn, 'Orders')
  await world.step(70)
  await page.goto(taskPath(task))
  await paste(page, token)
  // It says nothing of the task on the page, which is still open.
  const told = outcome(page, 'The task that this token belongs to is closed.')
  await expect(told.getByRole('img', { name: 'Info' })).toBeVisible()
  expect(pageCalls(world, 'SendTaskHeartbeat')).toEqual([expect.objectContaining({ error: 'TaskTimedOut' })])
  await expect(page.getByRole('table', { name: 'What you sent for this task' })).toContainText(
    "the token's task was closed",
  )
  expect(await placesOf(page, token)).toEqual([])
})

test('a token proved from history is nowhere to be read', async ({ page, sfn }) => {
  const messages = listen(page)
  const token = await tokenOf(sfn, 'Onboarding')
  await page.goto('/')
  const send = page.getByRole('button', { name: 'Send heartbeat to Onboarding / Ask manager' })
  await expect(send).toBeVisible()
  expect(await placesOf(page, token)).toEqual([])
  await send.click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Send heartbeat' }).click()
  await expect(dialog.getByText(/^Accepted\./)).toBeVisible()
  expect(await placesOf(page, token)).toEqual([])
  await dialog.getByRole('button', { name: 'Close', exact: true }).click()
  await page.getByRole('link', { name: 'Onboarding / Ask manager', exact: true }).click()
  await expect(page.getByRole('table', { name: 'What you sent for this task' })).toBeVisible()
  expect(await placesOf(page, token)).toEqual([])
  expect(messages.filter((message) => message.includes(token))).toEqual([])
})

test('the search for secrets finds what is there', async ({ page, sfn }) => {
  const token = await tokenOf(sfn, 'Onboarding')
  await page.goto(taskPath(await openTaskOf(sfn, 'Orders')))
  await page.getByRole('textbox', { name: 'Task token' }).fill(token)
  expect(await placesOf(page, token)).toContain('fields')
  await page.evaluate((secret) => {
    localStorage.setItem('planted', secret)
    history.replaceState(null, '', `${location.pathname}#${encodeURIComponent(secret)}`)
  }, token)
  expect(await placesOf(page, token)).toEqual(
    expect.arrayContaining(['fields', 'address', 'localStorage planted']),
  )
  expect(await placesOf(page, 'never-pasted')).toEqual([])
})
