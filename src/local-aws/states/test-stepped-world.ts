import type { HistoryEvent } from '@aws-sdk/client-sfn'
import { Later, type Operation } from '../operation.ts'
import { rootCaller } from '../test-root-caller.ts'
import type { Workloads } from '../workloads.ts'
import { createWorld, type World } from '../world/world.ts'
import { stepFunctionsOperations } from './operations.ts'
import type { StepFunctionsShapes } from './shapes.ts'
import { createStatesStore, type StatesStore } from './store.ts'

type Name = keyof StepFunctionsShapes
type Input<N extends Name> = StepFunctionsShapes[N][0]
type Output<N extends Name> = StepFunctionsShapes[N][1]

/** A world for tests: its clock stands still until it is stepped, and calls go in as they do from the wire. */
export interface SteppedWorld {
  readonly world: World
  readonly store: StatesStore
  /** What a turn has thrown; `step` rejects with it. */
  readonly defects: unknown[]
  /** Rejects with the `AwsError` AWS would answer. A long poll gives up at once. */
  call<N extends Name>(name: N, input: Input<N>): Promise<Output<N>>
  /** A call whose answer may come later: `undefined` while it has not. */
  begin<N extends Name>(name: N, input: Input<N>): Promise<() => Output<N> | undefined>
  /** A long poll. */
  poll(activityArn: string, workerName?: string): Promise<() => Output<'GetActivityTask'> | undefined>
  step(ms: number): Promise<void>
  history(executionArn: string): Promise<HistoryEvent[]>
  activity(name?: string): Promise<string>
  /** A state machine of the states given, the first one first. */
  stateMachine(name: string, states: object, more?: object): Promise<string>
  start(stateMachineArn: string, input?: unknown, name?: string): Promise<string>
}

export const testRegion = 'eu-west-1'
export const startMs = Date.parse('2026-03-01T12:00:00Z')
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
  const defects = within?.defects ?? []
  const onDefect = (error: unknown): void => void defects.push(error)
  const world = within?.world ?? createWorld({ seed, wall: () => startMs, onDefect })
  const store = within?.store ?? createStatesStore(world, workloads)
  world.clock.pause()
  const operations = stepFunctionsOperations(world, store)
  const turn = rootCaller(world, region)
  const run = <N extends Name>(name: N, input: Input<N>): Promise<Output<N> | Later<Output<N>>> =>
    // Sound: `name` picks the operation, its input and its output together, which the mapped type cannot say.
    turn(operations[name] as unknown as Operation<unknown, Output<N>>, input)
  const stepped: SteppedWorld = {
    world,
    store,
    defects,
    async call(name, input) {
      const answer = await run(name, input)
      if (!(answer instanceof Later)) return answer
      answer.giveUp()
      return settledValue(answer)
    },
    async begin(name, input) {
      const answer = await run(name, input)
      return () => (answer instanceof Later ? (answer.open ? undefined : settledValue(answer)) : answer)
    },
    poll: (activityArn, workerName) => stepped.begin('GetActivityTask', { activityArn, workerName }),
    async step(ms) {
      world.clock.step(ms)
      await world.loop.advance()
      if (defects.length > 0) throw defects.shift()
    },
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

function settledValue<O>(answer: Later<O>): O {
  let value: { readonly given: O } | undefined
  answer.onSettled((given) => {
    value = { given }
  })
  if (value === undefined) throw new Error('the poll is still open')
  return value.given
}
