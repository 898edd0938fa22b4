import type { BrowserContext, ConsoleMessage } from 'playwright/test'
import { pageFindings } from './page-findings.ts'

const violationPrefix = 'securitypolicyviolation'

/** Collects what no page may do in a test: console errors, uncaught errors, violations of the page's policy. */
export class ConsoleGuard {
  readonly #problems: string[] = []
  readonly #expected: RegExp[] = []
  readonly #expectedViolations: RegExp[] = []

  /** Watches every page of a context, those open later too. */
  async watch(context: BrowserContext): Promise<void> {
    context.on('console', (message) => {
      if (message.type() === 'error') this.#add(messageText(message))
    })
    context.on('weberror', (webError) => this.#problems.push(`uncaught: ${String(webError.error())}`))
    await context.addInitScript((prefix) => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`${prefix}: ${event.effectiveDirective} ${event.blockedURI}`)
      })
    }, violationPrefix)
  }

  /** Console errors that belong to what is tested, such as those of a network that is down. Never a violation. */
  expectErrors(pattern: RegExp): void {
    this.#expected.push(pattern)
  }

  /** Violations that the test itself provokes, to see that the page's policy is in force. */
  expectViolations(pattern: RegExp): void {
    this.#expectedViolations.push(pattern)
  }

  /** What happened so far. */
  get problems(): readonly string[] {
    return this.#problems.filter((text) => {
      const expected = isViolation(text) ? this.#expectedViolations : this.#expected
      return !expected.some((some) => some.test(text))
    })
  }

  /** The findings on every open page of a context, as they stand now. */
  async findings(context: BrowserContext): Promise<string[]> {
    const pages = context.pages().filter((page) => !page.isClosed() && page.url().startsWith('http'))
    const findings: string[] = []
    for (const page of pages) findings.push(...(await pageFindings(page)))
    return findings
  }

  #add(text: string): void {
    if (!this.#problems.includes(text)) this.#problems.push(text)
  }
}

function messageText(message: ConsoleMessage): string {
  return `console error: ${message.text()} (${message.location().url})`
}

function isViolation(text: string): boolean {
  return text.includes(violationPrefix) || /Content Security Policy|Trusted(?:HTML|Script|Type)/.test(text)
}
