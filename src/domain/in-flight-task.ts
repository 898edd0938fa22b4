import type { ExecutionOutcome, TaskKind, TaskOutcome } from './history-event.ts'
import type { TaskToken } from './task-token.ts'

/** One task as its execution's history tells it. Times are epoch milliseconds of server time; null is "not known". */
export interface TaskFacts {
  readonly kind: TaskKind
  /** Id of ActivityScheduled, TaskScheduled or LambdaFunctionScheduled: unique in the execution, also across redrives. */
  readonly scheduledEventId: number
  /** The state's name; null where the chain of events to it was not readable. */
  readonly name: string | null
  /** The states around it, outermost first, with `branch n` or `[index]`; without the state itself. */
  readonly path: readonly string[]
  /** Ids of the Entered events of the Parallel and Map states around it, outermost first. */
  readonly within: readonly number[]
  /** 1 for the first try; a retry is a new task with the next number. */
  readonly attempt: number
  /** Activity ARN, Lambda ARN, or `service:action.pattern`. */
  readonly resource: string
  readonly heartbeatSeconds: number | null
  readonly timeoutSeconds: number | null
  readonly scheduledAtMs: number
  /** ActivityStarted, TaskStarted, LambdaFunctionStarted. */
  readonly startedAtMs: number | null
  /** TaskSubmitted. */
  readonly submittedAtMs: number | null
  readonly workerName: string | null
  /** Its task token, where history proves it to be this task's (callbacks whose author passed it on). */
  readonly token: TaskToken | null
}

export type TaskEnding =
  | {
      readonly kind: TaskOutcome
      readonly atMs: number
      readonly error: string | null
      readonly cause: string | null
    }
  /** A sibling branch failed and took this task with it. */
  | { readonly kind: 'siblingFailed'; readonly atMs: number }
  /** The execution itself ended while the task was open. */
  | { readonly kind: 'executionEnded'; readonly atMs: number; readonly outcome: ExecutionOutcome }

export interface EndedTask {
  readonly task: TaskFacts
  readonly ending: TaskEnding
}
