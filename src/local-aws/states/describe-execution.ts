import type { DescribeExecutionOutput, ExecutionListItem } from '@aws-sdk/client-sfn'
import { defined } from '../defined.ts'
import type { Execution } from './model.ts'

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
    ...redrive(execution),
  })
}

/** What ListExecutions tells. */
export function executionItem({ arn, stateMachine, name, status, startMs, stopMs }: Execution) {
  return defined({
    executionArn: arn,
    stateMachineArn: stateMachine.arn,
    name,
    status,
    startDate: new Date(startMs),
    stopDate: stopMs === undefined ? undefined : new Date(stopMs),
  }) satisfies ExecutionListItem
}

function redrive({ status }: Execution): {
  redriveCount: number
  redriveStatus: 'REDRIVABLE' | 'NOT_REDRIVABLE'
  redriveStatusReason?: string
} {
  if (status !== 'RUNNING' && status !== 'SUCCEEDED') return { redriveCount: 0, redriveStatus: 'REDRIVABLE' }
  return {
    redriveCount: 0,
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: `Execution is ${status} and cannot be redriven`,
  }
}
