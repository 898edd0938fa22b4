import type { DescribeExecutionOutput, ExecutionListItem } from '@aws-sdk/client-sfn'
import { defined } from '../defined.ts'
import type { Execution } from './model.ts'
import { redriveState } from './redrive-status.ts'

/** What DescribeExecution tells; with `included` false without input and output. */
export function describeExecution(execution: Execution, included = true): DescribeExecutionOutput {
  const { inputText, output } = execution
  return defined({
    ...executionItem(execution),
    input: included ? inputText : undefined,
    inputDetails: { included },
    output: included ? output : undefined,
    outputDetails: output === undefined ? undefined : { included },
    traceHeader: execution.traceHeader,
    error: execution.error,
    cause: execution.cause,
    mapRunArn: execution.mapRun?.arn,
    ...redriveState(execution),
  })
}

/** What ListExecutions tells. */
export function executionItem(execution: Execution) {
  const { arn, stateMachine, name, status, startMs, stopMs, version, alias } = execution
  return defined({
    executionArn: arn,
    stateMachineArn: stateMachine.arn,
    name,
    status,
    startDate: new Date(startMs),
    stopDate: stopMs === undefined ? undefined : new Date(stopMs),
    stateMachineVersionArn: version?.arn,
    stateMachineAliasArn: alias?.arn,
  }) satisfies ExecutionListItem
}
