import type { InspectionData, InspectionErrorDetails, TestStateOutput } from '@aws-sdk/client-sfn'
import type { State } from '../../../asl/state-machine.ts'
import type { JsonValue } from '../../../lib/json.ts'
import { defined } from '../../defined.ts'
import type { Failure, Finish, StateResult, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { runChoice } from './choice-state.ts'
import { dropTask } from './close-task.ts'
import { catcherFor, isFatal, retrierFor, retryDelayMs } from './error-handling.ts'
import { runFail } from './fail-state.ts'
import { payloadText } from './payload-text.ts'
import { readerOf } from './reader-of.ts'
import { nextAfter } from './run-branch.ts'
import { StateFailure } from './state-failure.ts'
import { runTask } from './task-state.ts'
import { assign, assignedTexts, variablesOf } from './variables.ts'
import { runWait } from './wait-state.ts'

/** How long TestState lets a state run (API reference: "up to five minutes"). */
const longestMs = 300_000

/** What is to come of the state instead of its work. */
export type MockedWork =
  | { readonly kind: 'result'; readonly value: JsonValue }
  | ({ readonly kind: 'failed' } & Failure)

/** Runs one state as an execution would, and tells `ended` once what came of it: nothing is retried, and no state follows. */
export function tryState(
  store: StatesStore,
  visit: Visit,
  { inspects, mocked }: { readonly inspects: boolean; readonly mocked: MockedWork | undefined },
  ended: (output: TestStateOutput) => void,
): void {
  const { loop } = store.world
  const { branch, state } = visit
  let over = false
  const end = async (
    output: TestStateOutput,
    result: StateResult | undefined,
    errorDetails?: InspectionErrorDetails,
  ): Promise<void> => {
    if (over) return
    over = true
    limit.cancel()
    branch.closed = true
    branch.timer?.cancel()
    if (branch.task !== undefined) dropTask(store, branch.task, 'executionEnded')
    const inspectionData = inspects ? await inspected(store, visit, result, errorDetails) : undefined
    ended(defined({ ...output, inspectionData }))
  }
  const limit = loop.after(longestMs, () => end({ status: 'FAILED', error: 'States.Timeout' }, undefined))

  const leave = async (result: StateResult): Promise<Pick<TestStateOutput, 'output' | 'nextState'>> => {
    const { output, assigned } = await readerOf(visit).handOn(store, visit, result)
    assignedTexts(visit, assigned)
    const text = payloadText(visit, output)
    assign(branch, assigned)
    return { output: text, ...withNext(state, result) }
  }
  const finish: Finish = {
    async exit(result) {
      await failing(async () => end({ ...(await leave(result)), status: 'SUCCEEDED' }, result), finish.fail)
    },
    async fail({ error, cause, heartbeat }) {
      const failure = { error, cause, heartbeat }
      const told = defined({ error, cause })
      const delayMs = isFatal(failure) ? undefined : retryDelayMs(store, visit, failure)
      if (delayMs !== undefined) {
        const retryIndex = retrierFor(visit, failure)
        const details = { retryIndex, retryBackoffIntervalSeconds: Math.round(delayMs / 1000) }
        await end({ ...told, status: 'RETRIABLE' }, undefined, details)
        return
      }
      const catcher = isFatal(failure) ? undefined : catcherFor(visit, failure)
      if (catcher === undefined) {
        await end({ ...told, status: 'FAILED' }, undefined)
        return
      }
      const catchIndex = 'Catch' in state ? (state.Catch ?? []).indexOf(catcher) : 0
      const result: StateResult = { kind: 'caught', catcher, failure }
      await failing(
        async () =>
          end({ ...(await leave(result)), ...told, status: 'CAUGHT_ERROR' }, undefined, { catchIndex }),
        (other) => end({ ...defined(other), status: 'FAILED' }, undefined),
      )
    },
  }
  loop.at(loop.nowMs, () => failing(() => work(store, visit, mocked, finish), finish.fail))
}

async function work(
  store: StatesStore,
  visit: Visit,
  mocked: MockedWork | undefined,
  finish: Finish,
): Promise<void> {
  const { state } = visit
  if (mocked !== undefined) return mocked.kind === 'result' ? finish.exit(mocked) : finish.fail(mocked)
  switch (state.Type) {
    case 'Task':
      return runTask(store, { ...visit, state }, finish)
    case 'Wait':
      return runWait(store, { ...visit, state }, finish)
    case 'Choice':
      return runChoice(store, { ...visit, state }, finish)
    case 'Fail':
      return runFail(store, { ...visit, state }, finish)
    default:
      return finish.exit({ kind: 'nothing' })
  }
}

/** Takes the step; the failure that it throws goes to `fail`. */
async function failing(step: () => Promise<void>, fail: (failure: Failure) => Promise<void>): Promise<void> {
  try {
    await step()
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error
    await fail(error.failure)
  }
}

function withNext(state: State, result: StateResult): Pick<TestStateOutput, 'nextState'> {
  const nextState = nextAfter(state, result)
  return nextState === undefined ? {} : { nextState }
}

/** How the data went through the state, as far as it came (recorded for each type of state). */
async function inspected(
  store: StatesStore,
  visit: Visit,
  result: StateResult | undefined,
  errorDetails: InspectionErrorDetails | undefined,
): Promise<InspectionData> {
  const { branch, input } = visit
  const variables = variablesOf(branch)
  return defined({
    input: JSON.stringify(input),
    ...(await readerOf(visit).inspect(store, visit, result, scheduledPayload(visit))),
    variables: Object.keys(variables).length === 0 ? undefined : JSON.stringify(variables),
    errorDetails,
  })
}

/** What the state's task was given; undefined where none was scheduled. */
function scheduledPayload({ branch }: Visit): string | undefined {
  for (const event of branch.execution.events) {
    const { taskScheduledEventDetails: task, lambdaFunctionScheduledEventDetails: called } = event
    if (task !== undefined) return task.parameters
    if (called !== undefined) return called.input
  }
  return undefined
}
