import type { MapState } from '../../../asl/state-machine.ts'
import type { JsonValue } from '../../../lib/json.ts'
import { parseJson } from '../../../lib/json.ts'
import { uuidOf } from '../../../lib/uuid.ts'
import type { Branch, Execution, Finish, MapRun, Visit } from '../model.ts'
import { newMapRun } from '../new-map-run.ts'
import type { StatesStore } from '../store.ts'
import { abortMapRun } from './end-execution.ts'
import { append, appendAfter } from './history.ts'
import { type MapPlan, mapPlan } from './map-items.ts'
import { readerOf } from './reader-of.ts'

/** Children of one Map Run at once at most (Developer Guide, quotas). */
const mostAtOnce = 10_000

const tooManyFailures = {
  error: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
}

/**
 * Runs a distributed Map: an execution of its own for each item, and a Map Run that counts them. With `before`, which
 * has not succeeded, it is that Map Run that goes on: its children that did not succeed are redriven.
 */
export async function runDistributedMap(
  store: StatesStore,
  visit: Visit<MapState>,
  finish: Finish,
  before?: MapRun,
): Promise<void> {
  const { branch } = visit
  const { world } = store
  const plan = await mapPlan(store, visit)
  if (before !== undefined) redriveMapRun(store, branch, before)
  else await startMapRun(store, visit, plan)
  const run = branch.mapRun
  if (run === undefined) return
  const unsuccessful = new Set(run.children.filter((child) => child !== undefined && hasFailed(child)))

  const watch = (child: Execution): void => {
    child.whenEnded.push(() => world.loop.at(world.loop.nowMs, () => run.proceed()))
  }
  const startNext = (index: number): boolean => {
    const child = run.children[index]
    if (child === undefined) {
      const started = startChild(store, run, index, plan)
      run.children[index] = started
      watch(started)
      return true
    }
    if (!unsuccessful.delete(child)) return false
    store.redriveChild(child)
    watch(child)
    return true
  }
  run.proceed = async () => {
    if (run.status !== 'RUNNING' || branch.closed) return
    const ended = run.children.filter((child) => child !== undefined && child.status !== 'RUNNING')
    const failures = ended.filter((child) => hasFailed(child) && !unsuccessful.has(child)).length
    if (exceeds(run, failures, plan.items.length)) {
      failMapRun(store, branch, run)
      await finish.fail(tooManyFailures)
      return
    }
    let running = run.children.filter((child) => child?.status === 'RUNNING').length
    const atOnce = run.maxConcurrency === 0 ? mostAtOnce : Math.min(run.maxConcurrency, mostAtOnce)
    for (let index = 0; index < plan.items.length && running < atOnce; index += 1) {
      if (startNext(index)) running += 1
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

async function startMapRun(store: StatesStore, visit: Visit<MapState>, plan: MapPlan): Promise<void> {
  const { branch } = visit
  const { world } = store
  const reader = readerOf(visit)
  const toleratedFailureCount = await reader.mapNumber(store, visit, 'ToleratedFailureCount')
  const toleratedFailurePercentage = await reader.mapNumber(store, visit, 'ToleratedFailurePercentage')
  append(world, branch, {
    type: 'MapStateStarted',
    mapStateStartedEventDetails: { length: plan.items.length },
  })
  const run = newMapRun(store, visit, {
    flow: plan.flow,
    maxConcurrency: plan.maxConcurrency,
    toleratedFailureCount,
    toleratedFailurePercentage,
    total: plan.items.length,
  })
  branch.mapRun = run
  append(world, branch, { type: 'MapRunStarted', mapRunStartedEventDetails: { mapRunArn: run.arn } })
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

function startChild(store: StatesStore, run: MapRun, index: number, plan: MapPlan): Execution {
  const input: JsonValue = plan.items[index]?.input ?? null
  const name = uuidOf(store.world.random.fork(`child/${run.arn}/${index}`).bytes(16))
  return store.startMapChild(run, { name, input, inputText: JSON.stringify(input), traceHeader: undefined })
}

function hasFailed(child: Execution | undefined): child is Execution {
  return child !== undefined && child.status !== 'RUNNING' && child.status !== 'SUCCEEDED'
}

/** Either threshold counts where both are given (Developer Guide, tolerated failure threshold). */
function exceeds(run: MapRun, failures: number, total: number): boolean {
  const { toleratedFailureCount: count, toleratedFailurePercentage: percentage } = run
  if (failures === 0) return false
  if (count === undefined && percentage === undefined) return true
  const overCount = count !== undefined && failures > count
  return overCount || (percentage !== undefined && (failures / total) * 100 > percentage)
}

/** Of the children that succeeded, in order of the items; AWS does not document what stands for the others. */
function outputsOf({ children }: MapRun): JsonValue[] {
  return children.flatMap((child) =>
    child?.status === 'SUCCEEDED' ? [parseJson(child.output ?? 'null') ?? null] : [],
  )
}
