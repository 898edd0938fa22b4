import type { State, StateMachineDefinition } from '../../asl/state-machine.ts'
import type { JsonObject, JsonValue } from '../../lib/json.ts'
import { statesArn } from './arn.ts'
import { appendAfter, notTruncated } from './engine/history.ts'
import { assign } from './engine/variables.ts'
import { ExecutionIndex } from './execution-index.ts'
import type { Branch, Execution, StateMachine, Visit } from './model.ts'
import type { StatesStore } from './store.ts'

/** One state to be run outside of every execution that can be asked for. */
export interface AloneState {
  readonly definition: string
  readonly machine: StateMachineDefinition
  readonly state: State
  readonly stateName: string
  readonly roleArn: string
  /** Of its state machine and its execution, which nobody else knows. */
  readonly name: string
  readonly region: string
  readonly input: JsonValue
  readonly variables: JsonObject
}

/** A stay in that state, in an Express execution of its own that the store does not keep. */
export function visitAlone({ world }: StatesStore, alone: AloneState): Visit {
  const { machine, state, stateName, input } = alone
  const execution = executionOf(alone, world.account, world.loop.nowMs)
  const branch: Branch = {
    execution,
    parent: undefined,
    states: machine.States,
    language: execution.language,
    variables: new Map(),
    variableBytes: 0,
    lastEventId: 0,
    closed: false,
    ended: () => Promise.resolve(),
  }
  assign(branch, alone.variables)
  execution.branches.add(branch)
  const inputText = JSON.stringify(input)
  appendAfter(world, execution, 0, {
    type: 'ExecutionStarted',
    executionStartedEventDetails: { input: inputText, inputDetails: notTruncated },
  })
  const enteredEventId = appendAfter(world, execution, 0, {
    type: `${state.Type}StateEntered`,
    stateEnteredEventDetails: { name: stateName, input: inputText, inputDetails: notTruncated },
  })
  branch.lastEventId = enteredEventId
  const enteredMs = world.loop.nowMs
  return { branch, name: stateName, state, input, enteredMs, enteredEventId, retryCount: 0, retries: [] }
}

function executionOf(
  { definition, machine, roleArn, name, region, input }: AloneState,
  account: string,
  nowMs: number,
): Execution {
  const revision = { definition, machine, roleArn, updatedMs: nowMs }
  const stateMachine: StateMachine = {
    arn: statesArn(region, account, 'stateMachine', name),
    name,
    region,
    type: 'EXPRESS',
    createdMs: nowMs,
    logging: undefined,
    tracing: undefined,
    tags: new Map(),
    executions: new ExecutionIndex(),
    revision,
    earlier: [],
    versions: new Map(),
    lastVersion: 0,
    aliases: new Map(),
    deleting: false,
  }
  return {
    order: 0,
    arn: statesArn(region, account, 'express', name, name),
    name,
    region,
    stateMachine,
    revision,
    inputText: JSON.stringify(input),
    input,
    traceHeader: undefined,
    synchronous: true,
    startMs: nowMs,
    language: machine.QueryLanguage ?? 'JSONPath',
    events: [],
    taskTokens: [],
    branches: new Set(),
    whenEnded: [],
    mapRuns: [],
    status: 'RUNNING',
    draws: 0,
    redriveCount: 0,
    redriveTokens: new Map(),
  }
}
