import type { MapState } from '../../../asl/state-machine.ts'
import type { JsonValue } from '../../../lib/json.ts'
import { parseJson } from '../../../lib/json.ts'
import { uuidOf } from '../../../lib/uuid.ts'
import type { Branch, Execution, Finish, MapChild, MapRun, Visit } from '../model.ts'
import { newMapRun } from '../new-map-run.ts'
import type { StatesStore } from '../store.ts'
import { abortMapRun } from './end-execution.ts'
import { append, appendAfter } from './history.ts'
import { mapChildren } from './item-batches.ts'
import { mapInputs, maxConcurrency, processorOf } from './map-items.ts'
import { readerOf } from './reader-of.ts'

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
  const run = before ?? (await startMapRun(store, visit))
  if (before !== undefined) redriveMapRun(store, branch, before)
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
    store.redriveChild(child.execution)
    watch(child.execution)
    return true
  }
  run.proceed = async () => {
    if (run.status !== 'RUNNING' || branch.closed) return
    if (exceeds(run, (child) => hasFailed(child) && !unsuccessful.has(child))) {
      failMapRun(store, branch, run)
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
    run.status = 'SUCCEEDED'
    run.stopMs = world.loop.nowMs
    const lastEventId = append(world, branch, { type: 'MapRunSucceeded' })
    appendAfter(world, branch.execution, lastEventId, { type: 'MapStateSucceeded' })
    await finish.exit({ kind: 'result', value: outputsOf(run) })
  }
  world.loop.at(world.loop.nowMs, () => run.proceed())
}

async function startMapRun(store: StatesStore, visit: Visit<MapState>): Promise<MapRun> {
  const { branch } = visit
  const { world } = store
  const reader = readerOf(visit)
  const values = await reader.items(store, visit)
  const limit = await maxConcurrency(store, visit)
  const children = await mapChildren(store, visit, await mapInputs(store, visit, values))
  const toleratedFailureCount = await reader.mapNumber(store, visit, 'ToleratedFailureCount')
  const toleratedFailurePercentage = await reader.mapNumber(store, visit, 'ToleratedFailurePercentage')
  append(world, branch, {
    type: 'MapStateStarted',
    mapStateStartedEventDetails: { length: values.length },
  })
  const run = newMapRun(store, visit, {
    flow: processorOf(visit.state),
    maxConcurrency: limit,
    toleratedFailureCount,
    toleratedFailurePercentage,
  })
  run.children = children
  branch.mapRun = run
  append(world, branch, { type: 'MapRunStarted', mapRunStartedEventDetails: { mapRunArn: run.arn } })
  return run
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

function failMapRun(store: StatesStore, branch: Branch, run: MapRun): void {
  abortMapRun(store, run)
  run.status = 'FAILED'
  append(store.world, branch, { type: 'MapRunFailed', mapRunFailedEventDetails: tooManyFailures })
}

function startChild(
  store: StatesStore,
  run: MapRun,
  index: number,
  { input, itemCount }: MapChild,
): Execution {
  const name = uuidOf(store.world.random.fork(`child/${run.arn}/${index}`).bytes(16))
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

/** Of the children that succeeded, in order of the items; AWS does not document what stands for the others. */
function outputsOf({ children }: MapRun): JsonValue[] {
  return children.flatMap(({ execution }) =>
    execution?.status === 'SUCCEEDED' ? [parseJson(execution.output ?? 'null') ?? null] : [],
  )
}
