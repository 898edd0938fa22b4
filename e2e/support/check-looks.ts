import { expect, type Locator, type Page, test } from 'playwright/test'

const looks = [
  { colorScheme: 'light', width: 1440 },
  { colorScheme: 'dark', width: 1440 },
  { colorScheme: 'light', width: 400 },
  { colorScheme: 'dark', width: 400 },
] as const

/** Checks a page as it stands, light and dark, wide and narrow; nothing may stick out of the narrow one. */
export async function checkLooks(
  page: Page,
  checkPage: () => Promise<void>,
  settled: Locator,
): Promise<void> {
  for (const { colorScheme, width } of looks) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    await expect(settled.first()).toBeVisible()
    await expect(page.locator('body')).toHaveCSS('color-scheme', colorScheme)
    await test.step(`${colorScheme}, ${width} wide`, checkPage)
    const reach = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(reach, `${colorScheme}, ${width} wide`).toBeLessThanOrEqual(width)
  }
}
