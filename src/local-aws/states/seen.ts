import type { ExecutionStatus, HistoryEvent } from '@aws-sdk/client-sfn'
import type { World } from '../world/world.ts'
import type { ExecutionIndex } from './execution-index.ts'
import type { Execution, Revision, StateMachine } from './model.ts'
import type { Page } from './sorted-list.ts'

/** The moment that the eventually consistent calls show: the whole `statesLagMs` ago, for every caller alike. */
export function seenAtMs({ loop, settings }: World): number {
  return loop.nowMs - settings.statesLagMs
}

/** The longest that the setting allows. */
const longestLagMs = 60_000

/**
 * What DescribeStateMachine shows of a state machine, and what an execution that is started without a version runs (API reference,
 * UpdateStateMachine: it "may use the previous state machine definition").
 */
export function revisionSeen(
  world: World,
  { revision, earlier }: Pick<StateMachine, 'revision' | 'earlier'>,
): Revision {
  const atMs = seenAtMs(world)
  return [revision, ...earlier].find(({ updatedMs }) => updatedMs <= atMs) ?? earlier.at(-1) ?? revision
}

/** Puts a revision in force; of those before it stay the ones that a call may still see. */
export function putInForce({ loop }: World, stateMachine: StateMachine, revision: Revision): void {
  const before = [stateMachine.revision, ...stateMachine.earlier]
  const settled = before.findIndex(({ updatedMs }) => updatedMs <= loop.nowMs - longestLagMs)
  stateMachine.earlier = settled < 0 ? before : before.slice(0, settled + 1)
  stateMachine.revision = revision
}

/** The execution as it was then; undefined where it had not started. */
export function executionSeen(execution: Execution, atMs: number): Execution | undefined {
  if (execution.startMs > atMs) return undefined
  const { stopMs = 0, redrivenMs = 0 } = execution
  if (Math.max(stopMs, redrivenMs) <= atMs) return execution
  const {
    output: _output,
    error: _error,
    cause: _cause,
    stopMs: _stop,
    redrivenMs: _redriven,
    ...rest
  } = execution
  return {
    ...rest,
    ...stateAfter(execution.events.filter(({ timestamp }) => (timestamp?.getTime() ?? 0) <= atMs)),
  }
}

/** A page of the executions that were there then, newest first, of one status if one is asked for. */
export function executionsSeen(
  world: World,
  executions: ExecutionIndex<Execution>,
  status: ExecutionStatus | undefined,
  before: number | undefined,
  count: number,
): Page<number, Execution> {
  const now = status === undefined ? executions.all : executions.withStatus(status)
  if (world.settings.statesLagMs === 0) return now.before(before, count)
  const atMs = seenAtMs(world)
  const then = executions.all
    .before(before, Number.POSITIVE_INFINITY)
    .items.flatMap((execution) => executionSeen(execution, atMs) ?? [])
    .filter((execution) => status === undefined || execution.status === status)
  const items = then.slice(0, count)
  return { items, lastKey: items.length < then.length ? items.at(-1)?.order : undefined }
}

type SeenState = Pick<
  Execution,
  'status' | 'redriveCount' | 'stopMs' | 'redrivenMs' | 'output' | 'error' | 'cause'
>

const ends: Readonly<Record<string, ExecutionStatus>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionTimedOut: 'TIMED_OUT',
  ExecutionAborted: 'ABORTED',
}

/** What a history says of its execution, as far as it goes. */
function stateAfter(events: readonly HistoryEvent[]): SeenState {
  const redrives = events.filter(({ type }) => type === 'ExecutionRedriven')
  const redrivenMs = redrives.at(-1)?.timestamp?.getTime()
  const redriven = { redriveCount: redrives.length, ...(redrivenMs !== undefined && { redrivenMs }) }
  const last = events.findLast(({ type = '' }) => type === 'ExecutionRedriven' || Object.hasOwn(ends, type))
  const status = ends[last?.type ?? '']
  if (last === undefined || status === undefined) return { status: 'RUNNING', ...redriven }
  const { executionFailedEventDetails, executionTimedOutEventDetails, executionAbortedEventDetails } = last
  const failure = executionFailedEventDetails ?? executionTimedOutEventDetails ?? executionAbortedEventDetails
  const output = last.executionSucceededEventDetails?.output
  const stopMs = last.timestamp?.getTime()
  return {
    status,
    ...redriven,
    ...(stopMs !== undefined && { stopMs }),
    ...(output !== undefined && { output }),
    error: failure?.error,
    cause: failure?.cause,
  }
}
