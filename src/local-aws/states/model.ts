import type {
  CreateStateMachineInput,
  ExecutionStatus,
  HistoryEvent,
  MapRunStatus,
  StateMachineType,
} from '@aws-sdk/client-sfn'
import type {
  Catcher,
  ChoiceRule,
  QueryLanguage,
  State,
  StateMachineDefinition,
} from '../../asl/state-machine.ts'
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
  /** AWS gives none to the revision that CreateStateMachine made. */
  readonly id?: string | undefined
}

/** A revision that was published: it stays as it is. */
export interface Version {
  readonly number: number
  /** That of the state machine, and `:1`. */
  readonly arn: string
  readonly stateMachine: StateMachine
  readonly revision: Revision
  readonly description: string | undefined
  readonly createdMs: number
}

/** A name for one version or two, between which executions are shared out. */
export interface Alias {
  readonly name: string
  readonly arn: string
  readonly stateMachine: StateMachine
  readonly createdMs: number
  /** Order of making, among those of its state machine. */
  readonly order: number
  description: string | undefined
  /** Their weights are per cent, and add up to a hundred. */
  routes: readonly { readonly version: Version; readonly weight: number }[]
  updatedMs: number
}

export interface StateMachine {
  readonly arn: string
  readonly name: string
  readonly region: string
  readonly type: StateMachineType
  readonly createdMs: number
  logging: CreateStateMachineInput['loggingConfiguration']
  tracing: CreateStateMachineInput['tracingConfiguration']
  readonly tags: Map<string, string>
  readonly executions: ExecutionIndex<Execution>
  revision: Revision
  /** Those before it that a call which lags may still see, newest first. */
  earlier: readonly Revision[]
  /** By number. */
  readonly versions: Map<number, Version>
  /** Numbers are never given twice. */
  lastVersion: number
  /** By name. */
  readonly aliases: Map<string, Alias>
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
  /** Somebody waits for its end (StartSyncExecution). */
  readonly synchronous?: boolean | undefined
  /** What it was started by, where that was no bare state machine. */
  readonly version?: Version | undefined
  readonly alias?: Alias | undefined
  readonly startMs: number
  /** Of the state machine: that of every state in it that does not say, however deep. */
  readonly language: QueryLanguage
  readonly events: HistoryEvent[]
  /** Of every task it has had: what is to be forgotten with it. */
  readonly taskTokens: string[]
  /** The branches under way, the root among them. */
  readonly branches: Set<Branch>
  /** Called when it ends: of whoever waits for it. */
  readonly whenEnded: (() => void)[]
  /** What its distributed Map states have started. */
  readonly mapRuns: MapRun[]
  /** Of a child execution: what started it. */
  readonly mapRun?: MapRun | undefined
  /** Of a child execution: how many items of its Map Run it has. */
  readonly itemCount?: number | undefined
  status: ExecutionStatus
  /** The line of its first states; it stays when the execution has ended, for a redrive goes on from there. */
  root?: Branch
  /** How often its states have drawn on chance: what the next draw hangs on. */
  draws: number
  redriveCount: number
  redrivenMs?: number
  /** When a call with that client token began a redrive; epoch milliseconds. */
  readonly redriveTokens: Map<string, number>
  stopMs?: number
  output?: string
  error?: string | undefined
  cause?: string | undefined
  /** Fires when the execution has run for too long. */
  timer?: Timer
  /** Forgets it, some time after its end. */
  forgetting?: Timer
}

/** What an execution is started with. */
export interface ExecutionStart {
  readonly name: string
  readonly inputText: string
  readonly input: JsonValue
  readonly traceHeader: string | undefined
  readonly synchronous?: boolean
  /** Of a child execution. */
  readonly mapRun?: MapRun
  readonly itemCount?: number
  /** Runs this one instead of the newest revision. */
  readonly version?: Version | undefined
  readonly alias?: Alias | undefined
}

/** What one child of a Map Run has to do. */
export interface MapChild {
  readonly input: JsonValue
  /** How many items its input has. */
  readonly itemCount: number
  /** Undefined before it has started. */
  execution?: Execution
}

/** The children of one stay in a distributed Map state. */
export interface MapRun {
  /** Order of starting, in the whole world. */
  readonly order: number
  readonly arn: string
  readonly label: string
  readonly parent: Execution
  /** Stands for the item processor: its executions are the children. */
  readonly machine: StateMachine
  /** One for each item or batch of items, in order. */
  children: readonly MapChild[]
  readonly startMs: number
  status: MapRunStatus
  stopMs?: number
  maxConcurrency: number
  /** More items that failed than this end the Map Run; without this and the next one, any failure does. */
  toleratedFailureCount: number | undefined
  toleratedFailurePercentage: number | undefined
  redriveCount: number
  redrivenMs?: number
  /** Starts children as its concurrency allows, or ends it. */
  proceed: () => Promise<void>
}

/**
 * One line of states. The root is one; each branch of a Parallel and each iteration of a Map is another, with a chain
 * of `previousEventId`s of its own.
 */
export interface Branch {
  readonly execution: Execution
  readonly parent: Branch | undefined
  readonly states: Readonly<Record<string, State>>
  /** Of states that do not say. */
  readonly language: QueryLanguage
  /** What its states have assigned. They read the variables of the branches around it, too. */
  readonly variables: Map<string, JsonValue>
  /** What they take as JSON, in UTF-8. */
  variableBytes: number
  readonly ended: (outcome: Outcome) => Promise<void>
  /** Of an iteration of a Map. */
  readonly item?: MapItem | undefined
  /** The end of its chain; 0 before its first event. */
  lastEventId: number
  /** The task it waits for. */
  task?: Task | undefined
  /** Of a Wait state, or of a state that is to be retried. */
  timer?: Timer | undefined
  closed: boolean
  /** The state it is in; a branch that ended there keeps it, for a redrive. */
  visit?: Visit | undefined
  /** The state it is about to enter. */
  next?: { readonly name: string; readonly input: JsonValue } | undefined
  /** Inside the Parallel or inline Map state it is in. */
  fork?: Fork | undefined
  /** Of the distributed Map state it is in. */
  mapRun?: MapRun | undefined
}

/** The branches of one attempt at a Parallel state, or the iterations of one at a Map. */
export interface Fork {
  /** By index; undefined before an iteration has begun. */
  readonly branches: (Branch | undefined)[]
  readonly outputs: Map<number, JsonValue>
}

export interface MapItem {
  readonly index: number
  readonly value: JsonValue
  /** Where a distributed Map has it from: `STATE_DATA`, or what it read in S3. */
  readonly source?: string
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
  /** How often each retrier of the state was used, by its index. */
  readonly retries: number[]
}

export interface Failure {
  readonly error?: string | undefined
  readonly cause?: string | undefined
  /** For Retry and Catch alone: history tells both kinds of timeout by the same name. */
  readonly heartbeat?: boolean | undefined
}

export type Outcome =
  | { readonly kind: 'succeeded'; readonly output: JsonValue }
  | ({ readonly kind: 'failed' } & Failure)

/** How a Parallel or Map state sets lines of its own going. */
export interface Lines {
  begin(branch: Branch, name: string, input: JsonValue): void
  /** Goes on where another branch has ended. */
  resume(branch: Branch, before: Branch): void
}

/** What came of a state's work: what its output and its variables are made of. */
export type StateResult =
  /** Of a state that does none. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'result'; readonly value: JsonValue }
  /** Of a Choice; without a rule its default. */
  | { readonly kind: 'chosen'; readonly rule: ChoiceRule | undefined }
  | { readonly kind: 'caught'; readonly catcher: Catcher; readonly failure: Failure }

/** How a state hands over: exactly one of the two is called, in a turn of the world, and awaited in it. */
export interface Finish {
  exit(result: StateResult): Promise<void>
  fail(failure: Failure): Promise<void>
}

interface TaskBase {
  readonly branch: Branch
  readonly scheduledMs: number
  readonly timeoutSeconds: number | undefined
  readonly heartbeatSeconds: number | undefined
  /** How late its timeouts fire, as a share of the world's `timersLateMs`. */
  readonly lateShare: number
  /** Called in a turn of its own after the task has ended; never when its execution or its branch ended over it. */
  readonly ended: (outcome: TaskOutcome) => Promise<void>
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
  /** Asks the service to give up the job; there once the service has taken it. */
  cancel?: () => void
}

export interface RequestTask extends ServiceTaskBase {
  readonly kind: 'request'
}

/** One scheduling of a Task state. A retry is another one, with another token. */
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
  readonly reason: 'succeeded' | 'failed' | 'heartbeatTimeout' | 'timeout' | 'executionEnded' | 'aborted'
}
