import type { Locator, Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { checkLooks } from './support/check-looks.ts'
import {
  boardRow,
  boardRows,
  endedRow,
  executionPath,
  pageCalls,
  swfTaskPath,
  taskPath,
  workflowPath,
} from './support/page-parts.ts'
import { openTaskOf } from './support/second-client.ts'
import { requestCancel, takeSwfTask } from './support/swf-worker.ts'

const manager = 'Onboarding / Ask manager'
test.beforeEach(async ({ world }) => world.pause())

test('the board, with tasks in flight and ended ones', async ({ page, world, checkPage }) => {
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  await world.step(70)
  await expect(endedRow(page, manager)).toBeVisible()
  await checkLooks(page, checkPage, page.getByRole('link', { name: 'Video / Encode' }))
})

test('the dialog that sends a heartbeat', async ({ page, checkPage }) => {
  await page.goto('/')
  await boardRow(page, 'Orders / Charge card')
    .getByRole('button', { name: /^Send heartbeat to/ })
    .click()
  await checkLooks(page, checkPage, page.getByRole('dialog').getByRole('textbox', { name: 'Task token' }))
})

test('a task', async ({ page, sfn, checkPage }) => {
  await page.goto(taskPath(await openTaskOf(sfn, 'Onboarding')))
  await page.getByRole('button', { name: 'Send heartbeat' }).click()
  const told = page.getByText(/^Accepted\./)
  await expect(told).toBeVisible()
  await checkLooks(page, checkPage, told)
})

test('an execution', async ({ page, sfn, checkPage }) => {
  await page.goto(executionPath(await openTaskOf(sfn, 'Orders')))
  await checkLooks(page, checkPage, page.getByRole('table', { name: 'Tasks in flight' }))
})

test('an SWF task whose cancellation was requested, and asking by heartbeat', async ({
  page,
  world,
  swf,
  checkPage,
}) => {
  const task = await takeSwfTask(swf, world)
  await requestCancel(swf, task)
  await world.step(10)
  await page.goto(swfTaskPath(task))
  await checkLooks(page, checkPage, page.getByText(/^cancelRequested: true since/))
  await page.getByRole('button', { name: 'Ask by heartbeat' }).click()
  await checkLooks(page, checkPage, page.getByRole('dialog').getByRole('textbox', { name: 'Task token' }))
  // It ends beneath the dialog, which stays and says so.
  await world.step(70)
  await expect(page.getByRole('dialog').getByText('This task has ended.')).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click()
  await expect(page.getByText(/^Its cancellation had been requested\. Asked for at/)).toBeVisible()
})

test('an SWF workflow execution', async ({ page, world, swf, checkPage }) => {
  await page.goto(workflowPath(await takeSwfTask(swf, world)))
  await checkLooks(page, checkPage, page.getByRole('table', { name: 'Tasks in flight' }))
})

test('the findings', async ({ page, checkPage }) => {
  await page.goto('/findings')
  await expect(page.getByRole('heading', { level: 1, name: 'Findings (2)' })).toBeVisible()
  await checkLooks(page, checkPage, page.getByText('No timeout at all'))
})

test('the journal', async ({ page, sfn, checkPage }) => {
  await page.goto(taskPath(await openTaskOf(sfn, 'Onboarding')))
  await page.getByRole('button', { name: 'Send heartbeat' }).click()
  await expect(page.getByText(/^Accepted\./)).toBeVisible()
  await page.getByRole('link', { name: 'Journal' }).click()
  await checkLooks(page, checkPage, page.getByRole('table', { name: 'Journal' }))
})

test('a page that is not there', async ({ page, checkPage }) => {
  await page.goto('/no-such-page')
  await checkLooks(page, checkPage, page.getByText('There is no such page'))
  await page.getByRole('link', { name: 'what is in flight' }).click()
  await expect(page.getByRole('heading', { name: /^In flight/ })).toBeVisible()
})

test('a configuration that is wrong', async ({ page, configure, checkPage }) => {
  configure({ connections: [] })
  await page.goto('/')
  await checkLooks(page, checkPage, page.getByText('The console cannot start: config.json is not right'))
})

test('a notice', async ({ page, guard, signInAs, checkPage }) => {
  guard.expectErrors(/status of 400/)
  signInAs('guest')
  await page.goto('/')
  await checkLooks(page, checkPage, page.getByText('AWS refuses guests'))
})

test('a heartbeat is sent without a mouse', async ({ page, world, sfn }) => {
  const task = await openTaskOf(sfn, 'Onboarding')
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  const grid = page.getByRole('grid', { name: 'Tasks in flight' })
  await tabUntil(page, () => within(grid))
  // In a grid the arrows walk from cell to cell, and Tab leaves it.
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('End')
  const open = boardRow(page, manager).getByRole('button', { name: `Send heartbeat to ${manager}` })
  await expect(open).toBeFocused()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: `Send a heartbeat to ${manager}?` })
  await expect(dialog).toBeVisible()
  const send = dialog.getByRole('button', { name: 'Send heartbeat' })
  await tabUntil(page, () => within(send))
  await page.keyboard.press('Enter')
  await expect(dialog.getByText(/^Accepted\./)).toBeVisible()
  expect(pageCalls(world, 'SendTaskHeartbeat')).toEqual([
    expect.objectContaining({ resource: task.stateMachineArn }),
  ])
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  // Back where it was opened from.
  await expect(open).toBeFocused()
})

test('an execution is opened and a token pasted without a mouse', async ({ page, guard, sfn }) => {
  guard.expectErrors(/status of 400/)
  const { executionArn } = await openTaskOf(sfn, 'Orders')
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  await tabUntil(page, () => within(page.getByRole('searchbox')))
  await page.keyboard.insertText(executionArn)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('table', { name: 'Tasks in flight' })).toBeVisible()
  await tabUntil(page, () => within(page.getByRole('link', { name: 'Orders / Charge card', exact: true })))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Task token' })).toBeVisible()
  await tabUntil(page, () => within(page.getByRole('textbox', { name: 'Task token' })))
  await page.keyboard.insertText('not-a-token')
  await tabUntil(page, () => within(page.getByRole('button', { name: 'Send heartbeat' })))
  await page.keyboard.press('Enter')
  await expect(page.getByText('This is not a task token.')).toBeVisible()
})

/** Whether the keyboard's focus is on an element or inside it. */
function within(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => element.contains(document.activeElement))
}

/** Presses Tab until the focus is where it is wanted; fails where that takes more than any page here needs. */
async function tabUntil(page: Page, there: () => Promise<boolean>): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    if (await there()) return
    await page.keyboard.press('Tab')
  }
  throw new Error('forty times Tab did not lead there')
}
