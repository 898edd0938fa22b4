import type { ExecutionRedriveStatus } from '@aws-sdk/client-sfn'
import type { Execution } from './model.ts'

export interface RedriveState {
  readonly redriveCount: number
  readonly redriveDate?: Date
  readonly redriveStatus: ExecutionRedriveStatus
  readonly redriveStatusReason?: string
}

/** A redrive adds an event before its first state can. */
const mostEvents = 24_999

/** What DescribeExecution tells of redriving; the reasons are those of its documentation. */
export function redriveState(execution: Execution): RedriveState {
  const { redriveCount, redrivenMs, mapRun } = execution
  const reason = hindrance(execution)
  return {
    redriveCount,
    ...(redrivenMs !== undefined && { redriveDate: new Date(redrivenMs) }),
    ...(reason === undefined
      ? { redriveStatus: mapRun === undefined ? 'REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN' }
      : { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: reason }),
  }
}

function hindrance({ status, stateMachine, events }: Execution): string | undefined {
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`
  if (stateMachine.deleting) return 'State machine is in DELETING status'
  return events.length >= mostEvents ? 'Execution history event limit exceeded' : undefined
}
