import { isDistributed } from '../../../asl/map-mode.ts'
import type { State } from '../../../asl/state-machine.ts'
import type { JsonValue } from '../../../lib/json.ts'
import type { Branch, Failure, Finish, Lines, StateResult, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { appendEvaluation } from './append-evaluation.ts'
import { runChoice } from './choice-state.ts'
import { runDistributedMap } from './distributed-map.ts'
import { endExecution } from './end-execution.ts'
import { catcherFor, isFatal, retryDelayMs } from './error-handling.ts'
import { checkRoom } from './event-room.ts'
import { runFail } from './fail-state.ts'
import { append, notTruncated } from './history.ts'
import { runMap } from './map-state.ts'
import { runParallel } from './parallel-state.ts'
import { payloadText } from './payload-text.ts'
import { readerOf } from './reader-of.ts'
import { StateFailure } from './state-failure.ts'
import { runTask } from './task-state.ts'
import { assign, assignedTexts } from './variables.ts'
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
  assign(branch, Object.fromEntries(before.variables))
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

function inTurn(store: StatesStore, branch: Branch, turn: () => Promise<void>): void {
  const { loop } = store.world
  loop.at(loop.nowMs, async () => {
    if (branch.closed) return
    try {
      await turn()
    } catch (defect) {
      // An execution that cannot go on may not stay RUNNING for ever.
      if (!branch.closed) endAll(store, branch, { error: 'States.Runtime' })
      throw defect
    }
  })
}

async function enter(store: StatesStore, branch: Branch, name: string, input: JsonValue): Promise<void> {
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
  await attempt(store, visit)
}

/** Runs the state once; `before` is the branch whose unsuccessful end it goes on from. */
async function attempt(store: StatesStore, visit: Visit, before?: Branch): Promise<void> {
  const finish = finisher(store, visit)
  await guarded(store, visit, finish, async () => {
    checkRoom(visit)
    await run(store, visit, finish, before)
  })
}

async function run(
  store: StatesStore,
  visit: Visit,
  finish: Finish,
  before: Branch | undefined,
): Promise<void> {
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
    case 'Succeed':
      return finish.exit({ kind: 'nothing' })
    case 'Fail':
      return runFail(store, { ...visit, state }, finish)
    case 'Choice':
      return runChoice(store, { ...visit, state }, finish)
    case 'Parallel':
      return runParallel(store, { ...visit, state }, lines, finish, before?.fork)
    case 'Map':
      return isDistributed(state)
        ? runDistributedMap(store, { ...visit, state }, finish, before?.mapRun)
        : runMap(store, { ...visit, state }, lines, finish, before?.fork)
  }
}

/** What a state may do at its end. */
function finisher(store: StatesStore, visit: Visit): Finish {
  const { branch } = visit
  const finish: Finish = {
    async exit(result) {
      if (branch.closed) return
      await guarded(store, visit, finish, () => leave(store, visit, result))
    },
    async fail(failure) {
      if (!branch.closed) await failed(store, visit, failure)
    },
  }
  return finish
}

/** Tries the state again, goes on where a catcher says, or ends the branch. */
async function failed(store: StatesStore, visit: Visit, failure: Failure): Promise<void> {
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
    await branch.ended({ kind: 'failed', ...failure })
    return
  }
  try {
    await leave(store, visit, { kind: 'caught', catcher, failure })
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error
    appendEvaluation(store, visit, error)
    await branch.ended({ kind: 'failed', ...error.failure })
  }
}

async function leave(store: StatesStore, visit: Visit, result: StateResult): Promise<void> {
  const { branch, name, state } = visit
  const handed = await readerOf(visit).handOn(store, visit, result)
  const output = payloadText(visit, handed.output)
  const assignedVariables = assignedTexts(visit, handed.assigned)
  if (state.Type === 'Fail') return
  assign(branch, handed.assigned)
  branch.timer = undefined
  branch.visit = undefined
  branch.fork = undefined
  branch.mapRun = undefined
  append(store.world, branch, {
    type: `${state.Type}StateExited`,
    stateExitedEventDetails: {
      name,
      output,
      outputDetails: notTruncated,
      ...(Object.keys(assignedVariables).length > 0 && {
        assignedVariables,
        assignedVariablesDetails: notTruncated,
      }),
    },
  })
  const next = nextAfter(state, result)
  if (next === undefined) await branch.ended({ kind: 'succeeded', output: handed.output })
  else goTo(store, branch, next, handed.output)
}

/** Where the state leads with that result; undefined where the line of states ends. */
export function nextAfter(state: State, result: StateResult): string | undefined {
  if (result.kind === 'caught') return result.catcher.Next
  if (state.Type === 'Choice')
    return result.kind === 'chosen' ? (result.rule?.Next ?? state.Default) : undefined
  return 'Next' in state ? state.Next : undefined
}

function endAll(store: StatesStore, branch: Branch, { error, cause }: Failure): void {
  const { execution, lastEventId } = branch
  endExecution(store, execution, { kind: 'failed', error, cause, lastEventId })
}

async function guarded(
  store: StatesStore,
  visit: Visit,
  finish: Finish,
  step: () => Promise<void>,
): Promise<void> {
  try {
    await step()
  } catch (error) {
    if (error instanceof StateFailure) {
      appendEvaluation(store, visit, error)
      await finish.fail(error.failure)
    } else {
      await finish.fail({ error: 'States.Runtime' })
      throw error
    }
  }
}
