import { test as base } from 'playwright/test'
import { ConsoleGuard } from './console-guard.ts'

interface GuardFixtures {
  /** Fails the test at its end for console errors and the like; a test may name those that it expects. */
  readonly guard: ConsoleGuard
  /** Checks the page as it stands for stray text and axe findings; at the end of a test this happens by itself. */
  readonly checkPage: () => Promise<void>
}

/** What every test of a page is held to, whatever page it is. */
export const guardedTest = base.extend<GuardFixtures>({
  guard: [
    async ({ context }, provide, testInfo) => {
      const guard = new ConsoleGuard()
      await guard.watch(context)
      await provide(guard)
      // A test that failed already gets no second opinion on the page it stopped at.
      const passed = testInfo.status === 'passed'
      // First the findings: an error that is still under way has arrived by then.
      const findings = passed ? await guard.findings(context) : []
      const problems = [...guard.problems, ...findings]
      if (problems.length > 0) throw new Error(`The page must not do this:\n  ${problems.join('\n  ')}`)
    },
    { auto: true },
  ],

  checkPage: async ({ context, guard }, provide) => {
    await provide(async () => {
      const findings = await guard.findings(context)
      if (findings.length > 0) throw new Error(`The page must not show this:\n  ${findings.join('\n  ')}`)
    })
  },
})
