/** What one step of `npm test` brought. A skipped test counts as neither, but is named with its reason. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: readonly { readonly name: string; readonly reason: string }[]
  /** What failed, beyond what the step's own output says. */
  readonly remarks: readonly string[]
}

/** A step that is one check: types, lint, format, build. */
export function singleTally(passed: boolean, remark?: string): Tally {
  return {
    passed: passed ? 1 : 0,
    failed: passed ? 0 : 1,
    skipped: [],
    remarks: remark === undefined ? [] : [remark],
  }
}

/**
 * The tally of a suite that ran to an end or not: a suite that brought no test, or that ended badly without a failed
 * test to show for it, has failed once more. One that `mayBeSkipped` may say why of every test instead.
 */
export function suiteTally(
  counted: Tally | undefined,
  endedWell: boolean,
  { mayBeSkipped = false }: { readonly mayBeSkipped?: boolean } = {},
): Tally {
  if (counted === undefined) return singleTally(false, 'it left no report')
  const isSkipped = mayBeSkipped && counted.skipped.length > 0
  if (counted.passed + counted.failed === 0 && !isSkipped) return plusFailure(counted, 'no test ran')
  if (!endedWell && counted.failed === 0)
    return plusFailure(counted, 'it ended with an error outside any test')
  return counted
}

function plusFailure(tally: Tally, remark: string): Tally {
  return { ...tally, failed: tally.failed + 1, remarks: [...tally.remarks, remark] }
}

export function sumTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    failed: tallies.reduce((sum, tally) => sum + tally.failed, 0),
    skipped: tallies.flatMap((tally) => tally.skipped),
    remarks: tallies.flatMap((tally) => tally.remarks),
  }
}
