import type { Page } from 'playwright/test'
import { type AwsCredentials, cognitoCredentials } from '../src/aws/credentials.ts'
import { directHandler } from '../src/aws/direct-handler.ts'
import { identityPool } from '../src/local-aws/identity/identity-pool.ts'
import { expect, test } from './fixtures.ts'
import { expectNoSidewaysScroll } from './support/check-looks.ts'
import { boardRows, notices, pageCalls, statusLine } from './support/page-parts.ts'
import { listen, placesOf } from './support/secrets.ts'
import { testConfig } from './support/test-config.ts'

/** Temporary credentials as a person gets them elsewhere. */
async function temporaryCredentials(url: string, person: string): Promise<AwsCredentials> {
  return cognitoCredentials({
    requestHandler: directHandler(fetch),
    identityPoolId: identityPool.id,
    region: identityPool.region,
    endpoint: url,
    idToken: async () => {
      const answer = await fetch(`${url}/_local/id-token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person }),
      })
      return ((await answer.json()) as { idToken: string }).idToken // the local AWS's own answer
    },
  })()
}

function asJson({ accessKeyId, secretAccessKey, sessionToken, expiration }: AwsCredentials): string {
  return JSON.stringify({
    Version: 1,
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: expiration?.toISOString(),
  })
}

function asLines({ accessKeyId, secretAccessKey, sessionToken }: AwsCredentials): string {
  return [
    `export AWS_ACCESS_KEY_ID=${accessKeyId}`,
    `export AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
    `export AWS_SESSION_TOKEN=${sessionToken}`,
  ].join('\n')
}

async function paste(page: Page, text: string): Promise<void> {
  await page.getByLabel('Credentials for local').fill(text)
  await page.getByRole('button', { name: 'Use these credentials' }).click()
}

const asking = (page: Page) => notices(page).getByText('Paste temporary credentials to read local/eu-west-1')
const account = (page: Page) => page.getByRole('button', { name: /pasted credentials/ })

test.beforeEach(({ configure, localAws }) => {
  configure(testConfig(localAws.url, undefined, { signIn: { kind: 'pasted' }, identityPoolId: undefined }))
})

test('pasting credentials fits into a window of 320 px', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 })
  await page.goto('/')
  await expect(asking(page)).toBeVisible()
  await page.getByRole('button', { name: 'Or in three fields' }).click()
  await expectNoSidewaysScroll(page)
})

test('pasted credentials are used at once, and stand nowhere', async ({ page, localAws, checkPage }) => {
  const told = listen(page)
  const credentials = await temporaryCredentials(localAws.url, 'ana')
  await page.goto('/')
  await expect(asking(page)).toBeVisible()
  await expect(statusLine(page)).toContainText('signed out')
  await checkPage()
  await paste(page, asJson(credentials))
  await expect(boardRows(page)).toHaveCount(3)
  await expect(asking(page)).toHaveCount(0)
  await expect(statusLine(page)).toContainText(/pasted credentials · credentials for (?:5\d|60) min/)
  for (const secret of [credentials.secretAccessKey, credentials.sessionToken ?? '', credentials.accessKeyId])
    expect(await placesOf(page, secret)).toEqual([])
  expect(told.filter((text) => text.includes(credentials.secretAccessKey))).toEqual([])
})

test('a reload forgets them, and so does signing out', async ({ page, localAws }) => {
  const credentials = await temporaryCredentials(localAws.url, 'vic')
  await page.goto('/findings')
  await paste(page, asLines(credentials))
  await expect(statusLine(page)).toContainText('live')
  await expect(account(page)).toContainText('pasted credentials')
  await page.reload()
  await expect(asking(page)).toBeVisible()
  await paste(page, asLines(credentials))
  await account(page).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(notices(page).getByText('You are signed out')).toBeVisible()
  await expect(asking(page)).toBeVisible()
  await expect(boardRows(page)).toHaveCount(0)
})

test('what is not whole is refused in words, and leaves the form', async ({ page }) => {
  await page.goto('/')
  await paste(page, 'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nAWS_SECRET_ACCESS_KEY=not-a-real-one')
  await expect(page.getByText(/The session token is missing \(AWS_SESSION_TOKEN\)/)).toBeVisible()
  expect(await placesOf(page, 'not-a-real-one')).toEqual([])
  await page.getByRole('button', { name: 'Or in three fields' }).click()
  await page.getByLabel('Access key id').fill('ASIAIOSFODNN7EXAMPLE')
  await page.getByLabel('Secret access key').fill('not-a-real-one')
  await page.getByRole('button', { name: 'Use these credentials' }).click()
  await expect(page.getByText(/The session token is missing/)).toBeVisible()
  expect(await placesOf(page, 'not-a-real-one')).toEqual([])
})

test('those that AWS refuses are asked for anew, with the reason', async ({ page, guard, localAws }) => {
  guard.expectErrors(/the server responded with a status of 400/)
  const credentials = await temporaryCredentials(localAws.url, 'ana')
  await page.goto('/')
  await page.getByRole('button', { name: 'Or in three fields' }).click()
  await page.getByLabel('Access key id').fill(credentials.accessKeyId)
  await page.getByLabel('Secret access key').fill('another')
  await page.getByLabel('Session token').fill(credentials.sessionToken ?? '')
  await page.getByRole('button', { name: 'Use these credentials' }).click()
  await expect(
    notices(page).getByText('AWS no longer takes the pasted credentials, or never did.'),
  ).toBeVisible()
})

test('those that have ended leave the board as it was; new ones go on', async ({
  page,
  guard,
  localAws,
  world,
}) => {
  guard.expectErrors(/the server responded with a status of 400/)
  await page.goto('/')
  await paste(page, asJson(await temporaryCredentials(localAws.url, 'ana')))
  await expect(boardRows(page)).toHaveCount(3)
  world.settings({ wireSkewSeconds: 2 * 3600 })
  await expect(notices(page).getByText('The pasted credentials have ended.')).toBeVisible({ timeout: 20_000 })
  await expect(boardRows(page)).toHaveCount(3)
  const before = pageCalls(world).length
  await paste(page, asJson(await temporaryCredentials(localAws.url, 'ana')))
  await expect(statusLine(page)).toContainText('live')
  expect(pageCalls(world).length).toBeGreaterThan(before)
})

test('nobody active: a warning, and then everything is forgotten', async ({
  page,
  localAws,
  configure,
  checkPage,
}) => {
  const fields = { signIn: { kind: 'pasted' }, identityPoolId: undefined, worldClock: undefined }
  configure({ ...(testConfig(localAws.url, undefined, fields) as object), idleSignOutMinutes: 2 })
  await page.clock.install()
  await page.goto('/')
  await paste(page, asJson(await temporaryCredentials(localAws.url, 'ana')))
  await expect(boardRows(page)).toHaveCount(3)
  const warning = page.getByRole('dialog', { name: 'You are about to be signed out' })
  await page.clock.fastForward(90_000)
  await expect(warning).toContainText(/In 0:\d\d this page signs out/)
  await checkPage()
  await warning.getByText('Stay signed in').click()
  await expect(warning).toHaveCount(0)
  await page.clock.fastForward(121_000)
  await expect(notices(page).getByText('Signed out, because nobody was active for so long')).toBeVisible()
  await expect(boardRows(page)).toHaveCount(0)
  await expect(asking(page)).toBeVisible()
})
