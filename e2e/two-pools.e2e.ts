import { readIdTokenClaims } from '../src/aws/credentials.ts'
import { startUserPool, type UserPool } from '../src/server/user-pool/user-pool.ts'
import { expect } from './fixtures.ts'
import { boardRows, notices, statusLine } from './support/page-parts.ts'
import { test as base, be, keptSignIns, refreshError, signInButton, signOut } from './support/pool-test.ts'
import { testConfig } from './support/test-config.ts'

/** Two user pools, and two connections to the same account, each with its own. */
const test = base.extend<object, { readonly otherPool: UserPool }>({
  otherPool: [
    async ({ servers }, provide) => {
      const otherPool = await startUserPool({ port: 0, consoleOrigins: [servers.console.url] })
      servers.localAws.trust(otherPool.issuer)
      await provide(otherPool)
      await otherPool.close()
    },
    { scope: 'worker' },
  ],
})

test('two user pools in one page: signed in to one after the other, and out of both together', async ({
  page,
  context,
  localAws,
  configure,
  pool,
  otherPool,
  checkPage,
}) => {
  const both = [
    testConfig(localAws.url, pool.signIn, { name: 'north' }),
    testConfig(localAws.url, otherPool.signIn, { name: 'south' }),
  ]
  // Each has one connection.
  configure({ connections: both.flatMap((one) => (one as { connections: object[] }).connections) })
  await page.goto('/')
  const asking = (name: string) =>
    notices(page).getByText(`Sign in to read ${name}/eu-west-1`).filter({ visible: true })
  await expect(asking('north')).toBeVisible()
  await expect(asking('south')).toBeVisible()
  await expect(signInButton(page)).toHaveCount(2)
  await checkPage()

  // Nothing is lost by leaving for the first; the second one opens a window, for the first goes on.
  await signInButton(page).first().click()
  await expect(page).toHaveURL(new RegExp(`^${pool.url}/`))
  await be(page, /Ana Ortiz/)
  await expect(boardRows(page)).toHaveCount(3)
  await expect(asking('north')).toHaveCount(0)
  const loaded = await page.evaluate(() => performance.timeOrigin)
  const [window] = await Promise.all([context.waitForEvent('page'), signInButton(page).click()])
  await expect(window).toHaveURL(new RegExp(`^${otherPool.url}/`))
  await be(window, /Vic Bauer/)
  await expect(boardRows(page)).toHaveCount(6)
  await expect(asking('south')).toHaveCount(0)
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(loaded)
  await expect(statusLine(page)).toContainText('Ana Ortiz')
  await expect(statusLine(page)).toContainText('Vic Bauer')

  // Each keeps its own, also over a reload.
  await page.reload()
  await expect(boardRows(page)).toHaveCount(6)
  const kept = await keptSignIns(page)
  expect(kept).toHaveLength(2)

  await signOut(page, /Ana Ortiz/)
  await expect(signInButton(page)).toHaveCount(2)
  await expect(boardRows(page)).toHaveCount(0)
  expect(await keptSignIns(page)).toEqual([])
  for (const { idToken, refreshToken } of kept) {
    const its = [pool, otherPool].find(({ signIn }) => signIn.issuer === readIdTokenClaims(idToken).iss)
    if (its === undefined) throw new Error('a sign-in of neither user pool')
    expect(await refreshError(its, refreshToken ?? '')).toBe('invalid_grant')
  }
  // Both logins have forgotten who was there.
  for (const [one, index] of [
    [pool, 0],
    [otherPool, 1],
  ] as const) {
    await page.goto('/')
    await signInButton(page).nth(index).click()
    await expect(page).toHaveURL(new RegExp(`^${one.url}/`))
    await expect(page.getByRole('button', { name: /Ana Ortiz/ })).toBeVisible()
  }
})
