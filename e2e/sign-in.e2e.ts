import type { Page } from 'playwright/test'
import { readIdTokenClaims } from '../src/aws/credentials.ts'
import type { KeptSignIn } from '../src/console/sign-in/kept-sign-in.ts'
import { expect } from './fixtures.ts'
import { expectNoSidewaysScroll } from './support/check-looks.ts'
import { boardRows, notices, outcome, pageCalls, statusLine } from './support/page-parts.ts'
import {
  signInAgain as again,
  be,
  keptSignIns,
  refreshError,
  shortLives,
  signIn,
  signInButton,
  signInHoldingToken,
  signOut,
  test,
} from './support/pool-test.ts'
import { listen, placesOf } from './support/secrets.ts'
import { testConfig } from './support/test-config.ts'

const ended = (page: Page) => notices(page).getByText('Your sign-in for local/eu-west-1 has ended')
const account = (page: Page) => page.getByRole('button', { name: /Ana Ortiz/ })

async function kept(page: Page): Promise<KeptSignIn> {
  const [signedIn] = await keptSignIns(page)
  if (signedIn === undefined) throw new Error('this tab keeps no sign-in')
  return signedIn
}

/** Resolves when this tab has renewed its sign-in so many times more. */
async function renewals(page: Page, count: number): Promise<void> {
  let before = (await kept(page)).idToken
  for (let done = 0; done < count; done += 1) {
    await expect.poll(async () => (await kept(page)).idToken).not.toBe(before)
    before = (await kept(page)).idToken
  }
}

const loadedAt = (page: Page): Promise<number> => page.evaluate(() => performance.timeOrigin)

test('somebody signs in, comes back to where they were, and leaves no trace of it in the address', async ({
  page,
  pool,
  checkPage,
}) => {
  const told = listen(page)
  const addresses: string[] = []
  await page.goto('/?show=soon')
  await expect(notices(page)).toContainText('Sign in to read local/eu-west-1')
  await expect(notices(page)).toContainText(`People sign in at ${new URL(pool.url).host}.`)
  await expect(statusLine(page)).toContainText('signed out')
  await checkPage()
  await signInButton(page).click()
  await be(page, /Ana Ortiz/)
  await expect(statusLine(page)).toContainText('live')
  await expect(page).toHaveURL(/\/\?show=soon$/)
  await expect(account(page)).toContainText('Ana Ortiz · operator')
  await account(page).click()
  const end = page.getByText(/^AWS credentials until .*, renewed by themselves$/)
  await expect(end.filter({ visible: true })).toBeVisible()
  const { idToken, refreshToken } = await kept(page)
  for (const secret of [idToken, refreshToken ?? ''])
    expect(await placesOf(page, secret)).toEqual(['sessionStorage heartbeat-console.sign-in'])
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toMatch(/code_verifier|access_token/)
  addresses.push(...(await page.evaluate(() => performance.getEntries().map(({ name }) => name))))
  expect([...addresses.filter((name) => !name.includes('/signed-in')), ...told].join('\n')).not.toMatch(
    /code=/,
  )
  // What the browser goes back to is not the answer of the login.
  await page.reload()
  await expect(statusLine(page)).toContainText('live')
})

test('signing in fits into a window of 320 px', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 })
  await page.goto('/')
  await expect(signInButton(page)).toBeVisible()
  await expectNoSidewaysScroll(page)
  await signInButton(page).click()
  await expect(page.getByRole('button', { name: /Ana Ortiz/ })).toBeVisible()
  await expectNoSidewaysScroll(page)
})

test('a sign-in is renewed past its expiry, and the board stays', async ({ page, pool, world }) => {
  shortLives(pool, world)
  await signIn(page)
  await expect(boardRows(page)).toHaveCount(3)
  const loaded = await loadedAt(page)
  await renewals(page, 3)
  await expect(boardRows(page)).toHaveCount(3)
  await expect(statusLine(page)).toContainText('live')
  await expect(notices(page).getByText(/sign|Sign/)).toHaveCount(0)
  expect(await loadedAt(page)).toBe(loaded)
  expect(pageCalls(world, 'GetCredentialsForIdentity').length).toBeGreaterThan(2)
})

test('a sign-in that ends leaves the board; a window brings it back, and what was pasted is still there', async ({
  page,
  context,
  guard,
  pool,
  world,
  sfn,
}) => {
  guard.expectErrors(/the server responded with a status of 400/)
  await world.pause()
  shortLives(pool, world)
  await signInHoldingToken(page, sfn)
  const send = page.getByRole('button', { name: 'Send heartbeat' })
  const heldToken = page.getByRole('definition').filter({ hasText: /^pasted, not proved/ })
  await expect(heldToken).toBeVisible()
  const loaded = await loadedAt(page)
  pool.age(13 * 3600)
  await expect(ended(page)).toBeVisible({ timeout: 15_000 })
  await expect(notices(page)).toContainText('The AWS credentials have ended, too.', { timeout: 15_000 })
  await expect(heldToken).toBeVisible()
  const [window] = await Promise.all([context.waitForEvent('page'), again(page).click()])
  await be(window, /Ana Ortiz/)
  await window.waitForEvent('close')
  await expect(ended(page)).toHaveCount(0)
  await expect(statusLine(page)).toContainText('live')
  expect(await loadedAt(page)).toBe(loaded)
  await send.click()
  await expect(outcome(page, 'Accepted, for the task that this token belongs to.')).toBeVisible()
  expect(pageCalls(world, 'SendTaskHeartbeat').filter(({ error }) => error === undefined)).toHaveLength(2)
})

test('a reload that missed the answer of a renewal signs in anew by itself, and is where it was', async ({
  page,
  guard,
  pool,
  world,
}) => {
  guard.expectErrors(/favicon\.ico|the server responded with a status of 400/)
  shortLives(pool, world)
  await signIn(page, '/?show=soon')
  // The page is gone, and the tab keeps what it kept.
  await page.goto('/config.json')
  const { refreshToken, idToken } = await kept(page)
  expect(await refreshError(pool, refreshToken ?? '')).toBeUndefined()
  const { exp = 0 } = readIdTokenClaims(idToken)
  await expect.poll(() => Date.now() > exp * 1000, { timeout: 15_000 }).toBe(true)
  await page.goto('/?show=soon')
  await expect(account(page)).toBeVisible()
  await expect(statusLine(page)).toContainText('live')
  await expect(page).toHaveURL(/\/\?show=soon$/)
  await expect(notices(page).getByText(/sign|Sign/)).toHaveCount(0)
  expect((await kept(page)).refreshToken).not.toBe(refreshToken)
})

test('two tabs renew beside each other, and a duplicated one signs in for itself', async ({
  page,
  context,
  pool,
  world,
}) => {
  shortLives(pool, world)
  await signIn(page)
  const second = await context.newPage()
  await second.goto('/journal')
  await signInButton(second).click()
  // The login knows who this is, and asks nothing.
  await expect(account(second)).toBeVisible()
  await expect(second).toHaveURL(/\/journal$/)
  // As a browser's own command does: the new tab begins with a copy of the old one's storage.
  const [copy] = await Promise.all([
    context.waitForEvent('page'),
    page.evaluate(() => {
      window.open('/findings', '_blank')
    }),
  ])
  await expect(account(copy)).toBeVisible()
  await expect(copy).toHaveURL(/\/findings$/)
  const tabs = [page, second, copy]
  const ids = await Promise.all(tabs.map(async (tab) => (await kept(tab)).id))
  expect(new Set(ids).size).toBe(3)
  await Promise.all(tabs.map((tab) => renewals(tab, 2)))
  for (const tab of tabs) await expect(notices(tab).getByText(/sign|Sign/)).toHaveCount(0)
})

test('signing out in one tab signs out all of them, and the login asks again', async ({
  page,
  context,
  pool,
}) => {
  await signIn(page)
  const second = await context.newPage()
  await second.goto('/findings')
  await signInButton(second).click()
  await expect(account(second)).toBeVisible()
  const before = await Promise.all([page, second].map(kept))
  await signOut(page)
  await expect(notices(second).getByText('you signed out in another tab')).toBeVisible()
  for (const tab of [page, second]) {
    await expect(signInButton(tab)).toBeVisible()
    await expect(boardRows(tab)).toHaveCount(0)
    for (const { idToken, refreshToken } of before)
      for (const secret of [idToken, refreshToken ?? '']) expect(await placesOf(tab, secret)).toEqual([])
  }
  for (const { refreshToken } of before)
    expect(await refreshError(pool, refreshToken ?? '')).toBe('invalid_grant')
  await signInButton(page).click()
  await expect(page.getByRole('button', { name: /Vic Bauer/ })).toBeVisible()
})

test.describe('an answer of the login', () => {
  /** The state of the sign-in that this tab has begun. */
  async function begunState(page: Page): Promise<string> {
    const key = 'heartbeat-console.signing-in '
    await page.goto('/')
    await signInButton(page).click()
    await expect(page.getByRole('button', { name: /Ana Ortiz/ })).toBeVisible()
    // What the tab keeps is readable on the console's pages alone.
    await page.goto('/config.json')
    const keys = await page.evaluate(() => Object.keys(sessionStorage))
    return keys.find((name) => name.startsWith(key))?.slice(key.length) ?? ''
  }

  test.beforeEach(({ guard }) => guard.expectErrors(/favicon\.ico|status of 400/))

  test('with an altered state is refused, and its code sent nowhere', async ({ page }) => {
    const state = await begunState(page)
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.goto(
      `/signed-in?code=stolen&state=${state.replace(/.$/, (last) => (last === '0' ? '1' : '0'))}`,
    )
    await expect(notices(page).getByText('This sign-in was not taken')).toBeVisible()
    await expect(notices(page)).toContainText('belongs to no sign-in of this tab')
    await expect(page).toHaveURL(/\/$/)
    await expect(signInButton(page)).toBeVisible()
    expect(asked.filter((url) => url.includes('/oauth2/'))).toEqual([])
  })

  test('with another code is refused, and can be tried again', async ({ page }) => {
    await page.goto(`/signed-in?code=another&state=${await begunState(page)}`)
    await expect(notices(page)).toContainText('it answered invalid_grant')
    await again(page).click()
    await be(page, /Ana Ortiz/)
    await expect(boardRows(page)).toHaveCount(3)
  })

  test('that nobody may come in is told', async ({ page }) => {
    await page.goto(`/signed-in?error=access_denied&state=${await begunState(page)}`)
    await expect(notices(page)).toContainText('The login let nobody in.')
    await expect(again(page)).toBeVisible()
  })

  test('that comes too late is refused', async ({ page }) => {
    await page.clock.install()
    await page.goto('/')
    await signInButton(page).click()
    await expect(page.getByRole('button', { name: /Ana Ortiz/ })).toBeVisible()
    await page.clock.setSystemTime(Date.now() + 16 * 60_000)
    await be(page, /Ana Ortiz/)
    await expect(notices(page)).toContainText('The sign-in took longer than 15 minutes')
    await again(page).click()
    await expect(boardRows(page)).toHaveCount(3)
  })
})

for (const hours of [-1, 1]) {
  test(`a clock that is off by ${hours} h signs nobody out`, async ({ page, localAws, configure, pool }) => {
    configure(testConfig(localAws.url, pool.signIn, { worldClock: undefined }))
    await page.clock.install({ time: Date.now() + hours * 3_600_000 })
    await signIn(page)
    await expect(boardRows(page)).toHaveCount(3)
    const { idToken } = await kept(page)
    await page.reload()
    await expect(boardRows(page)).toHaveCount(3)
    expect((await kept(page)).idToken).toBe(idToken)
  })
}

test('who is in no group is refused by Cognito, and can sign out', async ({ page, guard }) => {
  guard.expectErrors(/the server responded with a status of 400/)
  await page.goto('/')
  await signInButton(page).click()
  await be(page, /Nora Lind/)
  await expect(notices(page).getByText('AWS does not accept this sign-in')).toBeVisible()
  await signOut(page, /Nora Lind/)
  await expect(signInButton(page)).toBeVisible()
})

test('a connection that nobody is signed in to disturbs no other', async ({
  page,
  context,
  localAws,
  configure,
  pool,
}) => {
  const both = [testConfig(localAws.url), testConfig(localAws.url, pool.signIn, { name: 'other' })]
  // Each has one connection.
  configure({ connections: both.flatMap((one) => (one as { connections: object[] }).connections) })
  await page.goto('/')
  await expect(notices(page)).toContainText('Sign in to read other/eu-west-1')
  await expect(boardRows(page)).toHaveCount(3)
  await expect(statusLine(page)).toContainText('live')
  const [window] = await Promise.all([context.waitForEvent('page'), signInButton(page).click()])
  await be(window, /Ana Ortiz/)
  await expect(boardRows(page)).toHaveCount(6)
})
