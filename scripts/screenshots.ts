// `npm run screenshots`: the pictures of the README, taken anew in a real browser from the last build.
import { mkdir } from 'node:fs/promises'
import { type BrowserContextOptions, chromium, type Page } from 'playwright'
import { localConfig } from '../src/local-aws/local-config.ts'
import { startConsoleHost } from '../src/server/console-host.ts'
import { startLocalAwsHost } from '../src/server/local-aws-host.ts'
import { findChromium } from './chromium.ts'

const DIRECTORY = 'docs/images'
const WIDE = { width: 1440, height: 900 }
const NARROW = { width: 400, height: 860 }

const found = await findChromium(console.error)
await mkdir(DIRECTORY, { recursive: true })
const localAws = await startLocalAwsHost({ port: 0, seed: '1', scenario: 'fleet' })
const host = await startConsoleHost({ directory: 'dist', config: localConfig(localAws.url), port: 0 })
const browser = await chromium.launch({
  args: [...found.args],
  chromiumSandbox: found.sandbox,
  ...(found.executablePath === undefined ? {} : { executablePath: found.executablePath }),
})
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    await take({ viewport: WIDE, colorScheme }, colorScheme)
    await take({ viewport: NARROW, colorScheme }, `${colorScheme}-narrow`)
  }
} finally {
  await browser.close()
  await Promise.all([host.close(), localAws.close()])
}

async function take(options: BrowserContextOptions, suffix: string): Promise<void> {
  const context = await browser.newContext({ ...options, locale: 'en-GB', timezoneId: 'UTC' })
  const page = await context.newPage()
  await page.goto(host.url)
  await wholeBoardRead(page)
  await page.screenshot({ animations: 'disabled', path: `${DIRECTORY}/board-${suffix}.png` })
  await page.getByRole('link', { name: 'Courier / Hand over parcel' }).first().click()
  await page.getByRole('button', { name: 'Send heartbeat', exact: true }).click()
  await page.getByText(/^Accepted\. Cannot time out before/).waitFor()
  await page.getByText('by your heartbeat').waitFor()
  await page.mouse.move(0, 0)
  await page.screenshot({ animations: 'disabled', path: `${DIRECTORY}/task-${suffix}.png` })
  await page.goto(`${host.url}/?show=cancel`)
  await page.getByRole('link', { name: 'Recount / Count aisle' }).first().click()
  await page.getByText(/^cancelRequested: true since/).waitFor()
  await page.mouse.move(0, 0)
  await page.screenshot({ animations: 'disabled', path: `${DIRECTORY}/swf-task-${suffix}.png` })
  await context.close()
}

async function wholeBoardRead(page: Page): Promise<void> {
  await page.getByText('What is lost first comes first.').waitFor({ timeout: 60_000 })
  await page.waitForFunction(
    // What was asked for while the fleet was still coming to life is old, and read again soon.
    () =>
      document.querySelector('tbody, li') !== null &&
      !document.body.innerText.includes('not read yet') &&
      /oldest read 0:\d\d ago/.test(document.body.innerText),
    undefined,
    { timeout: 60_000 },
  )
}
