import type { HistoryEventType } from '@aws-sdk/client-sfn'
import type { State } from '../../../asl/state-machine.ts'
import type { Branch, Fork } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { dropTask } from './close-task.ts'
import { abortMapRun } from './end-execution.ts'
import { appendAfter } from './history.ts'

/** What is aborted of a state; states that end as soon as they are entered have no such event. */
const aborted: Readonly<Partial<Record<State['Type'], HistoryEventType>>> = {
  Task: 'TaskStateAborted',
  Wait: 'WaitStateAborted',
  Parallel: 'ParallelStateAborted',
  Map: 'MapStateAborted',
}

/**
 * Ends every open line of a fork in which `failing` has failed. Each event points at the failure, not into the chain
 * of what it ends; a failing task's own state is aborted, too. In order of the lines, an iteration before the state
 * it is in (recorded histories of a Map and of a Parallel); lines within lines are assumed to come after what is
 * around them.
 */
export function abortLines(store: StatesStore, fork: Fork, failing: Branch): void {
  abortFork(store, fork, failing, failing.lastEventId)
}

function abortFork(store: StatesStore, fork: Fork, failing: Branch | undefined, causeId: number): void {
  for (const line of fork.branches) {
    if (line === undefined || line.closed) continue
    appendIteration(store, line, line === failing, causeId)
    closeLine(store, line, line === failing, causeId)
  }
}

function appendIteration({ world }: StatesStore, line: Branch, failed: boolean, causeId: number): void {
  const { item, execution, parent } = line
  if (item === undefined) return
  const details = { name: parent?.visit?.name, index: item.index }
  appendAfter(
    world,
    execution,
    causeId,
    failed
      ? { type: 'MapIterationFailed', mapIterationFailedEventDetails: details }
      : { type: 'MapIterationAborted', mapIterationAbortedEventDetails: details },
  )
}

function closeLine(store: StatesStore, line: Branch, failed: boolean, causeId: number): void {
  const { execution, visit, task, mapRun, fork } = line
  line.closed = true
  execution.branches.delete(line)
  line.timer?.cancel()
  if (task !== undefined) dropTask(store, task, 'aborted')
  if (mapRun?.status === 'RUNNING') {
    abortMapRun(store, mapRun)
    appendAfter(store.world, execution, causeId, { type: 'MapRunAborted' })
  }
  const type = visit === undefined ? undefined : aborted[visit.state.Type]
  // A Parallel or Map that has failed said so itself.
  const told = failed && visit !== undefined && visit.state.Type !== 'Task'
  if (type !== undefined && !told) appendAfter(store.world, execution, causeId, { type })
  if (fork !== undefined) abortFork(store, fork, undefined, causeId)
}
