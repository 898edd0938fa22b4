import { DescribeExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn'
import { expect, test } from './fixtures.ts'
import {
  boardRow,
  countdown,
  deadlineOf,
  localTime,
  outcome,
  pageCalls,
  taskPath,
} from './support/page-parts.ts'
import { historyOf, openTaskOf } from './support/second-client.ts'

const manager = 'Onboarding / Ask manager'

/** What a second client sees of an execution. */
async function seen(sfn: SFNClient, executionArn: string): Promise<{ status: string; timedOut: boolean }> {
  const { status = '' } = await sfn.send(new DescribeExecutionCommand({ executionArn }))
  const events = await historyOf(sfn, executionArn)
  return { status, timedOut: events.some(({ type }) => type === 'TaskTimedOut') }
}

test('a heartbeat from the task page carries the task past its deadline', async ({ page, world, sfn }) => {
  await world.pause()
  const task = await openTaskOf(sfn, 'Onboarding')
  const firstDeadlineMs = task.scheduledAtMs + 60_000
  await page.goto(taskPath(task))
  await world.step((firstDeadlineMs - world.clock().worldMs) / 1000 - 10)
  await expect(
    page.getByText(new RegExp(`^${countdown(firstDeadlineMs - world.clock().worldMs)} → 1:00`)),
  ).toBeVisible()

  await page.getByRole('button', { name: 'Send heartbeat' }).click()
  const safeUntilMs = world.clock().worldMs + 60_000
  await expect(page.getByText(`Accepted. Cannot time out before ${localTime(safeUntilMs)}.`)).toBeVisible()
  // The deadline, too, counts from the beat now.
  await expect(
    page.getByText(`Cannot time out before ${localTime(safeUntilMs)}: a heartbeat from this browser`),
  ).toBeVisible()

  // And so does its drawing.
  await expect(page.getByText(`heartbeat from here ${localTime(safeUntilMs - 60_000)}`)).toBeVisible()
  await expect(page.getByText(`guarantee ends ${localTime(safeUntilMs)}`)).toBeVisible()

  await world.step(30)
  expect(world.clock().worldMs).toBeGreaterThan(firstDeadlineMs + 15_000)
  expect(await seen(sfn, task.executionArn)).toEqual({ status: 'RUNNING', timedOut: false })
  expect(pageCalls(world, 'SendTaskHeartbeat')).toEqual([
    expect.objectContaining({
      resource: task.stateMachineArn,
      principal: expect.stringContaining('/HeartbeatOperator/'),
    }),
  ])

  await page.getByRole('link', { name: 'Journal' }).click()
  const entry = page.getByRole('table', { name: 'Journal' }).getByRole('row').filter({ hasText: manager })
  await expect(entry).toHaveCount(1)
  await expect(entry).toContainText('accepted')
  await expect(entry).toContainText(localTime(safeUntilMs - 60_000))

  // Without another beat it is lost after all: the beat alone had carried it.
  await world.step(35)
  expect(await seen(sfn, task.executionArn)).toEqual({ status: 'FAILED', timedOut: true })
  expect(pageCalls(world, 'SendTaskHeartbeat')).toHaveLength(1)
})

test('a heartbeat from the board carries the task past its deadline', async ({ page, world, sfn }) => {
  await world.pause()
  const task = await openTaskOf(sfn, 'Onboarding')
  await page.goto('/')
  await boardRow(page, manager)
    .getByRole('button', { name: `Send heartbeat to ${manager}` })
    .click()
  const dialog = page.getByRole('dialog', { name: `Send a heartbeat to ${manager}?` })
  await expect(dialog.getByText(/^proved from history · [0-9a-f]{4}-[0-9a-f]{4}$/)).toBeVisible()
  await world.step(45)
  const left = countdown(task.scheduledAtMs + 60_000 - world.clock().worldMs)
  await expect(dialog.getByText(`${left} → 1:00 from the moment it is sent`)).toBeVisible()
  await dialog.getByRole('button', { name: 'Send heartbeat' }).click()
  await expect(dialog.getByText(/^Accepted\. Cannot time out before/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(deadlineOf(boardRow(page, manager))).toHaveAccessibleName(
    /^1:00 guaranteed by a heartbeat from here/,
  )

  await world.step(20)
  await expect(deadlineOf(boardRow(page, manager))).toHaveAccessibleName(
    /^0:40 guaranteed by a heartbeat from here/,
  )
  expect(await seen(sfn, task.executionArn)).toEqual({ status: 'RUNNING', timedOut: false })
  expect(pageCalls(world, 'SendTaskHeartbeat')).toHaveLength(1)
})

test('what was sent outlives a reload of the page', async ({ page, world, sfn }) => {
  await world.pause()
  const task = await openTaskOf(sfn, 'Onboarding')
  await page.goto(taskPath(task))
  await page.getByRole('button', { name: 'Send heartbeat' }).click()
  await expect(page.getByText(/^Accepted\./)).toBeVisible()
  await page.reload()
  await expect(page.getByText(/a heartbeat from this browser at \d\d:\d\d:\d\d was accepted/)).toBeVisible()
  await expect(page.getByRole('table', { name: 'What you sent for this task' })).toContainText('accepted')
  expect(pageCalls(world, 'SendTaskHeartbeat')).toHaveLength(1)
})

test('a task that has ended meanwhile is sent nothing', async ({ page, world, sfn }) => {
  await world.pause()
  const task = await openTaskOf(sfn, 'Onboarding')
  await page.goto('/')
  await expect(boardRow(page, manager)).toBeVisible()
  // So that only the read just before the write can tell.
  await page.getByRole('button', { name: /^Pause reading/ }).click()
  await boardRow(page, manager)
    .getByRole('button', { name: `Send heartbeat to ${manager}` })
    .click()
  const dialog = page.getByRole('dialog')
  await world.step(70)
  await dialog.getByRole('button', { name: 'Send heartbeat' }).click()
  const told = outcome(page, 'Nothing was sent: the task has ended.')
  await expect(told.getByText(/no beat for 60 s: the heartbeat/)).toBeVisible()
  expect(await seen(sfn, task.executionArn)).toEqual({ status: 'FAILED', timedOut: true })
  expect(pageCalls(world, 'SendTaskHeartbeat')).toEqual([])
})
