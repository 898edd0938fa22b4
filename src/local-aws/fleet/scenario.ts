import type { SettingsChange } from '../control/settings.ts'
import type { Workloads } from '../workloads.ts'

/** A range of seconds, both ends included, from which the seed picks. */
export type SecondsRange = readonly [number, number]

/**
 * How a worker behaves towards a heartbeat interval:
 * `beatsWell` at a third of it; `beatsLate` mostly just in time; `neverBeats` works without beating;
 * `crashes` beats well, then dies with its task and comes back later; `dead` takes nothing and answers nothing.
 */
export type WorkerBehaviour = 'beatsWell' | 'beatsLate' | 'neverBeats' | 'crashes' | 'dead'

export const workerBehaviours = ['beatsWell', 'beatsLate', 'neverBeats', 'crashes', 'dead'] as const

interface WorkerSpec {
  readonly name: string
  readonly behaviour: WorkerBehaviour
  /** The HeartbeatSeconds that the worker was built for. */
  readonly intervalSeconds: number
  readonly workSeconds: SecondsRange
  /** How many of its tasks it answers with SendTaskFailure, 0 to 1. */
  readonly failing?: number
}

/** Polls and works on one task at a time. */
export interface PollingWorkerSpec extends WorkerSpec {
  /** For `crashes`: how long after taking a task, and how long it is away. */
  readonly crashAfterSeconds?: SecondsRange
  readonly awaySeconds?: SecondsRange
}

export interface ActivityWorkerSpec extends PollingWorkerSpec {
  readonly activity: string
}

/** Is sent messages with task tokens in them and works on all of them at once. */
export interface CallbackWorkerSpec extends WorkerSpec {
  readonly service: 'sqs' | 'lambda' | 'sns'
  /** The queue, function or topic it listens to, as the state's parameters name it. */
  readonly destination: string
}

/** Keeps a number of executions of one state machine running. */
export interface StarterSpec {
  readonly stateMachine: string
  readonly namePrefix: string
  readonly inFlight: number
  /** The first ones start within this time of the world's beginning. */
  readonly spreadSeconds: number
  /** From the end of an execution to the start of its successor; absent: none follows. */
  readonly pauseSeconds?: SecondsRange
  /** How often it looks whether an execution has ended; by default every 15 to 30 s. */
  readonly lookSeconds?: SecondsRange
  readonly input: (random: { integer(low: number, high: number): number }) => unknown
}

export interface StateMachineSpec {
  readonly name: string
  readonly definition: object
}

/**
 * One activity of a workflow, as its decider schedules it. The timeouts are as SWF has them: seconds as a text, or
 * `NONE`.
 */
export interface SwfActivitySpec {
  readonly activityId: string
  /** The name of its type. */
  readonly type: string
  readonly taskList: string
  readonly heartbeatTimeout: string
  readonly startToCloseTimeout: string
  readonly scheduleToStartTimeout: string
  readonly scheduleToCloseTimeout: string
}

/** A workflow type with its decider, and how many executions of it are kept open. */
export interface SwfWorkflowSpec {
  readonly type: string
  readonly workflowIdPrefix: string
  readonly executionStartToCloseTimeout: string
  /** One after the other. What fails or times out is scheduled again, under the same activityId. */
  readonly activities: readonly SwfActivitySpec[]
  readonly inFlight: number
  /** The first ones start within this time of the world's beginning. */
  readonly spreadSeconds: number
  /** From the end of an execution to the start of its successor; absent: none follows. */
  readonly pauseSeconds?: SecondsRange
  /** How long after its start somebody asks for an execution to be canceled; absent: nobody does. */
  readonly cancelAfterSeconds?: SecondsRange
  readonly input: (random: { integer(low: number, high: number): number }) => unknown
}

/** Polls one task list of activities. */
export interface SwfWorkerSpec extends PollingWorkerSpec {
  readonly taskList: string
  /** Works on when a beat tells it that its task is to be canceled. */
  readonly ignoresCancel?: boolean
}

export interface SwfSpec {
  readonly workflows: readonly SwfWorkflowSpec[]
  readonly workers: readonly SwfWorkerSpec[]
}

/** What happens by itself so long after the world was handed over, in world time. */
export type Happening =
  | {
      readonly kind: 'workers'
      readonly afterSeconds: number
      /** Their names, or every one of them. */
      readonly workers: 'all' | readonly string[]
      readonly behaviour: WorkerBehaviour
    }
  | { readonly kind: 'settings'; readonly afterSeconds: number; readonly change: SettingsChange }

/** A world to open, as data. */
export interface Scenario {
  readonly name: string
  readonly title: string
  /** Two sentences for whoever chooses. */
  readonly description: string
  /** For how long its workers have worked when it is handed over. */
  readonly livedInSeconds: number
  readonly activities: readonly string[]
  readonly stateMachines: readonly StateMachineSpec[]
  readonly starters: readonly StarterSpec[]
  readonly activityWorkers: readonly ActivityWorkerSpec[]
  readonly callbackWorkers: readonly CallbackWorkerSpec[]
  /** What runs in the account's SWF domain, which is there in every scenario. */
  readonly swf?: SwfSpec
  /** How its functions and the jobs of other services behave; absent: they are short and succeed. */
  readonly workloads?: Workloads
  /** What differs from AWS on a good day, from the beginning. */
  readonly settings?: SettingsChange
  readonly later?: readonly Happening[]
}
