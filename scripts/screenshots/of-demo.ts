import type { Page } from 'playwright'
import { startStaticHost } from '../../src/server/static-host.ts'
import type { Camera, Look } from './camera.ts'

const LOOKS: readonly Look[] = [
  { colours: 'light', width: 'wide' },
  { colours: 'dark', width: 'wide' },
  { colours: 'light', width: 'narrow' },
  { colours: 'dark', width: 'narrow' },
]

/** The lab and two scenarios, from the last build of the demo. */
export async function pictureDemo(camera: Camera): Promise<void> {
  const host = await startStaticHost({
    directory: 'dist-demo',
    port: 0,
    what: 'the demo',
    variable: 'DEMO_PORT',
  })
  try {
    for (const look of LOOKS)
      await camera.visit(look, async (page, take) => {
        await page.goto(`${host.url}demo.html?lab`)
        await press(page, 'Pause')
        await page.getByRole('button', { name: 'Run', exact: true }).click()
        await page.getByText(/^Running since/).waitFor()
        for (const step of ['10 seconds', '10 seconds', '1 minute']) await press(page, `Step ${step}`)
        await page.getByText('Catch on States.HeartbeatTimeout fires').waitFor()
        await take('lab')

        await page.goto(`${host.url}demo.html?scenario=workers-lost`)
        await settled(page)
        await press(page, 'Step 1 minute')
        await page.getByText('no beat for 60 s').first().waitFor()
        await settled(page)
        await take('demo-workers-lost')

        await page.goto(`${host.url}demo.html?scenario=human`)
        await settled(page)
        await take('demo-human')
      })
  } finally {
    await host.close()
  }
}

async function press(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click()
}

/** Every task has been read, and the limits of its execution. */
async function settled(page: Page): Promise<void> {
  await page.getByText('What is lost first comes first.').waitFor()
  await page.waitForFunction(
    () =>
      document.querySelector('tbody a, li a') !== null && !document.body.innerText.includes('not read yet'),
    undefined,
    { timeout: 90_000 },
  )
}
