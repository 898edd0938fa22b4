import { expect, type Locator, type Page, test } from 'playwright/test'

const looks = [
  { colorScheme: 'light', width: 1440 },
  { colorScheme: 'dark', width: 1440 },
  { colorScheme: 'light', width: 400 },
  { colorScheme: 'dark', width: 400 },
] as const

/**
 * Checks a page as it stands, light and dark, wide and narrow; nothing may stick out of the narrow ones, down to the 320 px of WCAG's
 * criterion 1.4.10.
 */
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
    await expectNoSidewaysScroll(page)
  }
  await page.setViewportSize({ width: 320, height: 900 })
  await expect(settled.first()).toBeVisible()
  await expectNoSidewaysScroll(page)
}

/** Neither the page nor, where it is narrow, any part of it has to be scrolled sideways to be read. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { width = 0 } = page.viewportSize() ?? {}
  // Layout follows the width by observers, a frame or two later.
  await expect
    .poll(() => page.evaluate(sidewaysScrolled, width <= 400), { message: `${width} px wide` })
    .toEqual([])
}

/** Runs in the page. A wide screen may scroll a table; a field of code keeps its lines at any width. */
function sidewaysScrolled(withParts: boolean): string[] {
  const parts = withParts ? document.querySelectorAll('main *:not(textarea)') : []
  return [document.documentElement, ...parts]
    .filter(
      (part) => part === document.documentElement || /auto|scroll/.test(getComputedStyle(part).overflowX),
    )
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
    .map((part) =>
      `${part.tagName} ${part.getAttribute('class') ?? ''} ${part.scrollWidth} > ${part.clientWidth}`.slice(
        -160,
      ),
    )
}
