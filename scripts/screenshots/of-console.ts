import type { Page } from 'playwright'
import { localConfig } from '../../src/local-aws/local-config.ts'
import { startConsoleHost } from '../../src/server/console-host.ts'
import { startLocalAwsHost } from '../../src/server/local-aws-host.ts'
import type { Camera } from './camera.ts'

/** The board and two tasks, in both colours, wide and narrow, from the last build of the console. */
export async function pictureConsole(camera: Camera): Promise<void> {
  const localAws = await startLocalAwsHost({ port: 0, seed: '1', scenario: 'fleet' })
  const host = await startConsoleHost({ directory: 'dist', config: localConfig(localAws.url), port: 0 })
  try {
    for (const colours of ['light', 'dark'] as const)
      for (const width of ['wide', 'narrow'] as const)
        await camera.visit({ colours, width }, async (page, take) => {
          await page.goto(host.url)
          await wholeBoardRead(page)
          await take('board')
          await page.getByRole('link', { name: 'Courier / Hand over parcel' }).first().click()
          await page.getByRole('button', { name: 'Send heartbeat', exact: true }).click()
          await page.getByText(/^Accepted\. Cannot time out before/).waitFor()
          await page.getByText('by a heartbeat from here').waitFor()
          await take('task')
          await page.goto(`${host.url}/?show=cancel`)
          await page.getByRole('link', { name: 'Recount / Count aisle' }).first().click()
          await page.getByText(/^cancelRequested: true since/).waitFor()
          await take('swf-task')
        })
  } finally {
    await Promise.all([host.close(), localAws.close()])
  }
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
