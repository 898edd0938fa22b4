import { expect, test } from './fixtures.ts'

test('a browser that keeps nothing for this site is told what is missing', async ({ page, checkPage }) => {
  // As browsers do that block cookies: even asking throws.
  await page.addInitScript(() => {
    for (const name of ['sessionStorage', 'localStorage'])
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException('Access is denied for this document.', 'SecurityError')
        },
      })
  })
  await page.goto('/')
  await expect(page.getByText('The console cannot start: this browser lets it keep nothing')).toBeVisible()
  await expect(page.getByText(/Allow site data for this address\./)).toBeVisible()
  await checkPage()
})
