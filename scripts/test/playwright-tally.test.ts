import type { JSONReportSuite, JSONReportTest } from 'playwright/types/testReporter'
import { describe, expect, it } from 'vitest'
import { playwrightTally } from './playwright-tally.ts'

type Status = JSONReportTest['results'][number]['status']

function test(
  status: JSONReportTest['status'],
  resultStatuses: readonly Status[],
  annotations: JSONReportTest['annotations'] = [],
  message?: string,
): JSONReportTest {
  const results = resultStatuses.map((result, retry) => ({
    workerIndex: 0,
    parallelIndex: 0,
    status: result,
    duration: 1,
    error: message === undefined ? undefined : { message },
    errors: [],
    stdout: [],
    stderr: [],
    retry,
    startTime: '2020-01-01T00:00:00.000Z',
    attachments: [],
    annotations: [],
  }))
  const expectedStatus = 'passed' as const
  return { timeout: 1, annotations, expectedStatus, projectName: '', projectId: '', results, status }
}

function suite(tests: JSONReportTest[]): JSONReportSuite {
  const place = { file: 'a.e2e.ts', line: 1, column: 1 }
  const inner = {
    ...place,
    title: 'inner',
    specs: [{ ...place, title: 'spec', ok: true, id: '1', tags: [], tests }],
  }
  return { ...place, title: 'a.e2e.ts', specs: [], suites: [inner] }
}

function tally(...tests: JSONReportTest[]) {
  return playwrightTally({ suites: [suite(tests)], errors: [] })
}

describe('playwrightTally', () => {
  it('passes only what passed at the first go', () => {
    expect(tally(test('expected', ['passed']))).toMatchObject({ passed: 1, failed: 0 })
    expect(tally(test('flaky', ['failed', 'passed']))).toMatchObject({ passed: 0, failed: 1 })
    expect(tally(test('unexpected', ['timedOut']))).toMatchObject({ passed: 0, failed: 1 })
  })

  it('says what a test failed with, without colours and in few lines', () => {
    const message = ['\u001b[31mExpected\u001b[39m: 2', '', 'Received: 1', ...Array(20).fill('  more')].join(
      '\n',
    )
    const { remarks } = tally(test('unexpected', ['failed'], [], message))
    expect(remarks[0]).toMatch(/^a\.e2e\.ts > inner > spec: failed\n +Expected: 2\n +Received: 1\n/)
    expect(remarks[0]?.split('\n')).toHaveLength(13)
  })

  it('fails what was interrupted or never ran without a reason', () => {
    expect(tally(test('skipped', ['interrupted']))).toMatchObject({ passed: 0, failed: 1, skipped: [] })
    expect(tally(test('skipped', []))).toMatchObject({ passed: 0, failed: 1, skipped: [] })
  })

  it('lists what was skipped with its reason', () => {
    const skipped = test('skipped', ['skipped'], [{ type: 'skip', description: 'no AWS CLI here' }])
    expect(tally(skipped)).toEqual({
      passed: 0,
      failed: 0,
      skipped: [{ name: 'a.e2e.ts > inner > spec', reason: 'no AWS CLI here' }],
      remarks: [],
    })
  })

  it('counts an error outside the tests', () => {
    const counted = playwrightTally({
      suites: [suite([test('expected', ['passed'])])],
      errors: [{ message: 'cannot load a.e2e.ts\n  at line 1' }],
    })
    expect(counted).toMatchObject({ passed: 1, failed: 1, remarks: ['cannot load a.e2e.ts'] })
  })
})
