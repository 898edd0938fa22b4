import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { boardOrder, boardRow, boardRows, countdown, deadlineOf } from './support/page-parts.ts'
import { openTaskOf, openTasks } from './support/second-client.ts'
import { placesOf } from './support/secrets.ts'
import { openSwfTasks } from './support/swf-worker.ts'

const manager = 'Onboarding / Ask manager'
const card = 'Orders / Charge card'
const encode = 'Video / Encode'

/** `task · execution` of every row, page by page from the first. */
async function shownTasks(page: Page): Promise<string[]> {
  const shown: string[] = []
  const next = page.getByRole('button', { name: 'Next page' })
  if ((await next.count()) > 0) await page.getByRole('button', { name: 'Page 1', exact: true }).click()
  for (;;) {
    for (const row of await boardRows(page).all()) {
      const links = await row.getByRole('rowheader').getByRole('link').allInnerTexts()
      shown.push(links.join(' · '))
    }
    if ((await next.count()) === 0 || (await next.isDisabled())) return shown
    await next.click()
  }
}

test.describe('a working day', () => {
  test.use({ scenario: 'fleet' })

  test('the board lists every task in flight, of both services', async ({ page, world, sfn, swf }) => {
    await world.pause()
    const states = (await openTasks(sfn)).map(({ stateMachineName, name, executionName }) => ({
      taskName: `${stateMachineName} / ${name}`,
      executionName,
    }))
    const ofSwf = (await openSwfTasks(swf)).map(({ taskName, workflowId }) => ({
      taskName,
      executionName: workflowId,
    }))
    expect(states.length).toBeGreaterThan(20)
    expect(ofSwf.length).toBeGreaterThan(4)
    const tasks = [...states, ...ofSwf]
    await page.goto('/')
    const heading = page.getByRole('heading', { level: 1, name: `In flight (${tasks.length})` })
    // Some eighty reads at twenty a second.
    await expect(heading).toBeVisible({ timeout: 25_000 })
    const named = ({ taskName, executionName }: (typeof tasks)[number]): string =>
      `${taskName} · ${executionName}`
    // The order goes on changing as reads come in, also between two pages: one pass of several sees each once.
    await expect.poll(async () => (await shownTasks(page)).sort()).toEqual(tasks.map(named).sort())
  })
})

test('a guarantee counts down with the world', async ({ page, world, sfn }) => {
  await world.pause()
  const { scheduledAtMs } = await openTaskOf(sfn, 'Onboarding')
  const left = (): string => countdown(scheduledAtMs + 60_000 - world.clock().worldMs)
  const deadline = deadlineOf(boardRow(page, manager))
  await page.goto('/')
  const first = left()
  await expect(deadline).toHaveAccessibleName(new RegExp(`^${first} guaranteed`))
  await world.step(5)
  expect(left()).not.toBe(first)
  await expect(deadline).toHaveAccessibleName(new RegExp(`^${left()} guaranteed`))
})

test('a countdown runs by itself', async ({ page, world }) => {
  await world.pause()
  const deadline = deadlineOf(boardRow(page, manager))
  await page.goto('/')
  await expect(deadline).toHaveAccessibleName(/^0:\d\d guaranteed/)
  const secondsLeft = async (): Promise<number> => Number(/^0:(\d\d)/.exec(await deadline.innerText())?.[1])
  const first = await secondsLeft()
  await world.resume()
  await expect.poll(secondsLeft).toBeLessThanOrEqual(first - 3)
})

test('a task that somebody beats gets no confident figure, and hides none that dies', async ({
  page,
  world,
}) => {
  await world.pause()
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  expect(await boardOrder(page)).toEqual([manager, card, encode])
  await world.step(70)
  await expect(deadlineOf(boardRow(page, card))).toHaveAccessibleName(/^any moment, within 1:00/)
  await expect(deadlineOf(boardRow(page, encode))).toHaveAccessibleName(/^0:\d\d guaranteed/)
  // Charge card comes first by its interval, yet its worker lives; Encode's has died.
  await expect.poll(() => boardOrder(page)).toEqual([encode, card])
})

test('the evidence stands behind each figure', async ({ page, world }) => {
  await world.pause()
  await page.goto('/')
  const deadline = deadlineOf(boardRow(page, card))
  await expect(deadline).toHaveAccessibleName(/ guaranteed/)
  await world.step(70)
  await expect(deadline).toHaveAccessibleName(/^any moment/)
  await deadline.click()
  await expect(page.getByText(/so somebody beat after \d\d:\d\d:\d\d/)).toBeVisible()
})

test('the evidence is seen and heard without a mouse, stays true, and goes away by Escape', async ({
  page,
  world,
  checkPage,
}) => {
  await world.pause()
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  const deadline = deadlineOf(boardRow(page, card))
  const evidence = page.getByRole('tooltip')
  await expect(evidence).toHaveCount(0)
  const before = await boardRow(page, card).boundingBox()
  await deadlineOf(boardRow(page, manager)).focus()
  await page.keyboard.press('ArrowDown')
  await expect(deadline).toBeFocused()
  await expect(evidence).toContainText('Cannot time out before')
  await expect(deadline).toHaveAccessibleDescription(/^Cannot time out before .* Last seen open at/)
  await checkPage()
  // Neither does the row move, nor is anything of it covered.
  const row = await boardRow(page, card).boundingBox()
  expect(row).toEqual(before)
  const shown = await evidence.getByText('Cannot time out before').boundingBox()
  if (row === null || shown === null) throw new Error('not to be seen')
  expect(shown.y >= row.y + row.height || shown.y + shown.height <= row.y).toBe(true)
  await world.step(70)
  await expect(evidence).toContainText(/so somebody beat after \d\d:\d\d:\d\d/)
  await page.keyboard.press('Escape')
  await expect(evidence).toHaveCount(0)
  await expect(deadline).toBeFocused()
  await expect(deadline).toHaveAccessibleDescription('')
  await page.keyboard.press('Enter')
  await expect(evidence).toContainText('so somebody beat after')
  await page.keyboard.press('ArrowRight')
  await expect(evidence).toHaveCount(0)
})

test('the evidence is seen while the pointer rests on the figure or on itself', async ({ page, world }) => {
  await world.pause()
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  const evidence = page.getByRole('tooltip')
  await deadlineOf(boardRow(page, manager)).hover()
  await expect(evidence).toContainText('Cannot time out before')
  const sentence = evidence.getByText('Cannot time out before')
  const { x = 0, y = 0, height = 0 } = (await sentence.boundingBox()) ?? {}
  // By way of what lies between the two.
  await page.mouse.move(x + 5, y + height / 2, { steps: 6 })
  await expect(deadlineOf(boardRow(page, manager))).toHaveAccessibleDescription(/^Cannot time out before/)
  await page.keyboard.press('Escape')
  await expect(evidence).toHaveCount(0)
  await deadlineOf(boardRow(page, encode)).hover()
  await expect(evidence).toHaveCount(1)
  await page.getByRole('heading', { name: /^In flight/ }).hover()
  await expect(evidence).toHaveCount(0)
})

test.describe('filters', () => {
  test('a quick filter stands in the address and outlives a reload', async ({ page, world }) => {
    await world.pause()
    await page.goto('/')
    await expect(boardRows(page)).toHaveCount(3)
    const soon = page.getByRole('button', { name: 'Runs out within 1 min 2' })
    await soon.click()
    await expect(soon).toHaveAttribute('aria-pressed', 'true')
    await expect(boardRows(page)).toHaveCount(2)
    await expect(boardRow(page, encode)).toHaveCount(0)
    await expect(page).toHaveURL(/show=soon/)
    await page.reload()
    await expect(soon).toHaveAttribute('aria-pressed', 'true')
    await expect(boardRows(page)).toHaveCount(2)
    await soon.click()
    await expect(boardRows(page)).toHaveCount(3)
    await expect(page).not.toHaveURL(/show=/)
  })

  test('a property filter stands in the address and outlives a reload', async ({ page, world }) => {
    await world.pause()
    await page.goto('/')
    await expect(boardRows(page)).toHaveCount(3)
    const filter = page.getByRole('combobox', { name: 'Filter tasks' })
    await filter.fill('Working on it = enc-1')
    await filter.press('Enter')
    await expect(boardRows(page)).toHaveCount(1)
    await expect(boardRow(page, encode)).toBeVisible()
    await expect(page).toHaveURL(/filter=.*enc-1/)
    await page.reload()
    await expect(boardRow(page, encode)).toBeVisible()
    await expect(page.getByRole('heading', { name: 'In flight (3)' })).toBeVisible()
    await expect(boardRows(page)).toHaveCount(1)
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect(boardRows(page)).toHaveCount(3)
    await expect(page).not.toHaveURL(/filter=/)
  })

  test('a task token is no filter, and the page says so', async ({ page, world, sfn }) => {
    await world.pause()
    const { taskToken = '' } = await openTaskOf(sfn, 'Onboarding')
    await page.goto('/')
    await expect(boardRows(page)).toHaveCount(3)
    const filter = page.getByRole('combobox', { name: 'Filter tasks' })
    await filter.fill(taskToken)
    await filter.press('Enter')
    const told = page.getByText('Left out: this looks like a task token')
    await expect(told.first()).toBeVisible()
    await expect(boardRows(page)).toHaveCount(3)
    expect(await placesOf(page, taskToken)).toEqual([])
    await filter.fill('enc-1')
    await filter.press('Enter')
    await expect(boardRows(page)).toHaveCount(1)
    await expect(told).toHaveCount(0)
  })

  test('a filter that nothing passes says so and can be taken off', async ({ page, world }) => {
    await world.pause()
    await page.goto('/')
    await expect(boardRows(page)).toHaveCount(3)
    const filter = page.getByRole('combobox', { name: 'Filter tasks' })
    await filter.fill('no such task')
    await filter.press('Enter')
    await expect(page.getByText('No task matches the filter')).toBeVisible()
    await page.getByRole('button', { name: 'Clear filter', exact: true }).click()
    await expect(boardRows(page)).toHaveCount(3)
  })
})

test('no row moves under the pointer', async ({ page, world }) => {
  await world.pause()
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  await boardRow(page, card).hover()
  await expect(page.getByText('Order held while you are on the list.')).toBeVisible()
  await world.step(70)
  // What ended keeps its place too, and says how.
  await expect(boardRow(page, manager).getByText(/^timed out /)).toBeVisible()
  await expect(deadlineOf(boardRow(page, card))).toHaveAccessibleName(/^any moment/)
  expect(await boardOrder(page)).toEqual([manager, card, encode])
  await page.getByRole('heading', { name: /^In flight/ }).hover()
  await expect.poll(() => boardOrder(page)).toEqual([encode, card])
})

test('a narrow screen shows a card a task, in the same order', async ({ page, world }) => {
  await world.pause()
  await page.setViewportSize({ width: 400, height: 800 })
  await page.goto('/')
  const cards = page.getByRole('list', { name: 'In flight' }).getByRole('listitem')
  await expect(cards).toHaveCount(3)
  for (const [index, task] of [manager, card, encode].entries()) {
    await expect(cards.nth(index).getByRole('link', { name: task, exact: true })).toBeVisible()
  }
  await expect(cards.first().getByRole('button', { name: /^0:\d\d guaranteed/ })).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400)
  await cards
    .first()
    .getByRole('button', { name: `Send heartbeat to ${manager}` })
    .click()
  await expect(page.getByRole('dialog', { name: /^Send a heartbeat to/ })).toBeVisible()
})
