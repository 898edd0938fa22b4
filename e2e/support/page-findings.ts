import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright/test'

/** What no page of the console may show: text that slipped through, and serious or critical axe findings. */
export async function pageFindings(page: Page): Promise<string[]> {
  return [...(await strayText(page)), ...(await axeFindings(page))]
}

// A random name may well hold NaN in its midst; "NaNm" is no such name.
const strayWords = /undefined|Invalid Date|\[object Object\]|(?<![A-Za-z0-9+/])NaN/

async function strayText(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const attributes = ['aria-label', 'title', 'alt', 'placeholder']
    const labelled = [...document.querySelectorAll(attributes.map((name) => `[${name}]`).join())]
    return [
      ...document.body.innerText.split('\n'),
      document.title,
      ...labelled.flatMap((element) => attributes.map((name) => element.getAttribute(name) ?? '')),
    ]
  })
  return [...new Set(texts)].filter((text) => strayWords.test(text)).map((text) => `on the page: ${text}`)
}

async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // Only what is wrong is asked for, and the pages have no frames: both halve the time.
    .options({ resultTypes: ['violations'] })
    .setLegacyMode()
    .analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => {
      const places = nodes
        .slice(0, 5)
        .map((node) => `\n    ${node.target.join(' ')} ${node.any[0]?.message ?? ''}`)
      const more = nodes.length > places.length ? `\n    and ${nodes.length - places.length} more` : ''
      return `axe ${id}: ${help}${places.join('')}${more}`
    })
}
