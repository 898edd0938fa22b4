import type { Workloads } from '../states/workloads.ts'

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

/** Polls one activity and works on one task at a time. */
export interface ActivityWorkerSpec extends WorkerSpec {
  readonly activity: string
  /** For `crashes`: how long after taking a task, and how long it is away. */
  readonly crashAfterSeconds?: SecondsRange
  readonly awaySeconds?: SecondsRange
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
  readonly input: (random: { integer(low: number, high: number): number }) => unknown
}

export interface StateMachineSpec {
  readonly name: string
  readonly definition: object
}

/** A world to open, as data. */
export interface Scenario {
  readonly name: string
  readonly title: string
  /** Two sentences for whoever chooses. */
  readonly description: string
  /** How old the world is when it is handed over. */
  readonly livedInSeconds: number
  readonly activities: readonly string[]
  readonly stateMachines: readonly StateMachineSpec[]
  readonly starters: readonly StarterSpec[]
  readonly activityWorkers: readonly ActivityWorkerSpec[]
  readonly callbackWorkers: readonly CallbackWorkerSpec[]
  /** How its functions and the jobs of other services behave; absent: they are short and succeed. */
  readonly workloads?: Workloads
}
