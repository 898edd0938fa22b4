import { AwsError } from '../../aws-error.ts'
import { defined } from '../../defined.ts'
import { members, optional, required } from '../../validation.ts'
import { closeExecution } from '../engine/close-execution.ts'
import { needDecision } from '../engine/decision-task.ts'
import { append } from '../engine/history.ts'
import { startExecution } from '../engine/start-execution.ts'
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
  const { world } = store
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
        const limit = fields.toTimeout(given.executionStartToCloseTimeout)
        const plan = {
          workflowId,
          type: id,
          executionStartToClose: needed(
            limit === 'NONE' ? undefined : limit,
            type.executionStartToClose,
            'defaultExecutionStartToCloseTimeout',
          ),
          taskList: needed(given.taskList?.name, type.taskList, 'defaultTaskList'),
          taskStartToClose: needed(
            fields.toTimeout(given.taskStartToCloseTimeout),
            type.taskStartToClose,
            'defaultTaskStartToCloseTimeout',
          ),
          childPolicy: needed(given.childPolicy, type.childPolicy, 'defaultChildPolicy'),
          taskPriority: given.taskPriority ?? type.taskPriority,
          lambdaRole: given.lambdaRole ?? type.lambdaRole,
          tags: given.tagList ?? [],
          input: given.input,
        }
        if (domain.open.has(workflowId)) {
          throw new AwsError('WorkflowExecutionAlreadyStartedFault', 'Already Started')
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
        append(world, execution, {
          eventType: 'WorkflowExecutionSignaled',
          workflowExecutionSignaledEventAttributes: defined({
            signalName,
            input,
            externalInitiatedEventId: 0,
          }),
        })
        needDecision(store, execution)
        return {}
      },
    },
    RequestCancelWorkflowExecution: {
      parse: members(oneExecution),
      resource: ({ domain = '' }, call) => domainArn(domain, call),
      run({ domain = '', workflowId, runId }, call) {
        const execution = openExecutionOf(domainOf(store, domain, call), named(workflowId, runId))
        execution.cancelRequested = true
        append(world, execution, {
          eventType: 'WorkflowExecutionCancelRequested',
          workflowExecutionCancelRequestedEventAttributes: { externalInitiatedEventId: 0 },
        })
        needDecision(store, execution)
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
        closeExecution(store, execution, 'TERMINATED', {
          eventType: 'WorkflowExecutionTerminated',
          workflowExecutionTerminatedEventAttributes: defined({
            reason,
            details,
            childPolicy: childPolicy ?? execution.childPolicy,
          }),
        })
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

/** Throws `DefaultUndefinedFault`, which names the default of the type that would have done. */
function needed<T>(given: T | undefined, byDefault: T | undefined, name: string): T {
  const value = given ?? byDefault
  if (value === undefined) throw new AwsError('DefaultUndefinedFault', name)
  return value
}
