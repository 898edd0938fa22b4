import type { ExecutionListItem } from '@aws-sdk/client-sfn'
import { parseJson } from '../../../lib/json.ts'
import { uuidOf } from '../../../lib/uuid.ts'
import { AwsError } from '../../aws-error.ts'
import { members, oneOf, optional, required, text } from '../../validation.ts'
import { statesArn } from '../arn.ts'
import { defined } from '../defined.ts'
import { endExecution } from '../engine/end-execution.ts'
import { startExecution } from '../engine/start-execution.ts'
import { executionOf, stateMachineOf } from '../lookups.ts'
import type { Execution } from '../model.ts'
import { checkName } from '../names.ts'
import * as rules from '../rules.ts'
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
      parse: members({
        stateMachineArn: required(rules.arn),
        name: optional(rules.name),
        input: optional(rules.payload),
        traceHeader: optional(text({ max: 256 })),
      }),
      resource: ({ stateMachineArn = '' }) => stateMachineArn,
      run({ stateMachineArn = '', name, input: inputText = '{}', traceHeader }, call) {
        if (name !== undefined) checkName(name)
        const stateMachine = stateMachineOf(store, stateMachineArn, call)
        const input = parseJson(inputText)
        if (input === undefined) throw invalidInput()
        if (stateMachine.deleting) {
          throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${stateMachineArn}'`)
        }
        const { region } = stateMachine
        if (name !== undefined && stateMachine.type === 'STANDARD') {
          const arn = statesArn(region, store.world.account, 'execution', stateMachine.name, name)
          const present = store.executions.get(arn)
          if (present !== undefined) return sameAs(present, inputText)
        }
        const execution = startExecution(store, stateMachine, {
          name: name ?? uuidOf(store.executionNames.bytes(16)),
          inputText,
          input,
          traceHeader,
        })
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
        const execution = executionOf(store, executionArn, call)
        const included = includedData !== 'METADATA_ONLY'
        const { inputText, output, status } = execution
        return defined({
          ...listItem(execution),
          status,
          input: included ? inputText : undefined,
          inputDetails: { included },
          output: included ? output : undefined,
          outputDetails: output === undefined ? undefined : { included },
          traceHeader: execution.traceHeader,
          error: execution.error,
          cause: execution.cause,
          ...redrive(execution),
        })
      },
    },
    DescribeStateMachineForExecution: {
      parse: oneExecution,
      resource: ({ executionArn = '' }) => executionArn,
      run({ executionArn = '' }, call) {
        const { stateMachine, revision } = executionOf(store, executionArn, call)
        return {
          stateMachineArn: stateMachine.arn,
          name: stateMachine.name,
          definition: revision.definition,
          roleArn: revision.roleArn,
          updateDate: new Date(revision.updatedMs),
          loggingConfiguration: stateMachine.logging,
          tracingConfiguration: stateMachine.tracing,
        }
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
      resource: ({ stateMachineArn = '*' }) => stateMachineArn,
      run({ stateMachineArn, statusFilter, maxResults, nextToken, mapRunArn, redriveFilter }, call) {
        if (mapRunArn !== undefined)
          throw new AwsError('ResourceNotFound', `Resource not found: '${mapRunArn}'`)
        if (stateMachineArn === undefined) {
          throw new AwsError('ValidationException', 'Either stateMachineArn or mapRunArn must be specified')
        }
        const stateMachine = stateMachineOf(store, stateMachineArn, call)
        if (stateMachine.type === 'EXPRESS') {
          throw new AwsError(
            'StateMachineTypeNotSupported',
            'This operation is not supported by this type of state machine',
          )
        }
        const request = JSON.stringify(['ListExecutions', stateMachineArn, statusFilter, redriveFilter])
        const from = nextToken === undefined ? undefined : Number(store.pageTokens.read(request, nextToken))
        // Nothing here has ever been redriven.
        if (redriveFilter === 'REDRIVEN') return { executions: [] }
        const { executions } = stateMachine
        const list = statusFilter === undefined ? executions.all : executions.withStatus(statusFilter)
        const page = list.before(from, rules.pageLength(maxResults))
        return defined({
          executions: page.items.map((execution) => ({ ...listItem(execution), redriveCount: 0 })),
          nextToken: page.lastKey === undefined ? undefined : store.pageTokens.issue(request, page.lastKey),
        })
      },
    },
  }
}

/** A name that is taken: the same input while it runs is the same call again. Throws `ExecutionAlreadyExists`. */
function sameAs(present: Execution, inputText: string): { executionArn: string; startDate: Date } {
  if (present.status === 'RUNNING' && present.inputText === inputText) {
    return { executionArn: present.arn, startDate: new Date(present.startMs) }
  }
  throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${present.arn}'`)
}

function invalidInput(): AwsError {
  return new AwsError(
    'InvalidExecutionInput',
    "Invalid State Machine Execution Input: 'Invalid execution input.'",
  )
}

function listItem({ arn, stateMachine, name, status, startMs, stopMs }: Execution): ExecutionListItem {
  return defined({
    executionArn: arn,
    stateMachineArn: stateMachine.arn,
    name,
    status,
    startDate: new Date(startMs),
    stopDate: stopMs === undefined ? undefined : new Date(stopMs),
  })
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
