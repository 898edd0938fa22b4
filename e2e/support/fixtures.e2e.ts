import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn'
import type { Browser, Page } from 'playwright/test'
import { expect, test } from '../fixtures.ts'
import { ConsoleGuard } from './console-guard.ts'

/** A page of the console's origin, with its policy, on which there is nothing to find fault with. */
async function cleanPage(page: Page): Promise<void> {
  await page.goto('/config.json')
  await page.evaluate(() => {
    document.documentElement.lang = 'en'
    document.title = 'A page'
    const main = document.createElement('main')
    const heading = document.createElement('h1')
    heading.textContent = 'A page'
    main.append(heading)
    document.body.replaceChildren(main)
  })
}

test.describe('the guard', () => {
  // It watches a context of these tests' own here: what it finds in the usual one fails the test.
  async function watchedPage(browser: Browser, baseURL: string | undefined) {
    const context = await browser.newContext(baseURL === undefined ? {} : { baseURL })
    const watching = new ConsoleGuard()
    await watching.watch(context)
    // Only a page without HTML, such as this one, asks for it.
    watching.expectErrors(/favicon\.ico/)
    const page = await context.newPage()
    await cleanPage(page)
    return { page, watching, findings: () => watching.findings(context) }
  }

  test('finds nothing on a clean page', async ({ browser, baseURL }) => {
    const { watching, findings } = await watchedPage(browser, baseURL)
    expect(await findings()).toEqual([])
    expect(watching.problems).toEqual([])
  })

  test('sees console errors and uncaught ones', async ({ browser, baseURL }) => {
    const { page, watching, findings } = await watchedPage(browser, baseURL)
    await page.evaluate(() => {
      console.error('told')
      setTimeout(() => {
        throw new Error('thrown')
      }, 0)
    })
    expect(await findings()).toEqual([])
    expect(watching.problems).toEqual([expect.stringContaining('told'), expect.stringContaining('thrown')])
  })

  test('lets expected errors pass, but never a breach of the policy', async ({ browser, baseURL }) => {
    const { page, watching, findings } = await watchedPage(browser, baseURL)
    watching.expectErrors(/./)
    await page.evaluate(() => {
      console.error('told')
      document.head.append(Object.assign(document.createElement('style'), { textContent: 'b {}' }))
    })
    await findings()
    expect(watching.problems).toContainEqual(expect.stringContaining('securitypolicyviolation: style-src'))
    expect(watching.problems.join()).not.toContain('told')
    // Only what is named as a breach that the test itself provokes.
    watching.expectViolations(/style-src/)
    expect(watching.problems.join()).not.toContain('style-src')
  })

  test('sees a text that would become markup', async ({ browser, baseURL }) => {
    const { page, watching, findings } = await watchedPage(browser, baseURL)
    watching.expectErrors(/./)
    await page.evaluate(() => {
      try {
        document.createElement('p').innerHTML = '<b>text</b>'
      } catch {
        // The browser refuses it.
      }
    })
    await findings()
    expect(watching.problems).toContainEqual(expect.stringContaining('require-trusted-types-for'))
  })

  for (const text of ['0:undefined', 'NaNm', 'Invalid Date', '[object Object]']) {
    test(`sees "${text}" as text and as a label`, async ({ browser, baseURL }) => {
      const { page, findings } = await watchedPage(browser, baseURL)
      await page.evaluate((shown) => document.querySelector('h1')?.append(` ${shown}`), text)
      expect(await findings()).toEqual([expect.stringContaining(text)])
      await cleanPage(page)
      await page.evaluate((shown) => document.querySelector('h1')?.setAttribute('title', shown), text)
      expect(await findings()).toEqual([expect.stringContaining(text)])
    })
  }

  test('sees a button nobody can name', async ({ browser, baseURL }) => {
    const { page, findings } = await watchedPage(browser, baseURL)
    await page.evaluate(() => document.querySelector('main')?.append(document.createElement('button')))
    expect(await findings()).toEqual([expect.stringContaining('axe button-name')])
  })

  test('fails a test at its end', async ({ page, guard }) => {
    test.fail()
    guard.expectErrors(/favicon\.ico/)
    await cleanPage(page)
    await page.evaluate(() => console.error('told'))
  })

  test('fails no test for what it expects', async ({ page, guard, checkPage }) => {
    guard.expectErrors(/favicon\.ico|told/)
    await cleanPage(page)
    await page.evaluate(() => console.error('told'))
    await checkPage()
  })
})

test.describe('the world of a test', () => {
  function client(endpoint: string): SFNClient {
    return new SFNClient({
      endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    })
  }

  async function names(sfn: SFNClient): Promise<string[]> {
    const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}))
    return stateMachines.map(({ name = '' }) => name)
  }

  for (const run of [1, 2]) {
    test(`is fresh and the same each time (${run})`, async ({ localAws, world }) => {
      const sfn = client(localAws.url)
      expect(await names(sfn)).not.toEqual([])
      expect(world.calls().map(({ operation }) => operation)).toEqual(['ListStateMachines'])
      expect(world.calls('GetExecutionHistory')).toEqual([])
    })
  }

  test('can be paused and stepped', async ({ world }) => {
    await world.pause()
    const { worldMs } = world.clock()
    await world.step(90)
    expect(world.clock()).toMatchObject({ worldMs: worldMs + 90_000, paused: true })
  })

  test('lives on while its endpoint is away', async ({ localAws, world }) => {
    const sfn = client(localAws.url)
    const before = await names(sfn)
    await world.pause()
    const { worldMs } = world.clock()
    await localAws.goAway()
    // A connection kept open is cut off; a new one is refused.
    await expect(names(sfn)).rejects.toThrow(/socket hang up|ECONNRESET|ECONNREFUSED/)
    await expect(names(sfn)).rejects.toThrow('ECONNREFUSED')
    await world.step(30)
    await localAws.comeBack()
    expect(await names(sfn)).toEqual(before)
    expect(world.clock().worldMs).toBe(worldMs + 30_000)
  })

  test('can fail on purpose', async ({ localAws, world }) => {
    world.settings({ throttle: ['ListStateMachines'] })
    await expect(names(client(localAws.url))).rejects.toThrow('Rate exceeded')
  })

  test('loses the workers that a test kills', async ({ world }) => {
    const [worker] = await world.workers()
    await world.killWorker(worker?.name ?? '')
    await expect(world.killWorker('nobody-of-that-name')).rejects.toThrow('nobody-of-that-name')
  })

  test('is signed in to as the test says', async ({ request, signInAs, configure }) => {
    const config = async (): Promise<string> => (await request.get('/config.json')).text()
    expect(await config()).toContain('"person":"ana"')
    signInAs('vic')
    expect(await config()).toContain('"person":"vic"')
    signInAs('guest')
    expect(await config()).toContain('"kind":"guest"')
    configure({ connections: 'none' })
    expect(await config()).toBe('{"connections":"none"}')
  })
})
