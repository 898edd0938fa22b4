import type { State } from '../../../asl/state-machine.ts'
import type { JsonValue } from '../../../lib/json.ts'
import type { Branch, Failure, Finish, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { payloadText } from './data-flow.ts'
import { endExecution } from './end-execution.ts'
import { append, notTruncated } from './history.ts'
import { runFail, runPass, runSucceed } from './simple-states.ts'
import { runtimeFailure, StateFailure } from './state-failure.ts'
import { runTask } from './task-state.ts'
import { runWait } from './wait-state.ts'

/** AWS ends an execution at 25,000 events. One state here adds five at most, and the end one more. */
const roomForEvents = 25_000 - 6

/** Enters a state in a turn of its own, so that a loop of states cannot hold up the world. */
export function goTo(store: StatesStore, branch: Branch, name: string, input: JsonValue): void {
  store.world.loop.at(store.world.loop.nowMs, () => {
    if (branch.closed) return
    try {
      enter(store, branch, name, input)
    } catch (defect) {
      // An execution that cannot go on may not stay RUNNING for ever.
      if (!branch.closed) endBranch(branch, { error: 'States.Runtime' })
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
  }
  const finish = finisher(store, visit)
  guarded(finish, () => {
    if (execution.events.length > roomForEvents) {
      throw runtimeFailure(visit, 'The execution reached the maximum number of history events (25000).')
    }
    run(store, visit, finish)
  })
}

function run(store: StatesStore, visit: Visit, finish: Finish): void {
  const { state } = visit
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
    default:
      throw runtimeFailure(visit, `The local AWS does not run ${state.Type} states yet.`)
  }
}

/** What a state may do at its end. Retry and Catch will have their place in `fail`. */
function finisher(store: StatesStore, visit: Visit): Finish {
  const { branch, name, state } = visit
  const finish: Finish = {
    exit(output) {
      if (branch.closed) return
      guarded(finish, () => {
        const value = output()
        leave(store, branch, name, state, value, payloadText(visit, value))
      })
    },
    fail(failure) {
      if (!branch.closed) endBranch(branch, failure)
    },
  }
  return finish
}

function leave(
  store: StatesStore,
  branch: Branch,
  name: string,
  state: State,
  value: JsonValue,
  output: string,
): void {
  branch.timer = undefined
  if (state.Type === 'Fail') return
  append(store.world, branch, {
    type: `${state.Type}StateExited`,
    stateExitedEventDetails: { name, output, outputDetails: notTruncated },
  })
  const next = 'Next' in state ? state.Next : undefined
  if (next === undefined) branch.ended({ kind: 'succeeded', output: value })
  else goTo(store, branch, next, value)
}

function endBranch(branch: Branch, failure: Failure): void {
  branch.ended({ kind: 'failed', ...failure })
}

function guarded(finish: Finish, step: () => void): void {
  try {
    step()
  } catch (error) {
    finish.fail(error instanceof StateFailure ? error.failure : { error: 'States.Runtime' })
    if (!(error instanceof StateFailure)) throw error
  }
}
