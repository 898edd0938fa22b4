import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright/test'

/** Half the size of what the package exports, and so half the work for each page. */
const source = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/** Only what is wrong is asked for: what is right would be described too. */
const options: RunOptions = { resultTypes: ['violations'] }

interface Finding {
  readonly id: string
  readonly help: string
  /** Where it is, and what is wrong there. */
  readonly nodes: readonly { readonly target: string; readonly message: string }[]
}

/** What axe calls serious or critical on a page, by all of its rules that are on by default. The pages have no frames. */
export async function axeFindings(page: Page): Promise<string[]> {
  // A page that was checked before still has it.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source)
  const findings = await page.evaluate(runAxe, options)
  return findings.map(({ id, help, nodes }) => {
    const places = nodes.slice(0, 5).map(({ target, message }) => `\n    ${target} ${message}`)
    const more = nodes.length > places.length ? `\n    and ${nodes.length - places.length} more` : ''
    return `axe ${id}: ${help}${places.join('')}${more}`
  })
}

/** Runs in the page. */
async function runAxe(runOptions: RunOptions): Promise<readonly Finding[]> {
  // Evaluated above, which is why it is on the window.
  const { axe } = globalThis as unknown as {
    readonly axe: { run(context: Document, options: RunOptions): Promise<AxeResults> }
  }
  const { violations } = await axe.run(document, runOptions)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.map(({ target, any }) => ({ target: target.join(' '), message: any[0]?.message ?? '' })),
    }))
}
