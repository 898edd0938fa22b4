import type { StartSyncExecutionOutput } from '@aws-sdk/client-sfn'
import { defined } from '../../defined.ts'
import { Later } from '../../operation.ts'
import { members, oneOf, optional } from '../../validation.ts'
import type { Execution } from '../model.ts'
import { requestStart, startMembers } from '../request-start.ts'
import type { StepFunctionsOperations } from '../shapes.ts'
import type { StatesStore } from '../store.ts'

export function syncExecutionOperations(
  store: StatesStore,
): Pick<StepFunctionsOperations, 'StartSyncExecution'> {
  return {
    StartSyncExecution: {
      parse: members({ ...startMembers, includedData: optional(oneOf(['ALL_DATA', 'METADATA_ONLY'])) }),
      resource: ({ stateMachineArn = '' }) => stateMachineArn,
      run({ includedData, ...input }, call) {
        const execution = requestStart(store, input, call, { synchronous: true })
        const ended = (): StartSyncExecutionOutput =>
          describeEnd(execution, store.world.loop.nowMs, includedData !== 'METADATA_ONLY')
        const answer = new Later(ended, { patient: true })
        execution.whenEnded.push(() => answer.settle(ended()))
        return answer
      },
    },
  }
}

/** An execution that the world ended over has timed out. */
function describeEnd(execution: Execution, nowMs: number, included: boolean): StartSyncExecutionOutput {
  const { arn, stateMachine, name, startMs, stopMs = nowMs, status } = execution
  const { inputText, output, error, cause, traceHeader } = execution
  return defined({
    executionArn: arn,
    stateMachineArn: stateMachine.arn,
    name,
    startDate: new Date(startMs),
    stopDate: new Date(stopMs),
    status: status === 'SUCCEEDED' || status === 'FAILED' ? status : ('TIMED_OUT' as const),
    error,
    cause,
    input: included ? inputText : undefined,
    inputDetails: { included },
    output: included ? output : undefined,
    // Recorded, also of an execution that failed.
    outputDetails: { included },
    traceHeader,
    billingDetails: billed(stopMs - startMs),
  })
}

/** Duration is billed by 100 milliseconds, memory by 64 MB (Step Functions pricing); nobody counts memory here. */
function billed(durationMs: number): NonNullable<StartSyncExecutionOutput['billingDetails']> {
  return {
    billedDurationInMilliseconds: Math.max(1, Math.ceil(durationMs / 100)) * 100,
    billedMemoryUsedInMB: 64,
  }
}
