import type { Seconds } from '../asl/lint-rules.ts'
import type { ExecutionOutcome, TaskKind, TaskOutcome } from './history-event.ts'
import type { SwfTimeoutType, SwfType, WorkflowOutcome } from './swf-event.ts'
import type { TaskToken } from './task-token.ts'

/** What only SWF's activity tasks have. Seconds; null is `NONE`, undefined is not known. */
export interface SwfActivity {
  readonly activityId: string
  readonly activityType: SwfType
  readonly taskList: string
  readonly scheduleToStartSeconds: Seconds
  readonly scheduleToCloseSeconds: Seconds
  /** The newest ActivityTaskCancelRequested, and since when there has been one; null: none as of the last read. */
  readonly cancelRequest: CancelRequest | null
}

export interface CancelRequest {
  /** The first of them: since then the task's heartbeats are answered with cancelRequested. */
  readonly sinceMs: number
  readonly atMs: number
  /** Id of the DecisionTaskCompleted event whose decision asked for it. */
  readonly decisionEventId: number
  /** Identity of the decider that made the decision; null where it gave none, or the event was not read. */
  readonly decider: string | null
}

/** One task as its execution's history tells it. Times are epoch milliseconds of server time; null is "not known". */
export interface TaskFacts {
  readonly kind: TaskKind
  /**
   * Id of ActivityScheduled, TaskScheduled, LambdaFunctionScheduled or ActivityTaskScheduled: unique in the execution, also across
   * redrives.
   */
  readonly scheduledEventId: number
  /** The state's name, or the activity type's; null where the chain of events to it was not readable. */
  readonly name: string | null
  /**
   * The states around it, outermost first, with `branch n` (numbered as they began: history has no other number) or `[index]`; without
   * the state itself. It begins with `?` where what is around was not readable.
   */
  readonly path: readonly string[]
  /** Ids of the Entered events of the Parallel and Map states around it, outermost first. */
  readonly within: readonly number[]
  /**
   * 1 for the first try; a retry is a new task with the next number, a redrive counts anew. In SWF: of the same activityId. null where
   * earlier tries may not have been readable.
   */
  readonly attempt: number | null
  /** Activity ARN, Lambda ARN, or `service:action.pattern`. */
  readonly resource: string
  /**
   * Its heartbeat timeout; null: none that could run out before its execution must end (`heartbeatThatCounts`); undefined: its history
   * does not say whether it has one.
   */
  readonly heartbeatSeconds: Seconds
  /** What its history tells instead where that is too long to count: 99999999 is AWS's default. null: nothing, or it counts. */
  readonly idleHeartbeatSeconds: number | null
  /** TimeoutSeconds; in SWF startToCloseTimeout. null: none; undefined: not known. */
  readonly timeoutSeconds: Seconds
  readonly scheduledAtMs: number
  /** ActivityStarted, TaskStarted, LambdaFunctionStarted, ActivityTaskStarted. */
  readonly startedAtMs: number | null
  /** TaskSubmitted. */
  readonly submittedAtMs: number | null
  /** What the worker called itself: `workerName`, in SWF `identity`. */
  readonly workerName: string | null
  /** Its task token, where history proves it to be this task's (callbacks whose author passed it on). */
  readonly token: TaskToken | null
  /** Its token may stand in the history, but nothing proves which string it is: no execution data, a gap, or several that look like one. */
  readonly tokenUnproved: boolean
  /** Nobody was given its token, so no heartbeat and no answer can come: what it sends cannot hold it (callbacks and jobs). */
  readonly tokenPassedToNobody: boolean
  /**
   * Since then the state around it is failing for a branch beside it, as TaskStateAborted and its like say: the task is over, or about to
   * be, but no event says so of it yet. null: nothing of the kind.
   */
  readonly siblingFailedAtMs: number | null
  /** The execution that a `states:startExecution.sync` task started and waits for, once AWS has said which. */
  readonly childExecutionArn: string | null
  /** null for Step Functions. */
  readonly swf: SwfActivity | null
}

/** How a task's own ending event tells it. */
interface OwnEnding<Kind extends TaskOutcome> {
  readonly kind: Kind
  readonly atMs: number
  /** In SWF the reason of a failure. */
  readonly error: string | null
  /** In SWF the details of a failure, of a cancellation, or of the last heartbeat before a timeout. */
  readonly cause: string | null
  /** Which limit a timeout was, where AWS says so: SWF does. */
  readonly timeoutType: SwfTimeoutType | null
}

/** The ending of a task that timed out. */
export type TimedOut = OwnEnding<'timedOut'>

export type TaskEnding =
  | OwnEnding<Exclude<TaskOutcome, 'timedOut'>>
  | TimedOut
  /** A sibling branch failed and took this task with it. */
  | { readonly kind: 'siblingFailed'; readonly atMs: number }
  /** Its state went on without it: it is over, but what ended it stands in no event that this console knows. */
  | { readonly kind: 'untold'; readonly atMs: number }
  /** The execution itself ended while the task was open. */
  | {
      readonly kind: 'executionEnded'
      readonly atMs: number
      readonly outcome: ExecutionOutcome | WorkflowOutcome
    }

export interface EndedTask {
  readonly task: TaskFacts
  readonly ending: TaskEnding
}
