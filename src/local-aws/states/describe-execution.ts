import type { DescribeExecutionOutput, ExecutionListItem } from '@aws-sdk/client-sfn'
import type { Execution } from './model.ts'
import { redriveState } from './redrive-status.ts'

/** What DescribeExecution tells; with `included` false without input and output. */
export function describeExecution(execution: Execution, included = true): DescribeExecutionOutput {
  const { inputText, output, traceHeader, error, cause, mapRun } = execution
  const described: DescribeExecutionOutput = executionItem(execution)
  if (included) described.input = inputText
  described.inputDetails = { included }
  if (output !== undefined) {
    if (included) described.output = output
    described.outputDetails = { included }
  }
  if (traceHeader !== undefined) described.traceHeader = traceHeader
  if (error !== undefined) described.error = error
  if (cause !== undefined) described.cause = cause
  if (mapRun !== undefined) described.mapRunArn = mapRun.arn
  return Object.assign(described, redriveState(execution))
}

/** What ListExecutions tells, too. */
export function executionItem(execution: Execution): ExecutionListItem & DescribeExecutionOutput {
  const { arn, stateMachine, name, status, startMs, stopMs, version, alias } = execution
  // A list makes hundreds of these: members are added one by one rather than made and taken away again.
  const item: ExecutionListItem & DescribeExecutionOutput = {
    executionArn: arn,
    stateMachineArn: stateMachine.arn,
    name,
    status,
    startDate: new Date(startMs),
  }
  if (stopMs !== undefined) item.stopDate = new Date(stopMs)
  if (version !== undefined) item.stateMachineVersionArn = version.arn
  if (alias !== undefined) item.stateMachineAliasArn = alias.arn
  return item
}
