import type { DescribeMapRunOutput, ExecutionStatus, MapRunListItem } from '@aws-sdk/client-sfn'
import { defined } from '../defined.ts'
import type { MapChild, MapRun } from './model.ts'

/** What DescribeMapRun tells. */
export function describeMapRun(mapRun: MapRun): DescribeMapRunOutput {
  const { arn, parent, status, startMs, stopMs, redriveCount, redrivenMs } = mapRun
  return defined({
    mapRunArn: arn,
    executionArn: parent.arn,
    status,
    startDate: new Date(startMs),
    stopDate: dateOf(stopMs),
    maxConcurrency: mapRun.maxConcurrency,
    toleratedFailurePercentage: mapRun.toleratedFailurePercentage ?? 0,
    toleratedFailureCount: mapRun.toleratedFailureCount ?? 0,
    itemCounts: countsOf(mapRun, ({ itemCount }) => itemCount),
    executionCounts: countsOf(mapRun, () => 1),
    redriveCount,
    redriveDate: dateOf(redrivenMs),
  })
}

/** What ListMapRuns tells. */
export function mapRunItem({ arn, parent, machine, startMs, stopMs }: MapRun): MapRunListItem {
  return defined({
    executionArn: parent.arn,
    mapRunArn: arn,
    stateMachineArn: machine.arn,
    startDate: new Date(startMs),
    stopDate: dateOf(stopMs),
  })
}

/** Children by their status, each counted for as much as `weight` says. */
function countsOf(
  { children }: MapRun,
  weight: (child: MapChild) => number,
): NonNullable<DescribeMapRunOutput['itemCounts']> {
  const sum = (some: readonly MapChild[]): number => some.reduce((total, child) => total + weight(child), 0)
  const having = (status: ExecutionStatus | undefined): number =>
    sum(children.filter(({ execution }) => execution?.status === status))
  const succeeded = having('SUCCEEDED')
  return {
    pending: having(undefined),
    running: having('RUNNING'),
    succeeded,
    failed: having('FAILED'),
    timedOut: having('TIMED_OUT'),
    aborted: having('ABORTED'),
    total: sum(children),
    // Recorded, also for a Map without a ResultWriter.
    resultsWritten: succeeded,
    failuresNotRedrivable: 0,
    pendingRedrive: 0,
  }
}

function dateOf(ms: number | undefined): Date | undefined {
  return ms === undefined ? undefined : new Date(ms)
}
