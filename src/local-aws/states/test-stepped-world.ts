import type { HistoryEvent } from '@aws-sdk/client-sfn'
import {
  type StillCalls,
  type StillWorld,
  stillCalls,
  stillStartMs,
  stillWorld,
} from '../test-still-world.ts'
import type { Workloads } from '../workloads.ts'
import { stepFunctionsOperations } from './operations.ts'
import type { StepFunctionsShapes } from './shapes.ts'
import { createStatesStore, type StatesStore } from './store.ts'

/** A world for tests of Step Functions. */
export interface SteppedWorld extends StillWorld, Pick<StillCalls<StepFunctionsShapes>, 'call'> {
  readonly store: StatesStore
  /** A call whose answer may come later: `undefined` while it has not. */
  readonly begin: StillCalls<StepFunctionsShapes>['poll']
  /** A long poll: `undefined` while nothing has come. */
  poll(
    activityArn: string,
    workerName?: string,
  ): Promise<() => StepFunctionsShapes['GetActivityTask'][1] | undefined>
  history(executionArn: string): Promise<HistoryEvent[]>
  activity(name?: string): Promise<string>
  /** A state machine of the states given, the first one first. */
  stateMachine(name: string, states: object, more?: object): Promise<string>
  start(stateMachineArn: string, input?: unknown, name?: string): Promise<string>
}

export const testRegion = 'eu-west-1'
export const startMs = stillStartMs
export const callbackResource = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken'

export interface SteppedWorldOptions {
  readonly seed?: number
  readonly region?: string
  /** How long functions and jobs work. */
  readonly workloads?: Workloads
  /** Share one world between regions. */
  readonly within?: SteppedWorld
}

export function steppedWorld({
  seed = 1,
  region = testRegion,
  workloads,
  within,
}: SteppedWorldOptions = {}): SteppedWorld {
  const { world, defects, step } = within ?? stillWorld(seed)
  const store = within?.store ?? createStatesStore(world, workloads)
  const calls = stillCalls<StepFunctionsShapes>(world, region, stepFunctionsOperations(world, store))
  const stepped: SteppedWorld = {
    world,
    defects,
    step,
    store,
    call: calls.call,
    begin: calls.poll,
    poll: (activityArn, workerName) => calls.poll('GetActivityTask', { activityArn, workerName }),
    async history(executionArn) {
      const { events } = await stepped.call('GetExecutionHistory', { executionArn, maxResults: 1000 })
      return events ?? []
    },
    async activity(name = 'Work') {
      return (await stepped.call('CreateActivity', { name })).activityArn ?? ''
    },
    async stateMachine(name, states, more = {}) {
      const definition = JSON.stringify({ StartAt: Object.keys(states)[0], States: states, ...more })
      const roleArn = `arn:aws:iam::${world.account}:role/Runner`
      return (await stepped.call('CreateStateMachine', { name, definition, roleArn })).stateMachineArn ?? ''
    },
    async start(stateMachineArn, input = {}, name) {
      const started = await stepped.call('StartExecution', {
        stateMachineArn,
        input: JSON.stringify(input),
        name,
      })
      await world.loop.advance()
      return started.executionArn ?? ''
    },
  }
  return stepped
}
