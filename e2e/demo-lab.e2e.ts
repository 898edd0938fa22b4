import type { Page } from 'playwright/test'
import { checkLooks } from './support/check-looks.ts'
import { expect, test, timeMachine } from './support/demo-test.ts'

const editor = (page: Page) => page.getByRole('textbox', { name: 'Definition' })
const lanes = (page: Page) => page.getByRole('table', { name: 'The run, moment by moment' })
const row = (page: Page, text: string | RegExp) => lanes(page).getByRole('row').filter({ hasText: text })

async function openLab(page: Page): Promise<void> {
  await page.goto('demo.html?lab')
  await expect(page.getByRole('heading', { level: 1, name: 'Heartbeat lab' })).toBeVisible()
}

async function choose(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: /^Prepared/ }).click()
  await page.getByRole('option', { name: title }).click()
}

/** Runs what is chosen, in a world that only steps. */
async function run(page: Page): Promise<void> {
  await timeMachine.press(page, 'Pause')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(page.getByText(/^Running since/)).toBeVisible()
}

test('a Catch on States.HeartbeatTimeout fires once the worker is dead', async ({ page }) => {
  await page.goto('./')
  await page.getByRole('link', { name: 'The lab' }).click()
  await run(page)
  for (let tens = 0; tens < 3; tens += 1) await timeMachine.step(page, '10 seconds')
  // The history alone guarantees 30 s; the lab has seen the beats.
  const task = page.getByLabel('Charge card', { exact: true })
  await expect(task).toContainText('due')
  await expect(task).toContainText('Its clock runs out in 0:30')
  await expect(row(page, '3 beats within 0:20, accepted')).toContainText('Nothing. No event')

  await timeMachine.step(page, '1 minute')
  await expect(row(page, 'lab-worker-1 dies with its task')).toContainText('Nothing.')
  const timeout = row(page, 'Charge card: no beat for 30 s, the heartbeat ran out')
  await expect(timeout).toContainText('ActivityTimedOut: States.Timeout. Which limit it was is not told.')
  await expect(row(page, 'Catch on States.HeartbeatTimeout fires')).toContainText('goes on to Release card')
  await expect(page.getByText(/^The execution succeeded at/)).toBeVisible()
  await page.getByRole('button', { name: /^Events of the history/ }).click()
  await expect(
    page.getByRole('table', { name: 'GetExecutionHistory, without its data' }).getByRole('row'),
  ).toHaveCount(10)

  await page.getByRole('link', { name: 'Open in the console' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('run')
  const ending = page.getByText('no beat for 30 s').filter({ visible: true })
  await expect(ending.first()).toContainText('the heartbeat')
  await page.getByRole('link', { name: 'Back to the lab' }).click()
  await expect(row(page, 'Catch on States.HeartbeatTimeout fires')).toBeVisible()
})

test('an invalid definition gets line, column and reason, and Enter goes there', async ({ page }) => {
  await openLab(page)
  await editor(page).fill('{\n  "StartAt": "A",\n  "States": { "A": { "Type": "Tusk" } }\n}')
  const problem = page.getByRole('list', { name: 'Problems' }).getByRole('button').first()
  await expect(problem).toHaveText(/^Line 3, column \d+: .*Type/)
  await problem.focus()
  await page.keyboard.press('Enter')
  await expect(editor(page)).toBeFocused()
  const lineOfCaret = await editor(page).evaluate(
    (area) =>
      (area as HTMLTextAreaElement).value.slice(0, (area as HTMLTextAreaElement).selectionStart).split('\n')
        .length,
  )
  expect(lineOfCaret).toBe(3)
  await editor(page).fill('{ "StartAt": ')
  await expect(page.getByRole('list', { name: 'Problems' })).toContainText(/^Line 1, column \d+: /)
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(editor(page)).toBeFocused()
  await expect(page.getByText('Nothing runs yet.')).toBeVisible()
})

test('what nobody polls for waits, and what runs can be stopped', async ({ page }) => {
  await openLab(page)
  await page.getByRole('checkbox', { name: 'A worker is there' }).uncheck()
  await run(page)
  await timeMachine.step(page, '10 minutes')
  await expect(page.getByText('No worker is there.')).toBeVisible()
  await expect(page.getByLabel('Charge card', { exact: true })).toContainText('waiting, for a worker')
  await page.getByRole('button', { name: 'Stop the execution' }).click()
  await expect(page.getByText(/^The execution was stopped at/)).toBeVisible()
})

test('each prepared machine runs at sixty times its speed', async ({ page }) => {
  await openLab(page)
  await timeMachine.speed(page, 60)
  const seen: readonly (readonly [string, string | RegExp])[] = [
    ['Retry', 'Retry on States.HeartbeatTimeout fires: Encode video, attempt 2'],
    ['Parallel with a failing sibling', 'Catch on Stock.Gone fires: Ship goes on to Apologise'],
    ['Callback that is answered late', 'answers too late, refused with TaskTimedOut'],
    ['No heartbeat', 'lab-worker-1 dies with its task'],
    ['JSONata', 'Catch on States.Timeout fires: Print label goes on to Tell somebody'],
  ]
  for (const [title, words] of seen) {
    await choose(page, title)
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await expect(row(page, words).first()).toBeVisible()
  }
})

test('AWS says why it does not start an execution', async ({ page }) => {
  await openLab(page)
  await page.getByRole('textbox', { name: 'Input' }).fill('{')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(page.getByText('AWS refused: InvalidExecutionInput')).toBeVisible()
  const beats = page.getByRole('textbox', { name: 'Beats every (s)' })
  await beats.fill('soon')
  await expect(page.getByText(/^A whole number of seconds from 1/)).toBeVisible()
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(beats).toBeFocused()
})

test('the lab, light and dark, wide and narrow', async ({ page, checkPage }) => {
  await openLab(page)
  await run(page)
  await timeMachine.step(page, '1 minute')
  await timeMachine.step(page, '1 minute')
  await expect(row(page, 'Catch on States.HeartbeatTimeout fires')).toBeVisible()
  await editor(page).fill('{ "StartAt": "A", "States": { "B": { "Type": "Task" } } }')
  await checkLooks(page, checkPage, page.getByRole('list', { name: 'Problems' }))
  await expect(lanes(page)).toBeVisible()
})
