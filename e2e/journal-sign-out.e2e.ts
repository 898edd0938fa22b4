import { expect } from './fixtures.ts'
import { notices } from './support/page-parts.ts'
import { be, signIn, signInAgain, signInHoldingToken, signOut, test } from './support/pool-test.ts'

test('what was sent outlives a sign-out, and is shown to nobody else', async ({ page, sfn, world }) => {
  await world.pause()
  await signInHoldingToken(page, sfn)
  await signOut(page)
  await expect(notices(page)).toContainText('The journal stays in this browser')
  await page.goto('/journal')
  await expect(page.getByText('One more entry is not shown')).toBeVisible()
  await expect(page.locator('main')).not.toContainText(/Charge card|is empty/)

  await signInAgain(page)
    .or(notices(page).getByRole('button', { name: 'Sign in', exact: true }))
    .first()
    .click()
  await be(page, /Vic Bauer/)
  await expect(page.getByRole('button', { name: /Vic Bauer/ })).toBeVisible()
  await page.goto('/journal')
  await expect(page.getByText('One more entry is not shown: it belongs to somebody else')).toBeVisible()
  await expect(page.locator('main')).not.toContainText('Charge card')
  await signOut(page, /Vic Bauer/)

  await signIn(page, '/journal')
  await expect(page.getByRole('table', { name: 'Journal' })).toContainText('Orders / Charge card')
})
