import { uuidOf } from '../../../lib/uuid.ts'
import { defined } from '../../defined.ts'
import { statesArn } from '../arn.ts'
import type { Branch, Execution, ExecutionStart, Outcome, StateMachine } from '../model.ts'
import { revisionSeen } from '../seen.ts'
import type { StatesStore } from '../store.ts'
import { endExecution } from './end-execution.ts'
import { appendAfter, notTruncated } from './history.ts'
import { goTo } from './run-branch.ts'

/** Seconds that an execution runs at most (Developer Guide, quotas): a year, and five minutes. */
const longestSeconds = { STANDARD: 31_536_000, EXPRESS: 300 } as const

/** Starts an execution; its first state is entered in the next turn. */
export function startExecution(
  store: StatesStore,
  stateMachine: StateMachine,
  start: ExecutionStart,
): Execution {
  const { world } = store
  const { region } = stateMachine
  const revision = start.version?.revision ?? revisionSeen(world, stateMachine)
  store.started += 1
  const execution: Execution = {
    order: store.started,
    arn: executionArn(store, stateMachine, start.name),
    region,
    stateMachine,
    revision,
    startMs: world.loop.nowMs,
    events: [],
    taskTokens: [],
    branches: new Set(),
    whenEnded: [],
    mapRuns: [],
    status: 'RUNNING',
    draws: 0,
    language: revision.machine.QueryLanguage ?? 'JSONPath',
    redriveCount: 0,
    redriveTokens: new Map(),
    ...start,
  }
  store.executions.set(execution.arn, execution)
  stateMachine.executions.add(execution)
  appendAfter(world, execution, 0, {
    type: 'ExecutionStarted',
    executionStartedEventDetails: defined({
      input: start.inputText,
      inputDetails: notTruncated,
      roleArn: revision.roleArn,
      stateMachineVersionArn: start.version?.arn,
      stateMachineAliasArn: start.alias?.arn,
    }),
  })
  const root = openRoot(store, execution)
  watchLimit(store, execution)
  goTo(store, root, revision.machine.StartAt, start.input)
  return execution
}

/** Express executions may share a name, so theirs ends with an id of its own (recorded). */
function executionArn(store: StatesStore, { region, name, type }: StateMachine, ownName: string): string {
  const { account } = store.world
  if (type !== 'EXPRESS') return statesArn(region, account, 'execution', name, ownName)
  return statesArn(region, account, 'express', name, ownName, uuidOf(store.executionNames.bytes(16)))
}

/** The line of the execution's own states, before its first event. */
export function openRoot(store: StatesStore, execution: Execution): Branch {
  const root: Branch = {
    execution,
    parent: undefined,
    states: execution.revision.machine.States,
    language: execution.language,
    variables: new Map(),
    variableBytes: 0,
    lastEventId: 0,
    closed: false,
    ended: async (outcome) => endWith(store, execution, root.lastEventId, outcome),
  }
  execution.root = root
  execution.branches.add(root)
  return root
}

/** Ends the execution when it has run too long from now on. */
export function watchLimit(store: StatesStore, execution: Execution): void {
  const { world } = store
  const { machine } = execution.revision
  const { nowMs } = world.loop
  const longest = longestSeconds[execution.stateMachine.type]
  const limitMs = Math.min(machine.TimeoutSeconds ?? longest, longest) * 1000
  const late = world.random.fork(`execution/${execution.arn}/${nowMs}`).next()
  const lateMs = Math.round(late * world.settings.timersLateMs)
  execution.timer = world.loop.at(nowMs + limitMs + lateMs, () => {
    endExecution(store, execution, { kind: 'timedOut' })
  })
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
