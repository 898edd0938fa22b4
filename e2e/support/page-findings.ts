import type { Page } from 'playwright/test'
import { axeFindings } from './axe-findings.ts'

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
