import { queryOptions } from '@tanstack/react-query'
import { PartOfList } from '../aws/pages.ts'
import type { ExecutionListing, StateMachineListing } from '../aws/states-api.ts'
import type { WorkflowListing } from '../aws/swf-api.ts'
import type { Connection } from '../console/connection.ts'
import type { AppError } from '../domain/app-error.ts'
import type { Interval } from '../domain/interval.ts'
import { keys } from './keys.ts'

/** A list of AWS's as it was when it was asked for. Lists are eventually consistent. */
export interface Listing<T> {
  readonly items: readonly T[]
  readonly readAt: Interval
  /** Why it is only a part of what AWS has; null: it is all. */
  readonly partly: AppError | null
}

async function listing<T>(readAt: Interval, list: () => Promise<readonly T[]>): Promise<Listing<T>> {
  try {
    return { items: await list(), readAt, partly: null }
  } catch (cause) {
    if (!(cause instanceof PartOfList)) throw cause
    // What `list` has rejected with is a part of that very list.
    return { items: cause.items as readonly T[], readAt, partly: cause.error }
  }
}

/** ListStateMachines, all pages. */
export function stateMachinesQuery(
  connection: Connection,
  beforePage: () => Promise<void> = async () => undefined,
) {
  return queryOptions({
    queryKey: keys.stateMachines(connection.id),
    queryFn: async (): Promise<Listing<StateMachineListing>> => {
      const readAt = connection.clock.now()
      return listing(readAt, () => connection.states.listStateMachines(beforePage))
    },
  })
}

/** ListExecutions of one state machine, RUNNING only, all pages. */
export function executionsQuery(
  connection: Connection,
  stateMachineArn: string,
  beforePage: () => Promise<void> = async () => undefined,
) {
  return queryOptions({
    queryKey: keys.executions(connection.id, stateMachineArn),
    queryFn: async (): Promise<Listing<ExecutionListing>> => {
      const readAt = connection.clock.now()
      return listing(readAt, () => connection.states.listRunningExecutions(stateMachineArn, beforePage))
    },
  })
}

/** ListOpenWorkflowExecutions of one SWF domain, all pages. */
export function workflowsQuery(
  connection: Connection,
  domain: string,
  beforePage: () => Promise<void> = async () => undefined,
) {
  return queryOptions({
    queryKey: keys.workflows(connection.id, domain),
    queryFn: async (): Promise<Listing<WorkflowListing>> => {
      const readAt = connection.clock.now()
      return listing(readAt, () => connection.swf.listOpenWorkflows(domain, readAt.hi, beforePage))
    },
  })
}
