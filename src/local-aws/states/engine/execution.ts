import type { ExecutionStatus, HistoryEvent } from '@aws-sdk/client-sfn'
import type { State } from '../../../asl/state-machine.ts'
import type { JsonValue } from '../../../lib/json.ts'
import type { Timer } from '../../world/event-loop.ts'
import type { Revision, StateMachine } from '../state-machine.ts'
import type { Task } from './task.ts'

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
  /** The branches under way, the root among them. */
  readonly branches: Set<Branch>
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
