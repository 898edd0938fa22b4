import { AwsError } from '../../aws-error.ts'
import { members, optional, required, text } from '../../validation.ts'
import { redriveExecution } from '../engine/redrive-execution.ts'
import { executionOf } from '../lookups.ts'
import { redriveState } from '../redrive-status.ts'
import * as rules from '../rules.ts'
import type { StepFunctionsOperations } from '../shapes.ts'
import type { StatesStore } from '../store.ts'

/** How long a client token stands for the redrive it began (API reference, RedriveExecution). */
const clientTokenMs = 15 * 60_000

export function redriveOperations(store: StatesStore): Pick<StepFunctionsOperations, 'RedriveExecution'> {
  return {
    RedriveExecution: {
      parse: members({
        executionArn: required(rules.arn),
        clientToken: optional(text({ min: 1, max: 64, pattern: '[!-~]+' })),
      }),
      resource: ({ executionArn = '' }) => executionArn,
      run({ executionArn = '', clientToken }, call) {
        const execution = executionOf(store, executionArn, call)
        const { nowMs } = store.world.loop
        const present = clientToken === undefined ? undefined : execution.redriveTokens.get(clientToken)
        if (present !== undefined && nowMs - present <= clientTokenMs)
          return { redriveDate: new Date(present) }
        const { redriveStatus, redriveStatusReason } = redriveState(execution)
        if (redriveStatus !== 'REDRIVABLE') {
          const reason = redriveStatusReason ?? 'a child execution is redriven with its Map Run'
          throw new AwsError('ExecutionNotRedrivable', `Execution Not Redrivable: '${reason}'`)
        }
        redriveExecution(store, execution)
        if (clientToken !== undefined) execution.redriveTokens.set(clientToken, nowMs)
        return { redriveDate: new Date(nowMs) }
      },
    },
  }
}
