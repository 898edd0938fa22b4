import type { Page } from 'playwright/test'
import { expect, test, timeMachine } from './support/demo-test.ts'
import { boardRow, boardRows, deadlineOf, endedRow, notices, statusLine } from './support/page-parts.ts'

const scorer = 'Fraud / Score payment'

async function open(page: Page, scenario: string): Promise<void> {
  await page.goto(`demo.html?scenario=${scenario}`)
  await expect(page.getByRole('contentinfo', { name: 'Demo' })).toContainText('Simulated AWS')
  await expect(statusLine(page)).toContainText('Ana Ortiz')
}

/** How many tasks the board has, by its heading. */
async function expectInFlight(page: Page, count: number): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: `In flight (${count})` })).toBeVisible({
    timeout: 20_000,
  })
}

test.describe('a scenario shows what it claims:', () => {
  test('all healthy', async ({ page }) => {
    await open(page, 'healthy')
    await expectInFlight(page, 17)
    await timeMachine.step(page, '10 minutes')
    await expect(endedRow(page, scorer).first()).toContainText('succeeded')
    // Everything has been read since the step.
    await expect(page.getByRole('button', { name: 'Due 0' })).toBeVisible()
    await expect(page.getByText('timed out')).toHaveCount(0)
  })

  test('a fleet loses its workers at once', async ({ page }) => {
    await open(page, 'workers-lost')
    await expectInFlight(page, 14)
    await timeMachine.press(page, 'Pause')
    await timeMachine.step(page, '1 minute')
    await timeMachine.step(page, '10 seconds')
    await timeMachine.step(page, '10 seconds')
    await timeMachine.step(page, '10 seconds')
    await expect(endedRow(page, 'Orders / Charge card')).toHaveCount(6)
    await expectInFlight(page, 8)
    // Ten minutes later it is over with the slowest, too.
    await timeMachine.step(page, '10 minutes')
    const videos = endedRow(page, 'Video / Encode')
    await expect(videos).toHaveCount(4)
    await expect(videos.first()).toContainText('no beat for 10 min: the heartbeat')
    await expect(endedRow(page, 'Payments / Score payment').first()).toContainText('no beat for 5 min')
    await expectInFlight(page, 0)
  })

  test('a worker that beats late', async ({ page }) => {
    await open(page, 'late-beats')
    await expectInFlight(page, 6)
    await expect(boardRow(page, 'Orders / Charge card (try 2)').first()).toContainText('somebody beat')
    await expect(endedRow(page, 'Orders / Charge card').first()).toContainText(
      'no beat for 60 s: the heartbeat, not the 2 h limit',
    )
  })

  test('no heartbeat configured', async ({ page }) => {
    await open(page, 'no-heartbeat')
    await expectInFlight(page, 2)
    for (const name of ['Backfill / Copy rows', 'Import / Wait for file']) {
      await expect(boardRow(page, name)).toContainText('31 d')
      await expect(deadlineOf(boardRow(page, name))).toHaveAccessibleName(
        /a dead worker would never be noticed/,
      )
    }
    await page
      .getByRole('button', { name: 'Findings (2)' })
      .or(page.getByRole('link', { name: 'Findings (2)' }))
      .click()
    await expect(page.getByRole('heading', { level: 1, name: 'Findings (2)' })).toBeVisible()
  })

  test('cancel requested and ignored', async ({ page }) => {
    await open(page, 'cancel-ignored')
    await expectInFlight(page, 2)
    await expect(boardRow(page, 'Recount / Count aisle')).toContainText('cancel requested')
    await timeMachine.step(page, '1 minute')
    await timeMachine.step(page, '1 minute')
    await expect(endedRow(page, 'Restock / Move pallets')).toContainText('its worker said: Stopped at')
    await timeMachine.step(page, '10 minutes')
    await expect(boardRow(page, 'Recount / Count aisle')).toContainText(/cancel requested 1\d:\d\d ago/)
    await expectInFlight(page, 1)
  })

  test('waiting for a human', async ({ page }) => {
    await open(page, 'human')
    await expectInFlight(page, 3)
    await timeMachine.press(page, 'Pause')
    await page.getByRole('link', { name: 'Refunds / Approve refund' }).click()
    await page.getByRole('button', { name: 'Send heartbeat', exact: true }).click()
    await expect(page.getByText(/^Accepted\. Cannot time out before/)).toBeVisible()
    await page.getByRole('link', { name: 'In flight' }).first().click()
    // 9:30 were left of its ten minutes; ten more would have been too many.
    for (let minutes = 0; minutes < 9; minutes += 1) await timeMachine.step(page, '1 minute')
    await expect(deadlineOf(boardRow(page, 'Refunds / Approve refund'))).toHaveAccessibleName(/guaranteed/)
    await timeMachine.step(page, '10 minutes')
    await expect(endedRow(page, 'Refunds / Approve refund')).toContainText('no beat for 10 min')
    await expect(deadlineOf(boardRow(page, 'Contracts / Sign contract'))).toHaveAccessibleName(
      /^no heartbeat/,
    )
  })

  test('nobody polls', async ({ page }) => {
    await open(page, 'nobody-polls')
    await expectInFlight(page, 4)
    await expect(page.getByRole('button', { name: 'Nobody working 4' })).toBeVisible()
    await timeMachine.step(page, '10 minutes')
    await timeMachine.step(page, '10 minutes')
    await expect(endedRow(page, 'Relabel / Print labels')).toContainText(
      'no worker took it within scheduleToStartTimeout',
    )
    // Five minutes of TimeoutSeconds are long over, and count for nothing.
    await expect(boardRow(page, 'Ship / Print label')).toHaveCount(3)
    const oldest = deadlineOf(boardRow(page, 'Ship / Print label').first())
    await expect(oldest).toHaveAccessibleName(/waiting for a worker to take it/)
  })

  test('throttled', async ({ page }) => {
    await open(page, 'throttled')
    await expectInFlight(page, 17)
    await timeMachine.step(page, '1 minute')
    const notice = notices(page).getByText('AWS is throttling this account')
    await expect(notice).toBeVisible()
    await expect(statusLine(page)).toContainText('throttled, again in')
    await expect(boardRows(page)).not.toHaveCount(0)
    await timeMachine.step(page, '10 minutes')
    // By itself, once the console has waited long enough: a few seconds, after so few refusals.
    await expect(notice).toBeHidden({ timeout: 20_000 })
    await expect(statusLine(page)).toContainText('live')
  })

  test('access denied', async ({ page }) => {
    await open(page, 'access-denied')
    await expectInFlight(page, 14)
    await expect(notices(page)).toContainText('swf:ListOpenWorkflowExecutions is denied')
    await page.getByRole('link', { name: scorer }).first().click()
    await page.getByRole('button', { name: 'Send heartbeat', exact: true }).click()
    await expect(page.getByText(/You may not do this: states:SendTaskHeartbeat is denied/)).toBeVisible()
  })

  test('credentials expire', async ({ page }) => {
    await open(page, 'credentials-expire')
    await expectInFlight(page, 17)
    await timeMachine.step(page, '1 minute')
    // What is left of ten seconds of real time.
    await expect(notices(page)).toContainText('AWS does not accept this sign-in', { timeout: 15_000 })
    await expect(notices(page)).toContainText('Invalid login token. Token expired')
    await expect(boardRows(page)).not.toHaveCount(0)
  })

  test('a clock off by ten minutes', async ({ page }) => {
    await open(page, 'clock-off')
    await expectInFlight(page, 17)
    await expect(deadlineOf(boardRows(page).first())).toHaveAccessibleName(/^any moment, within|guaranteed/)
    const ahead = await page.evaluate(() => {
      const shown = (selector: string): number => {
        const time = /\d\d:\d\d:\d\d/.exec(document.querySelector(selector)?.textContent ?? '')?.[0] ?? ''
        return Date.parse(`2000-01-01T${time}Z`)
      }
      const day = 86_400_000
      return (shown('.status-line') - shown('.demo-bar') + day) % day
    })
    expect(Math.abs(ahead - 600_000)).toBeLessThanOrEqual(2000)
  })

  test('5,000 tasks', async ({ page }) => {
    await open(page, 'crowd-5000')
    await expect(page.getByText(/of 5000 executions read/).first()).toBeVisible({ timeout: 20_000 })
    await expect(page.getByRole('heading', { level: 1, name: /^In flight \(\d{2,}\)/ })).toBeVisible()
    await timeMachine.speed(page, 60)
    await page
      .getByRole('link', { name: /^Check-\d\d \/ Check$|^Load-\d\d \/ Load$/ })
      .first()
      .click()
    await expect(page.getByText(/^Last seen open at/)).toBeVisible()
  })

  test('a working day', async ({ page }) => {
    await open(page, 'fleet')
    await expect(page.getByRole('heading', { level: 1, name: /^In flight \(\d{2}\)/ })).toBeVisible()
    await expect(boardRow(page, 'Backfill / Copy rows').first()).toBeVisible()
  })
})
