import type { DescribeMapRunOutput, MapRunListItem } from '@aws-sdk/client-sfn'
import { defined } from '../defined.ts'
import type { MapRun } from './model.ts'

/** What DescribeMapRun tells. A child is one item here, so both counts are the same. */
export function describeMapRun(mapRun: MapRun): DescribeMapRunOutput {
  const { arn, parent, status, startMs, stopMs, redriveCount, redrivenMs } = mapRun
  const counts = countsOf(mapRun)
  return defined({
    mapRunArn: arn,
    executionArn: parent.arn,
    status,
    startDate: new Date(startMs),
    stopDate: dateOf(stopMs),
    maxConcurrency: mapRun.maxConcurrency,
    toleratedFailurePercentage: mapRun.toleratedFailurePercentage ?? 0,
    toleratedFailureCount: mapRun.toleratedFailureCount ?? 0,
    itemCounts: counts,
    executionCounts: counts,
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

function countsOf({ children }: MapRun): NonNullable<DescribeMapRunOutput['itemCounts']> {
  const having = (status: string | undefined): number =>
    children.filter((child) => child?.status === status).length
  const succeeded = having('SUCCEEDED')
  return {
    pending: having(undefined),
    running: having('RUNNING'),
    succeeded,
    failed: having('FAILED'),
    timedOut: having('TIMED_OUT'),
    aborted: having('ABORTED'),
    total: children.length,
    // Recorded, also for a Map without a ResultWriter.
    resultsWritten: succeeded,
    failuresNotRedrivable: 0,
    pendingRedrive: 0,
  }
}

function dateOf(ms: number | undefined): Date | undefined {
  return ms === undefined ? undefined : new Date(ms)
}
