import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { checkLooks } from './support/check-looks.ts'
import { pageCalls, statusLine } from './support/page-parts.ts'
import { testConfig } from './support/test-config.ts'

test.beforeEach(async ({ world }) => world.pause())

/** What is asked about something made up is not found, and the browser itself logs that. */
const MADE_UP = /status of 400/

async function check(page: Page): Promise<void> {
  await page.goto('/check')
  await expect(page.getByText('Not checked yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Check again' })).toBeVisible()
}

test('a check says that the console can work, and writes nothing', async ({
  page,
  guard,
  world,
  checkPage,
}) => {
  guard.expectErrors(MADE_UP)
  await page.goto('/')
  await statusLine(page).getByRole('button', { name: 'direct', exact: true }).click()
  await page.getByRole('link', { name: 'Check what AWS answers this page' }).click()
  await expect(page).toHaveURL(/\/check$/)
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  const verdict = page.getByText('The console can work', { exact: true })
  await expect(verdict).toBeVisible()
  await expect(page.getByText('local/eu-west-1: Step Functions directly, SWF directly.')).toBeVisible()
  await expect(page.getByText(/^states:GetExecutionHistory\s*arn:/)).toBeVisible()
  await checkLooks(page, checkPage, verdict)
  const writes = pageCalls(world).filter(({ operation }) => !/^(?:List|Describe|Get)/.test(operation))
  expect(writes).toEqual([])
})

test('the View menu leads there', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'View' }).click()
  await page.getByRole('menuitem', { name: 'Check AWS' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Check AWS' })).toBeVisible()
})

test('a service that refuses browsers is found behind the relay', async ({
  page,
  guard,
  world,
  localAws,
  configure,
}) => {
  // The browser itself logs what CORS refuses, and that the host answers 404 to being asked for.
  guard.expectErrors(/blocked by CORS policy|net::ERR_FAILED|status of 40[04]/)
  world.settings({ cors: { swf: false } })
  configure(testConfig(localAws.url, undefined, { transport: 'auto' }))
  await check(page)
  await expect(
    page.getByText('local/eu-west-1: Step Functions directly, SWF through the relay.'),
  ).toBeVisible()
  await expect(page.getByText(/browsers tell so of a host that refuses them \(CORS\)/)).toBeVisible()
})

test('a denied read is told with what was denied on what, and in the copied text', async ({
  page,
  context,
  guard,
  world,
  checkPage,
}) => {
  guard.expectErrors(/status of 400/)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  world.settings({ deny: ['states:GetExecutionHistory'] })
  await check(page)
  await expect(page.getByText('The console cannot work with everything that is configured')).toBeVisible()
  await checkLooks(
    page,
    checkPage,
    page.getByText(/^Denied\. A service control policy explicitly denies states:/),
  )
  await page.getByRole('button', { name: 'Copy as text' }).click()
  await expect(page.getByText('Text copied')).toBeVisible()
  const text = await page.evaluate(() => navigator.clipboard.readText())
  expect(text).toContain(
    'Denied. A service control policy explicitly denies states:GetExecutionHistory on arn:aws:states:',
  )
  expect(text).toContain('local/eu-west-1: states:GetExecutionHistory fails')
})

test('where nobody is signed in, the ways alone are asked', async ({
  page,
  guard,
  world,
  localAws,
  configure,
}) => {
  guard.expectErrors(/status of 400/)
  configure(testConfig(localAws.url, undefined, { signIn: { kind: 'pasted' } }))
  await check(page)
  await expect(page.getByText('Nobody is signed in: only the ways to AWS were checked')).toBeVisible()
  await expect(page.getByText('AWS answered: it refused keys that belong to nobody.')).toHaveCount(2)
  expect(new Set(pageCalls(world).map(({ operation }) => operation))).toEqual(
    new Set(['ListStateMachines', 'ListOpenWorkflowExecutions']),
  )
})

test('of several connections, those that are in order show that alone', async ({
  page,
  guard,
  localAws,
  configure,
  checkPage,
}) => {
  guard.expectErrors(MADE_UP)
  const named = (name: string, fields = {}): unknown => {
    const { connections } = testConfig(localAws.url, undefined, { name, ...fields }) as {
      connections: unknown[]
    } // its own shape
    return connections[0]
  }
  configure({ connections: [named('local'), named('staging', { signIn: { kind: 'pasted' } })] })
  await page.goto('/check')
  const button = page.getByRole('button', { name: /^Check/ })
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('staging/eu-west-1: there are no credentials to ask with.')).toBeVisible()
  await expect(button).toBeFocused()
  const fine = page.getByRole('button', { name: 'local/eu-west-1', exact: true })
  await expect(fine).toHaveAttribute('aria-expanded', 'false')
  await expect(page.getByRole('button', { name: 'staging/eu-west-1', exact: true })).toHaveAttribute(
    'aria-expanded',
    'true',
  )
  await fine.focus()
  await page.keyboard.press('Enter')
  await checkLooks(page, checkPage, page.getByText('states:ListStateMachines'))
})
