import type { ExecutionListItem } from '@aws-sdk/client-sfn'
import { AwsError } from '../../aws-error.ts'
import { defined } from '../../defined.ts'
import { members, oneOf, optional, required, text } from '../../validation.ts'
import { describeExecution, executionItem } from '../describe-execution.ts'
import { endExecution } from '../engine/end-execution.ts'
import {
  executionOf,
  executionSeenOf,
  mapRunOf,
  type Target,
  targetOf,
  typeNotSupported,
} from '../lookups.ts'
import type { Execution } from '../model.ts'
import { parseStart, requestStart } from '../request-start.ts'
import * as rules from '../rules.ts'
import { executionsSeen } from '../seen.ts'
import type { StepFunctionsOperations } from '../shapes.ts'
import type { StatesStore } from '../store.ts'

type Names =
  | 'DescribeExecution'
  | 'DescribeStateMachineForExecution'
  | 'ListExecutions'
  | 'StartExecution'
  | 'StopExecution'

// AWS lists them in this order when it refuses another one.
const statuses = ['SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING'] as const

export function executionOperations(store: StatesStore): Pick<StepFunctionsOperations, Names> {
  const oneExecution = members({
    executionArn: required(rules.arn),
    includedData: optional(oneOf(['ALL_DATA', 'METADATA_ONLY'])),
  })
  return {
    StartExecution: {
      parse: parseStart,
      resource: ({ stateMachineArn = '' }) => stateMachineArn,
      run(input, call) {
        const execution = requestStart(store, input, call)
        return { executionArn: execution.arn, startDate: new Date(execution.startMs) }
      },
    },
    StopExecution: {
      parse: members({
        executionArn: required(rules.arn),
        error: optional(rules.error),
        cause: optional(rules.cause),
      }),
      resource: ({ executionArn = '' }) => executionArn,
      run({ executionArn = '', error, cause }, call) {
        const execution = executionOf(store, executionArn, call)
        if (execution.status === 'RUNNING') {
          endExecution(store, execution, { kind: 'aborted', error, cause })
        }
        return { stopDate: new Date(execution.stopMs ?? store.world.loop.nowMs) }
      },
    },
    DescribeExecution: {
      parse: oneExecution,
      resource: ({ executionArn = '' }) => executionArn,
      run({ executionArn = '', includedData }, call) {
        return describeExecution(executionSeenOf(store, executionArn, call), includedData !== 'METADATA_ONLY')
      },
    },
    DescribeStateMachineForExecution: {
      parse: oneExecution,
      resource: ({ executionArn = '' }) => executionArn,
      run({ executionArn = '', includedData }, call) {
        const { stateMachine, revision, mapRun } = executionSeenOf(store, executionArn, call)
        return defined({
          stateMachineArn: stateMachine.arn,
          name: stateMachine.name,
          definition: includedData === 'METADATA_ONLY' ? '{}' : revision.definition,
          revisionId: revision.id,
          roleArn: revision.roleArn,
          updateDate: new Date(revision.updatedMs),
          loggingConfiguration: stateMachine.logging,
          tracingConfiguration: stateMachine.tracing,
          mapRunArn: mapRun?.arn,
          label: mapRun?.label,
        })
      },
    },
    ListExecutions: {
      parse: members({
        stateMachineArn: optional(rules.arn),
        statusFilter: optional(oneOf(statuses)),
        maxResults: optional(rules.pageSize),
        nextToken: optional(text({ min: 1, max: 3096 })),
        mapRunArn: optional(text({ min: 1, max: 2000 })),
        redriveFilter: optional(oneOf(['NOT_REDRIVEN', 'REDRIVEN'])),
      }),
      resource: listedArn,
      run({ stateMachineArn, statusFilter, maxResults, nextToken, mapRunArn, redriveFilter }, call) {
        const listed = listedArn({ stateMachineArn, mapRunArn })
        if (statusFilter === 'PENDING_REDRIVE' && mapRunArn === undefined) {
          throw new AwsError('ValidationException', 'PENDING_REDRIVE can be asked of a Map Run alone')
        }
        const target =
          mapRunArn === undefined
            ? targetOf(store, listed, call)
            : { stateMachine: mapRunOf(store, mapRunArn, call).machine }
        if (target.stateMachine.type === 'EXPRESS') throw typeNotSupported()
        const { executions } = target.stateMachine
        const filters = [statusFilter, redriveFilter]
        const request = JSON.stringify(['ListExecutions', listed, ...filters])
        const from = nextToken === undefined ? undefined : Number(store.pageTokens.read(request, nextToken))
        const page = executionsSeen(store.world, executions, statusFilter, from, rules.pageLength(maxResults))
        return defined({
          // AWS, too, promises no full pages: a filter may leave less than maxResults.
          executions: page.items
            .filter(
              (execution) =>
                isOf(target, execution) &&
                (redriveFilter === undefined ||
                  (redriveFilter === 'REDRIVEN') === execution.redriveCount > 0),
            )
            .map((execution) => listItem(execution)),
          nextToken: page.lastKey === undefined ? undefined : store.pageTokens.issue(request, page.lastKey),
        })
      },
    },
  }
}

/** Whether that is what the execution was started by; a bare state machine has all of its executions. */
function isOf({ version, alias }: Target, execution: Execution): boolean {
  if (alias !== undefined) return execution.alias === alias
  return version === undefined || execution.version === version
}

function listItem(execution: Execution): ExecutionListItem {
  const { redriveCount, redrivenMs, mapRun, itemCount } = execution
  const item: ExecutionListItem = executionItem(execution)
  item.redriveCount = redriveCount
  if (redrivenMs !== undefined) item.redriveDate = new Date(redrivenMs)
  if (mapRun !== undefined) {
    item.mapRunArn = mapRun.arn
    if (itemCount !== undefined) item.itemCount = itemCount
  }
  return item
}

/** Whose executions are listed, and what IAM decides on: a Map Run's own ARN is taken to be its resource (not confirmed). */
function listedArn({
  stateMachineArn,
  mapRunArn,
}: {
  readonly stateMachineArn: string | undefined
  readonly mapRunArn: string | undefined
}): string {
  const [arn, ...others] = [mapRunArn, stateMachineArn].filter((one) => one !== undefined)
  if (arn !== undefined && others.length === 0) return arn
  const words =
    arn === undefined ? 'Either stateMachineArn or mapRunArn' : 'Only one of stateMachineArn and mapRunArn'
  throw new AwsError('ValidationException', `${words} must be specified`)
}
