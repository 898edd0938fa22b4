import { DescribeExecutionCommand } from '@aws-sdk/client-sfn'
import type { Page } from 'playwright/test'
import { expect } from './fixtures.ts'
import { takeActivityTask } from './support/activity-worker.ts'
import {
  boardRow,
  boardRows,
  notices,
  outcome,
  statusLine,
  swfTaskPath,
  taskPath,
  workflowPath,
} from './support/page-parts.ts'
import {
  test as base,
  be,
  shortLives,
  signIn,
  signInAgain,
  signInButton,
  signOut,
} from './support/pool-test.ts'
import { openTaskOf, openTasks } from './support/second-client.ts'
import { SecretScan } from './support/secret-scan.ts'
import { takeSwfTask } from './support/swf-worker.ts'

const test = base.extend<{ readonly scan: SecretScan }>({
  scan: async ({ context, world, servers }, provide) => {
    const scan = new SecretScan(context, servers.console.url, world)
    await scan.open()
    await provide(scan)
    await scan.close()
  },
})

// The browser itself logs every answer that is an error; the page that only listens has no icon.
test.beforeEach(({ guard }) => guard.expectErrors(/the server responded with a status of 400|favicon\.ico/))

const manager = 'Onboarding / Ask manager'
const opener = 'Open an execution by ARN, AWS console address, or SWF workflowId and runId'
const send = (page: Page) => page.getByRole('button', { name: 'Send heartbeat', exact: true })
const tokenField = (page: Page) => page.getByRole('textbox', { name: 'Task token' })
const accepted = 'Accepted, for the task that this token belongs to.'

test('a full round of the console leaves no secret where it can be read', async ({
  page,
  context,
  scan,
  pool,
  world,
  sfn,
  swf,
}) => {
  test.setTimeout(120_000)
  await world.pause()
  const clean = async (): Promise<void> => expect(await scan.findings()).toEqual([])

  // Every token that there is: those in histories, and those that only a worker was given.
  const onboarding = await openTaskOf(sfn, 'Onboarding')
  const orders = await openTaskOf(sfn, 'Orders')
  const audit = await takeActivityTask(sfn)
  const swfTask = await takeSwfTask(swf, world)
  const proved = (await openTasks(sfn)).flatMap(({ taskToken }) => taskToken ?? [])
  expect(proved.length).toBeGreaterThan(0)
  for (const token of [...proved, audit.taskToken, swfTask.taskToken]) scan.secrets.add('task token', token)

  // Signed in, and the board read; a second tab signs in for itself.
  await signIn(page)
  await expect(boardRows(page)).toHaveCount(5)
  const second = await context.newPage()
  await second.goto('/journal')
  await signInButton(second).click()
  await expect(second.getByRole('button', { name: /Ana Ortiz/ })).toBeVisible()
  await page.bringToFront()
  await clean()

  // A token that history proves: from the board's dialog, and from the task's page.
  await boardRow(page, manager)
    .getByRole('button', { name: `Send heartbeat to ${manager}` })
    .click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/^proved from history/)).toBeVisible()
  await clean()
  await send(page).click()
  await expect(dialog.getByText(/^Accepted\./)).toBeVisible()
  await clean()
  await dialog.getByRole('button', { name: 'Close', exact: true }).click()
  await boardRow(page, manager).getByRole('link', { name: manager, exact: true }).click()
  await send(page).click()
  await expect(page.getByText(/^Accepted\./)).toBeVisible()
  await clean()

  // A pasted one: seen in its field while somebody types, and nowhere from then on.
  await page.goto(taskPath(orders))
  await tokenField(page).fill('not-a-token')
  await send(page).click()
  await expect(outcome(page, 'This is not a task token.')).toBeVisible()
  await tokenField(page).fill(audit.taskToken)
  expect(await scan.findings()).toContain('task token: fields')
  expect(await scan.findings({ typing: true })).toEqual([])
  await send(page).click()
  await expect(outcome(page, accepted)).toBeVisible()
  await clean()

  // SWF: its token, its details, asking by heartbeat.
  await page.goto(swfTaskPath(swfTask))
  await tokenField(page).fill(swfTask.taskToken)
  await page.getByRole('textbox', { name: /^Details/ }).fill('kept alive by hand')
  expect(await scan.findings({ typing: true })).toEqual([])
  await send(page).click()
  await expect(outcome(page, accepted)).toBeVisible()
  await page.getByRole('button', { name: 'Ask by heartbeat' }).click()
  await clean()
  await dialog.getByRole('button', { name: 'Ask by heartbeat' }).click()
  await expect(dialog.getByText(/SWF answered cancelRequested: false/)).toBeVisible()
  await clean()
  await dialog.getByRole('button', { name: 'Close', exact: true }).click()

  // Every other screen, by its links: what this tab knows is still there.
  await page.getByRole('link', { name: 'Journal' }).click()
  await expect(page.getByRole('table', { name: 'Journal' })).toContainText('accepted for a pasted token')
  await clean()
  await page.getByRole('link', { name: /^Findings/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^Findings/ })).toBeVisible()
  await clean()
  await page.getByRole('searchbox', { name: opener }).fill(onboarding.executionArn)
  await page.getByRole('searchbox', { name: opener }).press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: onboarding.executionName })).toBeVisible()
  await clean()
  await page.goto(workflowPath(swfTask))
  await expect(page.getByRole('table', { name: 'Tasks in flight' })).toBeVisible()
  await clean()

  // Denied, with the policy statement in its code view, and throttled.
  await page.goto(taskPath(onboarding))
  await expect(send(page)).toBeEnabled()
  world.settings({ throttle: ['SendTaskHeartbeat'] })
  await send(page).click()
  await expect(page.getByText('AWS is throttling this account.')).toBeVisible()
  await clean()
  world.settings({ throttle: [], deny: ['states:SendTaskHeartbeat'] })
  await send(page).click()
  await expect(page.getByText('Not offered: IAM has refused it')).toBeVisible()
  await clean()
  world.settings({ deny: [] })

  // Out, in every tab, and in again as the other one: its policy is shown as code.
  await signOut(page)
  await expect(notices(second).getByText('you signed out in another tab')).toBeVisible()
  await clean()
  // In a tab behind another one nothing moves on: how it looks is for a test that has it in front.
  await second.close()
  await signIn(page, taskPath(onboarding), /Vic Bauer/)
  await send(page).click()
  await expect(page.locator('pre')).toContainText('states:SendTaskHeartbeat')
  await clean()
  await signOut(page, /Vic Bauer/)

  // Once more, until it expires with a pasted token held; a window brings it back.
  shortLives(pool, world)
  await signIn(page, taskPath(orders))
  await tokenField(page).fill(audit.taskToken)
  await send(page).click()
  await expect(outcome(page, accepted)).toBeVisible()
  pool.age(13 * 3600)
  await expect(notices(page).getByText(/^Your sign-in for .* has ended$/)).toBeVisible({ timeout: 15_000 })
  await expect(notices(page)).toContainText('The AWS credentials have ended, too.', { timeout: 15_000 })
  await clean()
  const [window] = await Promise.all([context.waitForEvent('page'), signInAgain(page).click()])
  await be(window, /Ana Ortiz/)
  await window.waitForEvent('close')
  await expect(statusLine(page)).toContainText('live')
  const writes = page.getByRole('table', { name: 'What you sent for this task' }).getByText(/^accepted/)
  const before = await writes.count()
  await send(page).click()
  await expect(writes).toHaveCount(before + 1)
  await expect(outcome(page, accepted)).toBeVisible()
  await clean()

  // So much was looked for: of no kind nothing.
  expect(scan.heard).toBeGreaterThan(1)
  expect(scan.secrets.count('task token')).toBeGreaterThan(2)
  expect(scan.secrets.count('AWS credential')).toBeGreaterThan(6)
  for (const kind of ['ID token', 'refresh token', 'access token', 'code', 'state', 'verifier'] as const)
    expect([kind, scan.secrets.count(kind) > 3]).toEqual([kind, true])
})

test.describe('the scan', () => {
  const planted = 'planted+0123456789/abcdefghijklmnopqrstuvwxyz0123456789ABCDEF=='

  /** Runs in the page, with the secret: puts it somewhere. In such an order that none puts it where a later one does. */
  const plants: Readonly<Record<string, (secret: string) => unknown>> = {
    'localStorage planted': (secret) => localStorage.setItem('planted', secret),
    'sessionStorage planted': (secret) => sessionStorage.setItem(`planted ${secret}`, ''),
    cookies: (secret) => {
      // Not the Cookie Store API: this is how a program would.
      // oxlint-disable-next-line unicorn/no-document-cookie
      document.cookie = `planted=${encodeURIComponent(secret)}`
    },
    indexedDB: (secret) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('planted')
        opening.addEventListener('error', () => reject(opening.error ?? new Error('not opened')))
        opening.addEventListener('upgradeneeded', () => {
          opening.result.createObjectStore('planted').put({ secret }, 'key')
        })
        opening.addEventListener('success', () => {
          opening.result.close()
          resolve()
        })
      }),
    'cache storage': async (secret) =>
      (await caches.open('planted')).put('/planted', new Response(`x ${secret} x`)),
    'performance entries': (secret) => performance.mark(secret),
    request: (secret) => fetch(`/config.json?q=${encodeURIComponent(secret)}`),
    referer: async (secret) => {
      history.replaceState(null, '', `/?q=${encodeURIComponent(secret)}`)
      await fetch('/config.json', { referrerPolicy: 'unsafe-url' })
      history.replaceState(null, '', '/')
    },
    'history entries': (secret) => {
      history.pushState(null, '', `/#${encodeURIComponent(secret)}`)
      history.pushState(null, '', '/')
    },
    'history state': (secret) => history.replaceState({ secret }, ''),
    broadcast: (secret) => {
      const channel = new BroadcastChannel('heartbeat-console.sign-in')
      // A channel reaches this origin alone and takes no target.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      channel.postMessage({ secret })
    },
    console: (secret) => console.info({ secret }.secret),
    document: (secret) => document.body.append(document.createComment(secret)),
    text: (secret) => {
      // Broken over elements, so that no element holds it.
      for (const part of [secret.slice(0, 20), secret.slice(20)])
        document.body.append(Object.assign(document.createElement('b'), { textContent: part }))
    },
    fields: (secret) =>
      document.body.append(
        Object.assign(document.createElement('textarea'), { value: secret, ariaLabel: 'Planted' }),
      ),
    title: (secret) => {
      document.title = secret
    },
    'window name': (secret) => {
      window.name = secret
    },
    // A query that the console does not know leaves the address by itself.
    address: (secret) => history.replaceState(null, '', `/#${encodeURIComponent(secret)}`),
  }

  test('finds a secret in each place, and in none before it is there', async ({ page, scan }) => {
    scan.secrets.add('task token', planted)
    await page.goto('/')
    await expect(signInButton(page)).toBeVisible()
    expect(await scan.findings()).toEqual([])
    for (const [place, plant] of Object.entries(plants)) {
      const finding = `task token: ${place}`
      expect(await scan.findings()).not.toContain(finding)
      await page.evaluate(plant, planted)
      await expect.poll(() => scan.findings()).toContain(finding)
    }
  })

  test('finds it in every form', async ({ page, scan }) => {
    scan.secrets.add('AWS credential', planted)
    await page.goto('/')
    await expect(signInButton(page)).toBeVisible()
    const forms = {
      encoded: encodeURIComponent(planted),
      inBase64: Buffer.from(planted).toString('base64'),
      outOfBase64: Buffer.from(planted, 'base64').toString('latin1'),
      inHexadecimal: Buffer.from(planted, 'base64').toString('hex'),
      aPiece: `…${planted.slice(11, 35)}…`,
    }
    for (const [form, text] of Object.entries(forms)) {
      await page.evaluate(([key, value]) => localStorage.setItem(key, value), [form, text] as const)
      expect(await scan.findings()).toEqual([`AWS credential: localStorage ${form}`])
      await page.evaluate((key) => localStorage.removeItem(key), form)
    }
    await page.evaluate((text) => localStorage.setItem('tooShort', text), planted.slice(11, 34))
    expect(await scan.findings()).toEqual([])
  })

  test('finds a sign-in token outside the place where it is kept', async ({ page, scan }) => {
    await signIn(page)
    expect(await scan.findings()).toEqual([])
    await page.evaluate(() => {
      for (const [key, value] of Object.entries(sessionStorage))
        if (key.startsWith('heartbeat-console.sign-in ')) localStorage.setItem('copied', value)
    })
    const found = await scan.findings()
    expect(found.join('\n')).toMatch(/ID token.*: localStorage copied/)
    expect(found).toContain('refresh token: localStorage copied')
  })

  test('finds a cookie that no script can read, and a call that was written down', async ({
    context,
    scan,
    sfn,
    servers,
  }) => {
    const name = 'planted-0123456789abcdefghijklmnopqrstuvwxyz'
    scan.secrets.add('task token', name)
    await context.addCookies([{ name: 'planted', value: name, url: servers.console.url, httpOnly: true }])
    expect(await scan.findings()).toEqual(['task token: cookies'])
    await context.clearCookies()
    const executionArn = `arn:aws:states:eu-west-1:123456789012:execution:Orders:${name}`
    await expect(sfn.send(new DescribeExecutionCommand({ executionArn }))).rejects.toThrow()
    expect(await scan.findings()).toEqual(['task token: record of calls'])
  })
})
