import { stripVTControlCharacters } from 'node:util'
import type {
  JSONReport,
  JSONReportSpec,
  JSONReportSuite,
  JSONReportTest,
} from 'playwright/types/testReporter'
import type { Tally } from './tally.ts'

/**
 * Counts Playwright's JSON report by test. Passed is only what passed at the first go: a flaky test, one that was
 * interrupted and one that never ran without saying why have failed.
 */
export function playwrightTally(report: Pick<JSONReport, 'suites' | 'errors'>): Tally {
  let passed = 0
  const skipped: { name: string; reason: string }[] = []
  const remarks: string[] = []
  for (const { name, test } of report.suites.flatMap((suite) => testsOf(suite, []))) {
    const verdict = verdictOf(test)
    if (verdict.kind === 'passed') passed += 1
    else if (verdict.kind === 'skipped') skipped.push({ name, reason: verdict.reason })
    else remarks.push(`${name}: ${verdict.reason}`)
  }
  const failed = remarks.length + report.errors.length
  return { passed, failed, skipped, remarks: [...remarks, ...report.errors.map(firstLine)] }
}

const FAILURE_LINES = 12

type Verdict =
  | { readonly kind: 'passed' }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string }

function verdictOf(test: JSONReportTest): Verdict {
  if (test.results.some((result) => result.status === 'interrupted')) {
    return { kind: 'failed', reason: 'interrupted' }
  }
  if (test.status === 'expected' && test.results.length === 1) return { kind: 'passed' }
  if (test.status === 'skipped') {
    const skip = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')
    if (skip === undefined) return { kind: 'failed', reason: 'did not run' }
    return { kind: 'skipped', reason: skip.description ?? 'no reason given' }
  }
  return { kind: 'failed', reason: test.results.length > 1 ? 'needed another try' : failureOf(test) }
}

/** What it failed with, in a few lines: where a run leaves only its last lines, they are all there is to find the cause by. */
function failureOf(test: JSONReportTest): string {
  const message = test.results[0]?.error?.message
  if (message === undefined) return 'failed'
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() !== '')
  return ['failed', ...lines.slice(0, FAILURE_LINES)].join('\n            ')
}

function testsOf(
  suite: JSONReportSuite,
  parents: readonly string[],
): { name: string; test: JSONReportTest }[] {
  const titles = [...parents, suite.title]
  const own = suite.specs.flatMap((spec: JSONReportSpec) =>
    spec.tests.map((test) => ({ name: [...titles, spec.title].join(' > '), test })),
  )
  return [...own, ...(suite.suites ?? []).flatMap((child) => testsOf(child, titles))]
}

function firstLine(error: { readonly message?: string }): string {
  return (error.message ?? 'an error outside any test').split('\n')[0] ?? ''
}
