import type {
  CreateStateMachineInput,
  ExecutionStatus,
  HistoryEvent,
  StateMachineType,
} from '@aws-sdk/client-sfn'
import type { State, StateMachineDefinition } from '../../asl/state-machine.ts'
import type { JsonValue } from '../../lib/json.ts'
import type { Timer } from '../world/event-loop.ts'
import type { ExecutionIndex } from './execution-index.ts'

// State machines, executions, branches and tasks point at one another: one model, one file.

/** What an execution runs: it stays the same for it whatever becomes of the state machine. */
export interface Revision {
  readonly definition: string
  readonly machine: StateMachineDefinition
  readonly roleArn: string
  readonly updatedMs: number
}

export interface StateMachine {
  readonly arn: string
  readonly name: string
  readonly region: string
  readonly type: StateMachineType
  readonly createdMs: number
  readonly logging: CreateStateMachineInput['loggingConfiguration']
  readonly tracing: CreateStateMachineInput['tracingConfiguration']
  readonly tags: Map<string, string>
  readonly executions: ExecutionIndex<Execution>
  revision: Revision
  /** DeleteStateMachine was called while executions were running. */
  deleting: boolean
}

/** One run of a state machine: a tree of branches that share one history. */
export interface Execution {
  /** Order of starting, in the whole world. */
  readonly order: number
  readonly arn: string
  readonly name: string
  readonly region: string
  readonly stateMachine: StateMachine
  readonly revision: Revision
  readonly inputText: string
  readonly input: JsonValue
  readonly traceHeader: string | undefined
  readonly startMs: number
  readonly events: HistoryEvent[]
  /** Of every task it has had: what is to be forgotten with it. */
  readonly taskTokens: string[]
  /** The branches under way, the root among them. */
  readonly branches: Set<Branch>
  /** Called once it has ended: of the tasks that wait for it. */
  readonly whenEnded: (() => void)[]
  status: ExecutionStatus
  stopMs?: number
  output?: string
  error?: string | undefined
  cause?: string | undefined
  /** Fires when the execution has run for too long. */
  timer?: Timer
}

/**
 * One line of states. The root is one; each branch of a Parallel and each iteration of a Map is another, with a chain
 * of `previousEventId`s of its own.
 */
export interface Branch {
  readonly execution: Execution
  readonly parent: Branch | undefined
  readonly states: Readonly<Record<string, State>>
  readonly ended: (outcome: Outcome) => void
  /** The end of its chain; 0 before its first event. */
  lastEventId: number
  /** The task it waits for. */
  task?: Task | undefined
  /** Of a Wait state, or of a task that is on its way. */
  timer?: Timer | undefined
  closed: boolean
}

/** One stay in a state. */
export interface Visit<S extends State = State> {
  readonly branch: Branch
  readonly name: string
  readonly state: S
  readonly input: JsonValue
  readonly enteredMs: number
  readonly enteredEventId: number
  readonly retryCount: number
}

export interface Failure {
  readonly error?: string | undefined
  readonly cause?: string | undefined
}

export type Outcome =
  | { readonly kind: 'succeeded'; readonly output: JsonValue }
  | ({ readonly kind: 'failed' } & Failure)

/** How a state hands over: exactly one of the two is called, in a turn of the world. */
export interface Finish {
  /** The state ends with what `output` gives; a `StateFailure` thrown by it fails the state. */
  exit(output: () => JsonValue): void
  fail(failure: Failure): void
}

interface TaskBase {
  readonly branch: Branch
  readonly scheduledMs: number
  readonly timeoutSeconds: number | undefined
  readonly heartbeatSeconds: number | undefined
  /** How late its timeouts fire, as a share of the world's `timersLateMs`. */
  readonly lateShare: number
  /** Called in a turn of its own after the task has ended; never when its execution ended over it. */
  readonly ended: (outcome: TaskOutcome) => void
  /** Moment the heartbeat clock was started or reset last; undefined while none runs. */
  heartbeatFromMs?: number
  /** Beats cannot move it; undefined where the state declares no TimeoutSeconds. */
  hardDeadlineMs?: number | undefined
  timer?: Timer | undefined
  /** Of what happens to it next on its own. */
  nextStep?: Timer | undefined
  /** Why it ended. History shows less: both kinds of timeout look the same in it. */
  end?: TaskEnd
}

export interface ActivityTask extends TaskBase {
  readonly kind: 'activity'
  readonly token: string
  readonly activityArn: string
  readonly input: string
}

export interface LambdaTask extends TaskBase {
  readonly kind: 'lambda'
}

interface ServiceTaskBase extends TaskBase {
  readonly resourceType: string
  readonly resource: string
  readonly action: string
  readonly parameters: JsonValue
}

export interface CallbackTask extends ServiceTaskBase {
  readonly kind: 'callback'
  readonly token: string
}

export interface JobTask extends ServiceTaskBase {
  readonly kind: 'job'
  /** Known to nobody where the author passed it nowhere. */
  readonly token: string
  /** Asks the service to give up the job; there once it was submitted. */
  cancel?: () => void
}

export interface RequestTask extends ServiceTaskBase {
  readonly kind: 'request'
}

/** One scheduling of a Task state. A retry would be another one, with another token. */
export type Task = ActivityTask | LambdaTask | ServiceTask
export type TokenTask = ActivityTask | CallbackTask | JobTask
export type ServiceTask = CallbackTask | JobTask | RequestTask

export type TaskOutcome =
  | { readonly kind: 'succeeded'; readonly outputText: string; readonly output: JsonValue }
  | ({ readonly kind: 'failed' } & Failure)
  /** The service would not take the job or the message. */
  | ({ readonly kind: 'submitFailed' } & Failure)
  | { readonly kind: 'timedOut'; readonly limit: 'heartbeat' | 'timeout' }

export interface TaskEnd {
  readonly atMs: number
  readonly reason: 'succeeded' | 'failed' | 'heartbeatTimeout' | 'timeout' | 'executionEnded'
}
