import { isDistributed } from '../../../asl/map-mode.ts'
import type { State } from '../../../asl/state-machine.ts'
import type { JsonValue } from '../../../lib/json.ts'
import type { Branch, Failure, Finish, Lines, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { outputWithError, payloadText } from './data-flow.ts'
import { runDistributedMap } from './distributed-map.ts'
import { endExecution } from './end-execution.ts'
import { catcherFor, isFatal, retryDelayMs } from './error-handling.ts'
import { checkRoom } from './event-room.ts'
import { append, notTruncated } from './history.ts'
import { runMap } from './map-state.ts'
import { runParallel } from './parallel-state.ts'
import { runFail, runPass, runSucceed } from './simple-states.ts'
import { runtimeFailure, StateFailure } from './state-failure.ts'
import { runTask } from './task-state.ts'
import { runWait } from './wait-state.ts'

/** Enters a state in a turn of its own, so that a loop of states cannot hold up the world. */
export function goTo(store: StatesStore, branch: Branch, name: string, input: JsonValue): void {
  branch.next = { name, input }
  inTurn(store, branch, () => enter(store, branch, name, input))
}

/**
 * Goes on in `branch` where `before` ended without success: the state is run again, without being entered again, and
 * its attempts count from 0 (Developer Guide, redriving executions). A Fail state is entered and fails again.
 */
export function resume(store: StatesStore, branch: Branch, before: Branch): void {
  const { visit, next } = before
  if (visit === undefined) {
    if (next !== undefined) goTo(store, branch, next.name, next.input)
  } else if (visit.state.Type === 'Fail') goTo(store, branch, visit.name, visit.input)
  else {
    const { nowMs } = store.world.loop
    const again: Visit = { ...visit, branch, enteredMs: nowMs, retryCount: 0, retries: [] }
    branch.visit = again
    inTurn(store, branch, () => attempt(store, again, before))
  }
}

function inTurn(store: StatesStore, branch: Branch, turn: () => void): void {
  const { loop } = store.world
  loop.at(loop.nowMs, () => {
    if (branch.closed) return
    try {
      turn()
    } catch (defect) {
      // An execution that cannot go on may not stay RUNNING for ever.
      if (!branch.closed) endAll(store, branch, { error: 'States.Runtime' })
      throw defect
    }
  })
}

function enter(store: StatesStore, branch: Branch, name: string, input: JsonValue): void {
  const { world } = store
  const { execution } = branch
  if (execution.stateMachine.deleting) {
    // DeleteStateMachine: executions end at their next transition.
    endExecution(store, execution, { kind: 'aborted' })
    return
  }
  // Sound: parseDefinition refuses a transition to a state that is not there.
  const state = branch.states[name] as State
  const enteredEventId = append(world, branch, {
    type: `${state.Type}StateEntered`,
    stateEnteredEventDetails: { name, input: JSON.stringify(input), inputDetails: notTruncated },
  })
  const visit: Visit = {
    branch,
    name,
    state,
    input,
    enteredMs: world.loop.nowMs,
    enteredEventId,
    retryCount: 0,
    retries: [],
  }
  branch.next = undefined
  branch.visit = visit
  attempt(store, visit)
}

/** Runs the state once; `before` is the branch whose unsuccessful end it goes on from. */
function attempt(store: StatesStore, visit: Visit, before?: Branch): void {
  const finish = finisher(store, visit)
  guarded(finish, () => {
    checkRoom(visit)
    run(store, visit, finish, before)
  })
}

function run(store: StatesStore, visit: Visit, finish: Finish, before: Branch | undefined): void {
  const { state } = visit
  const lines: Lines = {
    begin: (branch, name, input) => goTo(store, branch, name, input),
    resume: (branch, old) => resume(store, branch, old),
  }
  switch (state.Type) {
    case 'Task':
      return runTask(store, { ...visit, state }, finish)
    case 'Wait':
      return runWait(store, { ...visit, state }, finish)
    case 'Pass':
      return runPass({ ...visit, state }, finish)
    case 'Succeed':
      return runSucceed({ ...visit, state }, finish)
    case 'Fail':
      return runFail({ ...visit, state }, finish)
    case 'Parallel':
      return runParallel(store, { ...visit, state }, lines, finish, before?.fork)
    case 'Map':
      return isDistributed(state)
        ? runDistributedMap(store, { ...visit, state }, finish, before?.mapRun)
        : runMap(store, { ...visit, state }, lines, finish, before?.fork)
    default:
      throw runtimeFailure(visit, `The local AWS does not run ${state.Type} states yet.`)
  }
}

/** What a state may do at its end. */
function finisher(store: StatesStore, visit: Visit): Finish {
  const { branch } = visit
  const finish: Finish = {
    exit(output) {
      if (branch.closed) return
      guarded(finish, () => {
        const value = output()
        leave(store, visit, value, 'Next' in visit.state ? visit.state.Next : undefined)
      })
    },
    fail(failure) {
      if (!branch.closed) failed(store, visit, failure)
    },
  }
  return finish
}

/** Tries the state again, goes on where a catcher says, or ends the branch. */
function failed(store: StatesStore, visit: Visit, failure: Failure): void {
  const { branch, state } = visit
  const { world } = store
  if (isFatal(failure)) {
    endAll(store, branch, failure)
    return
  }
  const delayMs = retryDelayMs(store, visit, failure)
  if (delayMs !== undefined) {
    const again: Visit = { ...visit, retryCount: visit.retryCount + 1 }
    branch.visit = again
    branch.timer = world.loop.after(delayMs, () => {
      branch.timer = undefined
      inTurn(store, branch, () => attempt(store, again))
    })
    return
  }
  if (state.Type === 'Parallel' || state.Type === 'Map') {
    append(world, branch, { type: `${state.Type}StateFailed` })
  }
  const catcher = catcherFor(visit, failure)
  if (catcher === undefined) {
    branch.ended({ kind: 'failed', ...failure })
    return
  }
  try {
    leave(store, visit, outputWithError(visit, catcher, failure), catcher.Next)
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error
    branch.ended({ kind: 'failed', ...error.failure })
  }
}

function leave(store: StatesStore, visit: Visit, value: JsonValue, next: string | undefined): void {
  const { branch, name, state } = visit
  const output = payloadText(visit, value)
  if (state.Type === 'Fail') return
  branch.timer = undefined
  branch.visit = undefined
  branch.fork = undefined
  branch.mapRun = undefined
  append(store.world, branch, {
    type: `${state.Type}StateExited`,
    stateExitedEventDetails: { name, output, outputDetails: notTruncated },
  })
  if (next === undefined) branch.ended({ kind: 'succeeded', output: value })
  else goTo(store, branch, next, value)
}

function endAll(store: StatesStore, branch: Branch, { error, cause }: Failure): void {
  const { execution, lastEventId } = branch
  endExecution(store, execution, { kind: 'failed', error, cause, lastEventId })
}

function guarded(finish: Finish, step: () => void): void {
  try {
    step()
  } catch (error) {
    finish.fail(error instanceof StateFailure ? error.failure : { error: 'States.Runtime' })
    if (!(error instanceof StateFailure)) throw error
  }
}
