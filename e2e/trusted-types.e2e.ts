import { readdirSync } from 'node:fs'
import type { Page } from 'playwright/test'
import { test as consoleTest, expect } from './fixtures.ts'
import { test as demoTest, timeMachine } from './support/demo-test.ts'
import { boardRows } from './support/page-parts.ts'

/** The workers of a build, by the beginning of their names. */
function workersOf(directory: string): string[] {
  return readdirSync(`${directory}/assets`)
    .filter((name) => /worker-[\w-]+\.js$/.test(name))
    .map((name) => name.replace(/-[\w-]{8}\.js$/, ''))
    .sort()
}

/** What a page's policy makes of each way to turn a text into something that runs: the name of the error, or `done`. */
function attempts(page: Page): Promise<Readonly<Record<string, string>>> {
  return page.evaluate(() => {
    const script = [...document.scripts].find(({ src }) => src !== '')?.src ?? ''
    const { trustedTypes } = globalThis as unknown as {
      // TypeScript does not know it.
      readonly trustedTypes: { createPolicy(name: string, rules: object): unknown }
    }
    const rules = { createScriptURL: (url: string) => url }
    const ways: Readonly<Record<string, () => unknown>> = {
      markup: () => {
        document.createElement('div').innerHTML = '<b>text</b>'
      },
      scriptUrl: () => {
        document.createElement('script').src = script
      },
      workerUrl: () => new Worker(script, { type: 'module' }),
      otherPolicy: () => trustedTypes.createPolicy('other', rules),
      defaultPolicy: () => trustedTypes.createPolicy('default', rules),
    }
    return Object.fromEntries(
      Object.entries(ways).map(([name, way]) => {
        try {
          way()
          return [name, 'done']
        } catch (error) {
          return [name, error instanceof Error ? error.name : 'not an error']
        }
      }),
    )
  })
}

const allRefused = {
  markup: 'TypeError',
  scriptUrl: 'TypeError',
  workerUrl: 'TypeError',
  otherPolicy: 'TypeError',
  defaultPolicy: 'TypeError',
}

consoleTest(
  'the console turns no text into anything that runs, and has no worker',
  async ({ page, guard }) => {
    guard.expectViolations(/trusted/i)
    await page.goto('/')
    await expect(boardRows(page)).toHaveCount(3)
    expect(await attempts(page)).toEqual(allRefused)
    expect(workersOf('dist')).toEqual([])
  },
)

demoTest(
  'the demo starts every worker of its build, and turns no other text into anything that runs',
  async ({ page, guard }) => {
    guard.expectViolations(/trusted/i)
    await page.goto('demo.html?scenario=human')
    await expect(boardRows(page)).toHaveCount(3)
    await timeMachine.press(page, 'Pause')
    const started = page.workers().map((worker) => new URL(worker.url()))
    expect(started.map(({ pathname }) => pathname.replace(/^.*\/(.*)-[\w-]{8}\.js$/, '$1')).sort()).toEqual(
      workersOf('dist-demo'),
    )
    expect(started.map(({ origin }) => origin)).toEqual([new URL(page.url()).origin])
    expect(await attempts(page)).toEqual(allRefused)
  },
)
