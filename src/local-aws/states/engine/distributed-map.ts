import type { MapState } from '../../../asl/state-machine.ts'
import { uuidOf } from '../../../lib/uuid.ts'
import { defined } from '../../defined.ts'
import type { Branch, Execution, Failure, Finish, MapChild, MapRun, Visit } from '../model.ts'
import { newMapRun } from '../new-map-run.ts'
import type { StatesStore } from '../store.ts'
import { appendEvaluation } from './append-evaluation.ts'
import { abortMapRun } from './end-execution.ts'
import { append, appendAfter } from './history.ts'
import { mapChildren } from './item-batches.ts'
import { readItems, readPlan } from './item-reader.ts'
import { mapInputs, maxConcurrency, numberedItems, processorOf } from './map-items.ts'
import { mapResult } from './map-results.ts'
import { readerOf } from './reader-of.ts'
import { StateFailure } from './state-failure.ts'

/** Children of one Map Run at once at most (Developer Guide, quotas). */
const mostAtOnce = 10_000

const tooManyFailures = {
  error: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
}

/**
 * Runs a distributed Map: an execution of its own for each item or batch of items, and a Map Run that counts them. With `before`, which has
 * not succeeded, it is that Map Run that goes on: its children that did not succeed are redriven.
 */
export async function runDistributedMap(
  store: StatesStore,
  visit: Visit<MapState>,
  finish: Finish,
  before?: MapRun,
): Promise<void> {
  const { branch } = visit
  const { world } = store
  const { ItemReader: reader } = visit.state
  // Recorded: what is to be read does not count here, and where it lies is looked at after this event.
  if (before === undefined && reader !== undefined) appendStarted(store, branch, 0)
  const unread = reader !== undefined && (before?.children.length ?? 0) === 0
  const plan = unread ? await readPlan(store, visit, reader) : undefined
  const run = before ?? (await startMapRun(store, visit))
  if (before !== undefined) redriveMapRun(store, branch, before)
  if (plan !== undefined) {
    run.children = await orFailed(store, branch, run, async () =>
      mapChildren(store, visit, await mapInputs(store, visit, readItems(store, plan))),
    )
  }
  const unsuccessful = new Set(run.children.filter(hasFailed))

  const watch = (child: Execution): void => {
    child.whenEnded.push(() => world.loop.at(world.loop.nowMs, () => run.proceed()))
  }
  const startNext = (child: MapChild, index: number): boolean => {
    if (child.execution === undefined) {
      child.execution = startChild(store, run, index, child)
      watch(child.execution)
      return true
    }
    if (!unsuccessful.delete(child)) return false
    if (run.machine.type === 'EXPRESS') {
      // They are not redriven but started anew (Developer Guide, redriving Map Runs).
      store.forget(child.execution)
      child.execution = startChild(store, run, index, child)
    } else store.redriveChild(child.execution)
    watch(child.execution)
    return true
  }
  run.proceed = async () => {
    if (run.status !== 'RUNNING' || branch.closed) return
    if (exceeds(run, (child) => hasFailed(child) && !unsuccessful.has(child))) {
      failMapRun(store, branch, run, tooManyFailures)
      await finish.fail(tooManyFailures)
      return
    }
    let running = run.children.filter(isRunning).length
    const atOnce = run.maxConcurrency === 0 ? mostAtOnce : Math.min(run.maxConcurrency, mostAtOnce)
    for (const [index, child] of run.children.entries()) {
      if (running >= atOnce) break
      if (startNext(child, index)) running += 1
    }
    if (running > 0) return
    try {
      const value = await orFailed(store, branch, run, () => mapResult(store, visit, run))
      run.status = 'SUCCEEDED'
      run.stopMs = world.loop.nowMs
      const lastEventId = append(world, branch, { type: 'MapRunSucceeded' })
      appendAfter(world, branch.execution, lastEventId, { type: 'MapStateSucceeded' })
      await finish.exit({ kind: 'result', value })
    } catch (error) {
      if (!(error instanceof StateFailure)) throw error
      appendEvaluation(store, visit, error)
      await finish.fail(error.failure)
    }
  }
  world.loop.at(world.loop.nowMs, () => run.proceed())
}

/** A Map Run that has its children, or that is yet to read what they are to do. */
async function startMapRun(store: StatesStore, visit: Visit<MapState>): Promise<MapRun> {
  const { branch, state } = visit
  const reader = readerOf(visit)
  const values = state.ItemReader === undefined ? await reader.items(store, visit) : undefined
  const limit = await maxConcurrency(store, visit)
  const items = numberedItems(values ?? [], 'STATE_DATA')
  const children = await mapChildren(store, visit, await mapInputs(store, visit, items))
  const toleratedFailureCount = await reader.mapNumber(store, visit, 'ToleratedFailureCount')
  const toleratedFailurePercentage = await reader.mapNumber(store, visit, 'ToleratedFailurePercentage')
  if (values !== undefined) appendStarted(store, branch, values.length)
  const run = newMapRun(store, visit, {
    flow: processorOf(state),
    maxConcurrency: limit,
    toleratedFailureCount,
    toleratedFailurePercentage,
  })
  run.children = children
  branch.mapRun = run
  append(store.world, branch, {
    type: 'MapRunStarted',
    mapRunStartedEventDetails: { mapRunArn: run.arn },
  })
  return run
}

function appendStarted({ world }: StatesStore, branch: Branch, length: number): void {
  append(world, branch, { type: 'MapStateStarted', mapStateStartedEventDetails: { length } })
}

/** What the step gives. Where it throws `StateFailure`, the Map Run fails by it. */
async function orFailed<T>(
  store: StatesStore,
  branch: Branch,
  run: MapRun,
  step: () => Promise<T>,
): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (error instanceof StateFailure) failMapRun(store, branch, run, error.failure)
    throw error
  }
}

function redriveMapRun({ world }: StatesStore, branch: Branch, run: MapRun): void {
  branch.mapRun = run
  run.status = 'RUNNING'
  delete run.stopMs
  run.redriveCount += 1
  run.redrivenMs = world.loop.nowMs
  append(world, branch, {
    type: 'MapRunRedriven',
    mapRunRedrivenEventDetails: { mapRunArn: run.arn, redriveCount: run.redriveCount },
  })
}

function failMapRun(store: StatesStore, branch: Branch, run: MapRun, { error, cause }: Failure): void {
  abortMapRun(store, run)
  run.status = 'FAILED'
  append(store.world, branch, {
    type: 'MapRunFailed',
    mapRunFailedEventDetails: defined({ error, cause }),
  })
}

function startChild(
  store: StatesStore,
  run: MapRun,
  index: number,
  { input, itemCount }: MapChild,
): Execution {
  const name = uuidOf(store.world.random.fork(`child/${run.arn}/${index}/${run.redriveCount}`).bytes(16))
  const inputText = JSON.stringify(input)
  return store.startMapChild(run, { name, input, inputText, itemCount, traceHeader: undefined })
}

function isRunning({ execution }: MapChild): boolean {
  return execution?.status === 'RUNNING'
}

function hasFailed({ execution }: MapChild): boolean {
  return execution !== undefined && execution.status !== 'RUNNING' && execution.status !== 'SUCCEEDED'
}

/** Items are what counts; either threshold does where both are given (Developer Guide, tolerated failure threshold). */
function exceeds(run: MapRun, failed: (child: MapChild) => boolean): boolean {
  const { children, toleratedFailureCount: count, toleratedFailurePercentage: percentage } = run
  const failures = itemsOf(children.filter(failed))
  if (failures === 0) return false
  if (count === undefined && percentage === undefined) return true
  const overCount = count !== undefined && failures > count
  return overCount || (percentage !== undefined && (failures / itemsOf(children)) * 100 > percentage)
}

function itemsOf(children: readonly MapChild[]): number {
  return children.reduce((sum, { itemCount }) => sum + itemCount, 0)
}
