import { AwsError } from '../../aws-error.ts'
import { members, optional, required } from '../../validation.ts'
import { terminateExecution } from '../engine/close-execution.ts'
import { type MissingDefault, planExecution } from '../engine/plan-execution.ts'
import { requestCancelExecution, signal } from '../engine/reach-execution.ts'
import { mostOpenExecutions, startExecution } from '../engine/start-execution.ts'
import * as fields from '../fields.ts'
import { domainArn, domainOf, openExecutionOf, workflowTypeOf } from '../lookups.ts'
import type { SwfOperations } from '../shapes.ts'
import type { SwfStore } from '../store.ts'

type Names =
  | 'RequestCancelWorkflowExecution'
  | 'SignalWorkflowExecution'
  | 'StartWorkflowExecution'
  | 'TerminateWorkflowExecution'

const oneExecution = {
  domain: required(fields.domainName),
  workflowId: required(fields.workflowId),
  runId: optional(fields.optionalRunId),
}

/** What starts an execution, and what reaches an open one from outside. */
export function executionOperations(store: SwfStore): Pick<SwfOperations, Names> {
  return {
    StartWorkflowExecution: {
      parse: members({
        domain: required(fields.domainName),
        workflowId: required(fields.newName),
        workflowType: required(fields.typeId),
        taskList: optional(fields.newTaskList),
        taskPriority: optional(fields.taskPriority),
        input: optional(fields.data),
        executionStartToCloseTimeout: optional(fields.executionTimeout),
        tagList: optional(fields.tags),
        taskStartToCloseTimeout: optional(fields.timeout),
        childPolicy: optional(fields.childPolicy),
        lambdaRole: optional(fields.lambdaRole),
      }),
      resource: ({ domain = '' }, call) => domainArn(domain, call),
      run({ domain: domainName = '', workflowId = '', workflowType, ...given }, call) {
        const domain = domainOf(store, domainName, call)
        // AWS documents that it refuses this, but lists no fault for it.
        if (domain.status === 'DEPRECATED') throw new AwsError('DomainDeprecatedFault', domainName)
        const id = { name: workflowType?.name ?? '', version: workflowType?.version ?? '' }
        const type = workflowTypeOf(domain, id)
        if (type.status === 'DEPRECATED') {
          throw new AwsError('TypeDeprecatedFault', `WorkflowType=[name=${id.name}, version=${id.version}]`)
        }
        const plan = planExecution(type, workflowId, given)
        if (typeof plan === 'string') throw new AwsError('DefaultUndefinedFault', defaultOf[plan])
        if (domain.open.has(workflowId)) {
          throw new AwsError('WorkflowExecutionAlreadyStartedFault', 'Already Started')
        }
        if (domain.open.size >= mostOpenExecutions) {
          throw new AwsError(
            'LimitExceededFault',
            `Exceeded the limit of ${mostOpenExecutions} open executions`,
          )
        }
        return { runId: startExecution(store, domain, plan).runId }
      },
    },
    SignalWorkflowExecution: {
      parse: members({
        ...oneExecution,
        signalName: required(fields.name),
        input: optional(fields.data),
      }),
      resource: ({ domain = '' }, call) => domainArn(domain, call),
      run({ domain = '', workflowId, runId, signalName, input }, call) {
        const execution = openExecutionOf(domainOf(store, domain, call), named(workflowId, runId))
        signal(store, execution, { signalName, input })
        return {}
      },
    },
    RequestCancelWorkflowExecution: {
      parse: members(oneExecution),
      resource: ({ domain = '' }, call) => domainArn(domain, call),
      run({ domain = '', workflowId, runId }, call) {
        const execution = openExecutionOf(domainOf(store, domain, call), named(workflowId, runId))
        requestCancelExecution(store, execution)
        return {}
      },
    },
    TerminateWorkflowExecution: {
      parse: members({
        ...oneExecution,
        reason: optional(fields.reason),
        details: optional(fields.data),
        childPolicy: optional(fields.childPolicy),
      }),
      resource: ({ domain = '' }, call) => domainArn(domain, call),
      run({ domain = '', workflowId, runId, reason, details, childPolicy }, call) {
        const execution = openExecutionOf(domainOf(store, domain, call), named(workflowId, runId))
        terminateExecution(store, execution, { reason, details, childPolicy })
        return {}
      },
    },
  }
}

/** An empty runId is as good as none. */
function named(
  workflowId: string | undefined,
  runId: string | undefined,
): { workflowId: string | undefined; runId: string | undefined } {
  return { workflowId, runId: runId === '' ? undefined : runId }
}

/** What `DefaultUndefinedFault` says: the default of the type that would have done. */
const defaultOf: Readonly<Record<MissingDefault, string>> = {
  DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED: 'defaultExecutionStartToCloseTimeout',
  DEFAULT_TASK_LIST_UNDEFINED: 'defaultTaskList',
  DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED: 'defaultTaskStartToCloseTimeout',
  DEFAULT_CHILD_POLICY_UNDEFINED: 'defaultChildPolicy',
}
