import { defined } from '../../defined.ts'
import { eventPage } from '../../event-pages.ts'
import type { CallContext } from '../../operation.ts'
import { flag, members, optional, required } from '../../validation.ts'
import * as fields from '../fields.ts'
import { domainArn, domainOf, type ExecutionName, executionOf, unknownExecution } from '../lookups.ts'
import type { WorkflowExecution } from '../model.ts'
import { closeSeen, eventsSeen, isSeen, seenAtMs } from '../seen.ts'
import type { SwfOperations } from '../shapes.ts'
import type { SwfStore } from '../store.ts'
import { executionInfo } from './execution-info.ts'
import { openCounts } from './open-counts.ts'

type Names = 'DescribeWorkflowExecution' | 'GetWorkflowExecutionHistory'

/** What tells of one execution. Both are eventually consistent: they show it as it was `swfLagMs` ago. */
export function historyOperations(store: SwfStore): Pick<SwfOperations, Names> {
  return {
    GetWorkflowExecutionHistory: {
      parse: members({
        domain: required(fields.domainName),
        execution: required(fields.execution),
        nextPageToken: optional(fields.pageToken),
        maximumPageSize: optional(fields.pageSize),
        reverseOrder: optional(flag),
      }),
      resource: ({ domain = '' }, call) => domainArn(domain, call),
      run({ domain = '', execution: named, nextPageToken, maximumPageSize, reverseOrder = false }, call) {
        const { execution, atMs } = seenExecution(store, domain, named, call)
        const { runId } = execution
        const request = JSON.stringify(['GetWorkflowExecutionHistory', runId, reverseOrder])
        const from =
          nextPageToken === undefined ? undefined : Number(store.pageTokens.read(request, nextPageToken))
        const length = fields.pageLength(maximumPageSize)
        const page = eventPage(eventsSeen(execution, atMs), { from, length, reverseOrder })
        return defined({
          events: page.events,
          nextPageToken: page.next === undefined ? undefined : store.pageTokens.issue(request, page.next),
        })
      },
    },
    DescribeWorkflowExecution: {
      parse: members({ domain: required(fields.domainName), execution: required(fields.execution) }),
      resource: ({ domain = '' }, call) => domainArn(domain, call),
      run({ domain = '', execution: named }, call) {
        const { execution, atMs } = seenExecution(store, domain, named, call)
        const events = eventsSeen(execution, atMs)
        const isOpen = closeSeen(execution, atMs) === undefined
        const latest = events.findLast(({ eventType }) => eventType === 'ActivityTaskScheduled')
        const decided = events.findLast(
          (event) => event.decisionTaskCompletedEventAttributes?.executionContext !== undefined,
        )
        return defined({
          executionInfo: executionInfo(execution, atMs),
          executionConfiguration: defined({
            taskStartToCloseTimeout: fields.fromTimeout(execution.taskStartToClose),
            executionStartToCloseTimeout: fields.fromTimeout(execution.executionStartToClose),
            taskList: { name: execution.taskList },
            taskPriority: execution.taskPriority,
            childPolicy: execution.childPolicy,
            lambdaRole: execution.lambdaRole,
          }),
          openCounts: openCounts(isOpen ? events : []),
          latestActivityTaskTimestamp: latest?.eventTimestamp,
          latestExecutionContext: decided?.decisionTaskCompletedEventAttributes?.executionContext,
        })
      },
    },
  }
}

/** Throws `UnknownResourceFault`, also for one that is too young to be seen. */
function seenExecution(
  store: SwfStore,
  domain: string,
  named: ExecutionName | undefined,
  call: CallContext,
): { execution: WorkflowExecution; atMs: number } {
  const execution = executionOf(domainOf(store, domain, call), named ?? {})
  const atMs = seenAtMs(store.world)
  if (!isSeen(execution, atMs)) throw unknownExecution(execution)
  return { execution, atMs }
}
