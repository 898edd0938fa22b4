import type { JsonValue } from '../../../lib/json.ts'
import { statesArn } from '../arn.ts'
import type { Branch, Execution, Outcome, StateMachine } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { endExecution } from './end-execution.ts'
import { appendAfter, notTruncated } from './history.ts'
import { goTo } from './run-branch.ts'

/** No execution of AWS runs longer than a year. */
const longestSeconds = 31_536_000

export interface ExecutionStart {
  readonly name: string
  readonly inputText: string
  readonly input: JsonValue
  readonly traceHeader: string | undefined
}

/** Starts an execution; its first state is entered in the next turn. */
export function startExecution(
  store: StatesStore,
  stateMachine: StateMachine,
  start: ExecutionStart,
): Execution {
  const { world } = store
  const { revision, region, name, type } = stateMachine
  store.started += 1
  const resource = type === 'EXPRESS' ? 'express' : 'execution'
  const execution: Execution = {
    order: store.started,
    arn: statesArn(region, world.account, resource, name, start.name),
    region,
    stateMachine,
    revision,
    startMs: world.loop.nowMs,
    events: [],
    taskTokens: [],
    branches: new Set(),
    whenEnded: [],
    status: 'RUNNING',
    ...start,
  }
  store.executions.set(execution.arn, execution)
  stateMachine.executions.add(execution)
  appendAfter(world, execution, 0, {
    type: 'ExecutionStarted',
    executionStartedEventDetails: {
      input: start.inputText,
      inputDetails: notTruncated,
      roleArn: revision.roleArn,
    },
  })
  const root: Branch = {
    execution,
    parent: undefined,
    states: revision.machine.States,
    lastEventId: 0,
    closed: false,
    ended: (outcome) => endWith(store, execution, root.lastEventId, outcome),
  }
  execution.branches.add(root)
  const limitMs = Math.min(revision.machine.TimeoutSeconds ?? longestSeconds, longestSeconds) * 1000
  const late = world.random.fork(`execution/${execution.arn}/${execution.startMs}`).next()
  const lateMs = Math.round(late * world.settings.timersLateMs)
  execution.timer = world.loop.at(execution.startMs + limitMs + lateMs, () => {
    endExecution(store, execution, { kind: 'timedOut' })
  })
  goTo(store, root, revision.machine.StartAt, start.input)
  return execution
}

function endWith(store: StatesStore, execution: Execution, lastEventId: number, outcome: Outcome): void {
  if (outcome.kind === 'failed') endExecution(store, execution, { ...outcome, lastEventId })
  else {
    endExecution(store, execution, {
      kind: 'succeeded',
      outputText: JSON.stringify(outcome.output),
      lastEventId,
    })
  }
}
