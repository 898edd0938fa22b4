import { chromium, type Page } from 'playwright'
import { findChromium } from '../chromium.ts'

const DIRECTORY = 'docs/images'
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 400, height: 860 } } as const

export interface Look {
  readonly colours: 'light' | 'dark'
  readonly width: keyof typeof SIZES
}

/** Takes the picture `docs/images/NAME-LOOK.png`. */
export type Take = (name: string) => Promise<void>

export interface Camera {
  /** A page of its own, which is closed afterwards. */
  visit(look: Look, what: (page: Page, take: Take) => Promise<void>): Promise<void>
  close(): Promise<void>
}

export async function openCamera(): Promise<Camera> {
  const found = await findChromium(console.error)
  const browser = await chromium.launch({
    args: [...found.args],
    chromiumSandbox: found.sandbox,
    ...(found.executablePath === undefined ? {} : { executablePath: found.executablePath }),
  })
  return {
    async visit({ colours, width }, what) {
      const context = await browser.newContext({
        viewport: SIZES[width],
        colorScheme: colours,
        locale: 'en-GB',
        timezoneId: 'UTC',
      })
      const page = await context.newPage()
      await what(page, async (name) => {
        // No tooltip of what was pressed last.
        await page.mouse.move(0, 0)
        const suffix = width === 'wide' ? colours : `${colours}-${width}`
        await page.screenshot({ animations: 'disabled', path: `${DIRECTORY}/${name}-${suffix}.png` })
      })
      await context.close()
    },
    close: () => browser.close(),
  }
}
