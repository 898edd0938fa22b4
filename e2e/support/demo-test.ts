import type { Page } from 'playwright/test'
import { type StaticHost, startStaticHost } from '../../src/server/static-host.ts'
import { guardedTest } from './guarded-test.ts'

/** The demo as a static host serves it, in a folder that is not its root: `page.goto('demo.html')`. */
export const test = guardedTest.extend<object, { readonly host: StaticHost }>({
  host: [
    // Playwright reads a fixture's needs from its first parameter, which therefore is a pattern, here an empty one.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, provide) => {
      const host = await startStaticHost({
        directory: 'dist-demo',
        port: 0,
        path: '/some/where/',
        what: 'the demo',
        variable: 'DEMO_PORT',
      })
      await provide(host)
      await host.close()
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ host }, provide) => provide(host.url),
})

/** What the bar at the bottom of the demo does. */
export const timeMachine = {
  press: (page: Page, name: 'Pause' | 'Resume'): Promise<void> =>
    page.getByRole('group', { name: 'Time machine' }).getByRole('button', { name, exact: true }).click(),
  step: (page: Page, amount: '10 seconds' | '1 minute' | '10 minutes'): Promise<void> =>
    page.getByRole('button', { name: `Step ${amount}` }).click(),
  speed: async (page: Page, factor: 1 | 10 | 60): Promise<void> => {
    await page.getByRole('button', { name: /^Speed x/ }).click()
    await page.getByRole('menuitem', { name: `x${factor}`, exact: true }).click()
  },
}

export { expect } from 'playwright/test'
