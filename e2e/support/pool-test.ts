import type { SFNClient } from '@aws-sdk/client-sfn'
import { expect, type Locator, type Page } from 'playwright/test'
import type { KeptSignIn } from '../../src/console/sign-in/kept-sign-in.ts'
import { defaultPoolSettings } from '../../src/server/user-pool/pool-settings.ts'
import { startUserPool, type UserPool } from '../../src/server/user-pool/user-pool.ts'
import { test as base } from '../fixtures.ts'
import { notices, outcome, statusLine, taskPath } from './page-parts.ts'
import { openTaskOf } from './second-client.ts'
import { testConfig } from './test-config.ts'

interface PoolFixtures {
  /** Each test finds the user pool with its usual settings, and the console configured for it. */
  readonly configuredPool: void
}

/** A user pool beside the local AWS, which takes its ID tokens. */
export const test = base.extend<PoolFixtures, { readonly pool: UserPool }>({
  pool: [
    async ({ servers }, provide) => {
      const pool = await startUserPool({ port: 0, consoleOrigins: [servers.console.url] })
      servers.localAws.trust(pool.issuer)
      await provide(pool)
      await pool.close()
    },
    { scope: 'worker' },
  ],

  configuredPool: [
    async ({ world, configure, localAws, pool }, provide) => {
      // The world's own beginning configures the console; what follows takes its place.
      void world
      pool.changeSettings(defaultPoolSettings)
      configure(testConfig(localAws.url, pool.signIn))
      await provide()
    },
    { auto: true },
  ],
})

export function signInButton(page: Page): Locator {
  return notices(page).getByRole('button', { name: 'Sign in', exact: true })
}

export function signInAgain(page: Page): Locator {
  return notices(page).getByRole('button', { name: 'Sign in again' })
}

/** On the login's own page. */
export async function be(page: Page, person: RegExp): Promise<void> {
  await page.getByRole('button', { name: person }).click()
}

/** Signs in where nobody is signed in at the login yet. */
export async function signIn(page: Page, path = '/', person = /Ana Ortiz/): Promise<void> {
  await page.goto(path)
  await signInButton(page).click()
  await be(page, person)
  await expect(statusLine(page)).toContainText('live')
}

/** Signs out, and is back from the login's own end. */
export async function signOut(page: Page, person = /Ana Ortiz/): Promise<void> {
  await page.getByRole('button', { name: person }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(notices(page).getByText('You are signed out')).toBeVisible()
}

/** What a tab keeps of its sign-ins, one for each user pool. */
export async function keptSignIns(page: Page): Promise<readonly KeptSignIn[]> {
  const stored = await page.evaluate(() =>
    Object.entries(sessionStorage).filter(([key]) => key.startsWith('heartbeat-console.sign-in ')),
  )
  return stored.map(([, value]) => JSON.parse(value) as KeptSignIn) // the console's own
}

/** From the next sign-in on, ID tokens and AWS credentials last for seconds. */
export function shortLives(pool: UserPool, world: { settings: (change: object) => void }): void {
  pool.changeSettings({ idTokenMinutes: 4 / 60 })
  world.settings({ credentialLifetimeSeconds: 4 })
}

/** Why a user pool does not take a refresh token; undefined where it does, which uses it up. */
export async function refreshError(pool: UserPool, refreshToken: string): Promise<string | undefined> {
  const answer = await fetch(`${pool.url}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: pool.signIn.clientId,
      refresh_token: refreshToken,
    }),
  })
  return ((await answer.json()) as { readonly error?: string }).error // RFC 6749, section 5.2
}

/** On the page of the task of Orders, signed in, with a token pasted and beaten: something that a redirect would lose. */
export async function signInHoldingToken(page: Page, sfn: SFNClient): Promise<void> {
  const { taskToken = '' } = await openTaskOf(sfn, 'Onboarding')
  await signIn(page, taskPath(await openTaskOf(sfn, 'Orders')))
  await page.getByRole('textbox', { name: 'Task token' }).fill(taskToken)
  await page.getByRole('button', { name: 'Send heartbeat' }).click()
  await expect(outcome(page, 'Accepted, for the task that this token belongs to.')).toBeVisible()
}
