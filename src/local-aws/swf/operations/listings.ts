import type { CountOpenWorkflowExecutionsInput, WorkflowExecutionInfos } from '@aws-sdk/client-swf'
import { AwsError } from '../../aws-error.ts'
import { defined } from '../../defined.ts'
import type { CallContext } from '../../operation.ts'
import { flag, members, oneOf, optional, required, structure, text } from '../../validation.ts'
import * as fields from '../fields.ts'
import { domainArn, domainOf } from '../lookups.ts'
import type { TaskList, WorkflowExecution } from '../model.ts'
import { closeSeen, isSeen, seenAtMs } from '../seen.ts'
import type { SwfOperations } from '../shapes.ts'
import type { SwfStore } from '../store.ts'
import { executionInfo } from './execution-info.ts'
import { listPage } from './list-page.ts'

type Names =
  | `${'List' | 'Count'}${'Open' | 'Closed'}WorkflowExecutions`
  | `CountPending${'Activity' | 'Decision'}Tasks`

// SWF Amazon API model, CloseStatus.
const closeStatuses = [
  'COMPLETED',
  'FAILED',
  'CANCELED',
  'TERMINATED',
  'CONTINUED_AS_NEW',
  'TIMED_OUT',
] as const

const filters = {
  domain: required(fields.domainName),
  executionFilter: optional(structure({ workflowId: required(fields.workflowId) })),
  typeFilter: optional(structure({ name: required(fields.name), version: optional(text({ max: 64 })) })),
  tagFilter: optional(structure({ tag: required(text({ max: 256 })) })),
}
const openFilters = { ...filters, startTimeFilter: required(fields.timeFilter) }
const closedFilters = {
  ...filters,
  startTimeFilter: optional(fields.timeFilter),
  closeTimeFilter: optional(fields.timeFilter),
  closeStatusFilter: optional(structure({ status: required(oneOf(closeStatuses)) })),
}
const paging = {
  nextPageToken: optional(fields.pageToken),
  maximumPageSize: optional(fields.pageSize),
  reverseOrder: optional(flag),
}

type OpenFilters = CountOpenWorkflowExecutionsInput
type ClosedFilters = Omit<OpenFilters, 'startTimeFilter'> & {
  readonly startTimeFilter?: OpenFilters['startTimeFilter']
  readonly closeTimeFilter?: OpenFilters['startTimeFilter']
  readonly closeStatusFilter?: { readonly status: string | undefined } | undefined
}

const inDomain = ({ domain = '' }: { domain: string | undefined }, call: CallContext): string =>
  domainArn(domain, call)

/**
 * The lists and counts of a domain. Those of executions are eventually consistent: they show the domain as it was
 * `swfLagMs` ago. Those of pending tasks are estimates in AWS, and are exact here.
 */
export function listingOperations(store: SwfStore): Pick<SwfOperations, Names> {
  const open = (input: OpenFilters, call: CallContext): Selected => selectOpen(store, input, call)
  const closed = (input: ClosedFilters, call: CallContext): Selected => selectClosed(store, input, call)
  return {
    ListOpenWorkflowExecutions: {
      parse: members({ ...openFilters, ...paging }),
      resource: inDomain,
      run: (input, call) => listed(store, 'ListOpenWorkflowExecutions', input, open(input, call)),
    },
    CountOpenWorkflowExecutions: {
      parse: members(openFilters),
      resource: inDomain,
      run: (input, call) => counted(open(input, call).executions.length),
    },
    ListClosedWorkflowExecutions: {
      parse: members({ ...closedFilters, ...paging }),
      resource: inDomain,
      run: (input, call) => listed(store, 'ListClosedWorkflowExecutions', input, closed(input, call)),
    },
    CountClosedWorkflowExecutions: {
      parse: members(closedFilters),
      resource: inDomain,
      run: (input, call) => counted(closed(input, call).executions.length),
    },
    CountPendingActivityTasks: {
      parse: members({ domain: required(fields.domainName), taskList: required(fields.taskList) }),
      resource: inDomain,
      run: ({ domain = '', taskList }, call) =>
        waitingIn(domainOf(store, domain, call).activityLists, taskList?.name),
    },
    CountPendingDecisionTasks: {
      parse: members({ domain: required(fields.domainName), taskList: required(fields.taskList) }),
      resource: inDomain,
      run: ({ domain = '', taskList }, call) =>
        waitingIn(domainOf(store, domain, call).decisionLists, taskList?.name),
    },
  }
}

interface Selected {
  readonly executions: readonly WorkflowExecution[]
  /** The domain's ARN: page tokens of one domain are no good in another. */
  readonly arn: string
  readonly atMs: number
  /** By what the list is sorted. */
  readonly timeOf: (execution: WorkflowExecution) => number
}

function selectOpen(store: SwfStore, input: OpenFilters, call: CallContext): Selected {
  const { typeFilter, tagFilter, executionFilter } = input
  checkExclusive({ typeFilter, tagFilter, executionFilter })
  const { arn, executions } = domainOf(store, input.domain ?? '', call)
  const atMs = seenAtMs(store.world)
  return {
    arn,
    atMs,
    timeOf: ({ startMs }) => startMs,
    executions: [...executions.values()].filter(
      (one) =>
        isSeen(one, atMs) &&
        closeSeen(one, atMs) === undefined &&
        isWithin(one.startMs, input.startTimeFilter) &&
        passes(one, input),
    ),
  }
}

function selectClosed(store: SwfStore, input: ClosedFilters, call: CallContext): Selected {
  const { typeFilter, tagFilter, executionFilter, closeStatusFilter, startTimeFilter, closeTimeFilter } =
    input
  checkExclusive({ executionFilter, typeFilter, tagFilter, closeStatusFilter })
  if (startTimeFilter === undefined && closeTimeFilter === undefined)
    throw invalid('Must specify time filter')
  if (startTimeFilter !== undefined && closeTimeFilter !== undefined) {
    throw invalid('Cannot specify both a startTimeFilter and a closeTimeFilter')
  }
  const { arn, executions } = domainOf(store, input.domain ?? '', call)
  const atMs = seenAtMs(store.world)
  const closeMsOf = (one: WorkflowExecution): number => closeSeen(one, atMs)?.atMs ?? 0
  const timeOf = startTimeFilter === undefined ? closeMsOf : (one: WorkflowExecution) => one.startMs
  return {
    arn,
    atMs,
    timeOf,
    executions: [...executions.values()].filter((one) => {
      const close = closeSeen(one, atMs)
      if (close === undefined) return false
      if (closeStatusFilter !== undefined && close.status !== closeStatusFilter.status) return false
      return isWithin(timeOf(one), startTimeFilter ?? closeTimeFilter) && passes(one, input)
    }),
  }
}

function passes(
  { type, tags, workflowId }: WorkflowExecution,
  {
    typeFilter,
    tagFilter,
    executionFilter,
  }: Pick<OpenFilters, 'typeFilter' | 'tagFilter' | 'executionFilter'>,
): boolean {
  if (executionFilter !== undefined) return executionFilter.workflowId === workflowId
  if (tagFilter !== undefined) return tags.some((tag) => tag === tagFilter.tag)
  if (typeFilter === undefined) return true
  const { name, version = '' } = typeFilter
  return type.name === name && (version === '' || type.version === version)
}

/** Both ends are included. */
function isWithin(ms: number, filter: OpenFilters['startTimeFilter']): boolean {
  const { oldestDate, latestDate } = filter ?? {}
  return ms >= (oldestDate?.getTime() ?? 0) && ms <= (latestDate?.getTime() ?? Number.POSITIVE_INFINITY)
}

/** SWF takes one of these filters at most; the words are those that its emulators recorded. */
function checkExclusive(given: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(given).filter((name) => given[name] !== undefined)
  if (names.length > 1) {
    throw invalid(`Cannot specify more than one exclusive filters in the same query: [${names.join(', ')}]`)
  }
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message)
}

/** Newest first, as SWF has it. */
function listed(
  store: SwfStore,
  operation: string,
  input: object,
  { executions, arn, atMs, timeOf }: Selected,
): WorkflowExecutionInfos {
  const key = (one: WorkflowExecution): readonly number[] => [timeOf(one), one.order]
  const page = listPage(store, [operation, arn], input, executions, key, { descending: true })
  return defined({
    executionInfos: page.items.map((one) => executionInfo(one, atMs)),
    nextPageToken: page.nextPageToken,
  })
}

/** AWS cuts a count short where it would have to read more than 1 MB; here nothing is ever truncated. */
function counted(count: number): { count: number; truncated: boolean } {
  return { count, truncated: false }
}

/** 0 for a task list that nothing was ever scheduled in. */
function waitingIn<T>(
  lists: ReadonlyMap<string, TaskList<T>>,
  name = '',
): { count: number; truncated: boolean } {
  return counted(lists.get(name)?.waiting.size ?? 0)
}
