import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import {
  boardRow,
  boardRows,
  deadlineOf,
  outcome,
  pageCalls,
  statusLine,
  taskPath,
} from './support/page-parts.ts'
import { openTaskOf } from './support/second-client.ts'
import { testConfig } from './support/test-config.ts'

const manager = 'Onboarding / Ask manager'

/** The error bound in the shell, seconds. */
async function bound(page: Page): Promise<number> {
  const [, figure, unit] = /±(\d+(?:\.\d)?) (s|min)/.exec(await statusLine(page).innerText()) ?? []
  return Number(figure) * (unit === 'min' ? 60 : 1)
}

/** Every error bound in seconds that the shell shows from the load on, in order. */
async function watchBounds(page: Page): Promise<() => Promise<readonly number[]>> {
  await page.addInitScript(() => {
    const seen: string[] = []
    Object.assign(globalThis, { shownBounds: seen })
    new MutationObserver(() => {
      const line = document.querySelector('[aria-label="Connections"]')?.textContent ?? ''
      const figure = /±(\d+\.\d) s/.exec(line)?.[1]
      if (figure !== undefined && figure !== seen.at(-1)) seen.push(figure)
    }).observe(document, { subtree: true, childList: true, characterData: true })
  })
  return () =>
    page.evaluate(() => (globalThis as unknown as { shownBounds: string[] }).shownBounds.map(Number)) // set above
}

/** Seconds in the deadline of a row, as it reads now. */
async function shownSeconds(page: Page): Promise<number> {
  const [, minutes, seconds] =
    /^(\d+):(\d\d)/.exec(await deadlineOf(boardRow(page, manager)).innerText()) ?? []
  return Number(minutes) * 60 + Number(seconds)
}

// As with the real AWS: what servers tell of the time is all there is.
test.beforeEach(({ localAws, configure }) =>
  configure(testConfig(localAws.url, undefined, { worldClock: undefined })),
)

for (const [hours, words] of [
  [1, "this machine's clock is 1:00:00 ahead"],
  [-1, "this machine's clock is 1:00:00 behind"],
] as const) {
  test(`a browser's clock that is off by ${hours} h`, async ({ page, world, sfn }) => {
    await page.clock.install({ time: Date.now() + hours * 3_600_000 })
    const bounds = await watchBounds(page)
    const { scheduledAtMs } = await openTaskOf(sfn, 'Onboarding')
    const left = (): number => (scheduledAtMs + 60_000 - world.clock().worldMs) / 1000
    await page.goto('/')
    await expect(deadlineOf(boardRow(page, manager))).toHaveAccessibleName(/^0:\d\d guaranteed/)
    await expect(boardRows(page)).toHaveCount(3)
    // The middle of what is known is rounded to the second: it may be one off.
    await expect(statusLine(page)).toContainText(new RegExp(words.replace('1:00:00', '(?:1:00:0[01]|59:59)')))
    const first = await bound(page)
    expect(first).toBeLessThanOrEqual(5)

    const before = left()
    const shown = await shownSeconds(page)
    const after = left()
    // A guarantee counts from the late edge of server time: never more than is left but for one tick, and less by its error.
    expect(shown).toBeLessThanOrEqual(before + 1)
    expect(shown).toBeGreaterThan(after - 2 * first - 2)

    // Whole seconds: one answer alone leaves half a second and more each way. Together they narrow it.
    const seen = await bounds()
    expect(Math.max(...seen)).toBeGreaterThanOrEqual(0.5)
    await expect.poll(() => bound(page)).toBeLessThan(0.5)
    const later = await shownSeconds(page)
    expect(later).toBeLessThanOrEqual(left() + 2)
    expect(later).toBeGreaterThan(left() - 3)
    expect(pageCalls(world).filter(({ error }) => error !== undefined)).toEqual([])
  })

  test(`a heartbeat with a clock that is off by ${hours} h`, async ({ page, world, sfn }) => {
    await page.clock.install({ time: Date.now() + hours * 3_600_000 })
    await page.goto(taskPath(await openTaskOf(sfn, 'Onboarding')))
    await page.getByRole('button', { name: 'Send heartbeat' }).click()
    await expect(outcome(page, /^Accepted\. Cannot time out before/)).toBeVisible()
    expect(pageCalls(world, 'SendTaskHeartbeat').map(({ error }) => error)).toEqual([undefined])
  })

  test(`an own host whose clock is off by ${hours} h is put right by AWS`, async ({
    page,
    guard,
    world,
    sfn,
  }) => {
    // One read may be refused for the clock; it is signed anew.
    guard.expectErrors(/status of 400/)
    // The own host goes by the machine of this test; AWS does not.
    world.settings({ wireSkewSeconds: -hours * 3600 })
    await page.goto(taskPath(await openTaskOf(sfnSkewed(sfn, -hours), 'Onboarding')))
    await page.getByRole('button', { name: 'Send heartbeat' }).click()
    await expect(outcome(page, /^Accepted\./)).toBeVisible()
    await expect(statusLine(page)).toContainText(hours > 0 ? /clock is .* ahead/ : /clock is .* behind/)
    expect(pageCalls(world, 'SendTaskHeartbeat').map(({ error }) => error)).toEqual([undefined])
  })
}

/** The second client keeps to AWS's time, too. */
function sfnSkewed<T extends { readonly config: { systemClockOffset: number } }>(sfn: T, hours: number): T {
  sfn.config.systemClockOffset = hours * 3_600_000
  return sfn
}

test('a right clock is no matter', async ({ page }) => {
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  await expect(statusLine(page)).toContainText('live')
  await expect(statusLine(page)).not.toContainText("this machine's clock")
  await expect(statusLine(page)).not.toContainText('known only to')
})
