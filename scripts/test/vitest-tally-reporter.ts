import { writeFileSync } from 'node:fs'
import type { Reporter, TestCase, TestModule, TestRunEndReason } from 'vitest/node'
import type { Tally } from './tally.ts'

/** Writes the tally of a run of Vitest to the file named by `VITEST_TALLY_FILE`; Vitest's JSON has no skip reasons. */
export default class VitestTallyReporter implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly { readonly message?: string }[],
    reason: TestRunEndReason,
  ): void {
    const file = process.env['VITEST_TALLY_FILE']
    if (file === undefined) throw new Error('VITEST_TALLY_FILE is not set')
    writeFileSync(file, JSON.stringify(tallyOf(modules, unhandledErrors, reason)))
  }
}

function tallyOf(
  modules: readonly TestModule[],
  unhandledErrors: readonly { readonly message?: string }[],
  reason: TestRunEndReason,
): Tally {
  let passed = 0
  const skipped: { name: string; reason: string }[] = []
  const remarks: string[] = []
  for (const module of modules) {
    if (module.errors().length > 0) remarks.push(`${module.relativeModuleId}: could not be loaded`)
    for (const test of module.children.allTests()) {
      const name = `${module.relativeModuleId} > ${test.fullName}`
      const result = test.result()
      if (result.state === 'passed' && !isFlaky(test)) passed += 1
      else if (result.state === 'skipped') skipped.push({ name, reason: result.note ?? 'no reason given' })
      else remarks.push(`${name}: ${result.state === 'passed' ? 'needed another try' : result.state}`)
    }
  }
  remarks.push(...unhandledErrors.map((error) => `outside any test: ${error.message ?? 'unknown error'}`))
  if (reason === 'interrupted') remarks.push('interrupted')
  return { passed, failed: remarks.length, skipped, remarks }
}

function isFlaky(test: TestCase): boolean {
  return test.diagnostic()?.flaky === true
}
