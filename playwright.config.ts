import { defineConfig } from 'playwright/test'
import { findChromium } from './scripts/chromium.ts'

const isCi = process.env['CI'] !== undefined && process.env['CI'] !== ''
// Found once: the workers, which read this file too, get it through the environment.
const chromium = await findChromium(console.error)

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: isCi,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    // Not UTC, so that a local time shown as UTC is seen to be wrong.
    timezoneId: 'Europe/Berlin',
    // What axe measures in the middle of a fade is no colour of ours.
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    // A trace holds every request: its tokens and its credentials. It never leaves the machine of who made it.
    trace: isCi ? 'off' : 'retain-on-failure',
    launchOptions: {
      args: [...chromium.args],
      chromiumSandbox: chromium.sandbox,
      ...(chromium.executablePath === undefined ? {} : { executablePath: chromium.executablePath }),
    },
  },
})
