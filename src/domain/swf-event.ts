import type { Seconds } from '../asl/lint-rules.ts'

/**
 * The events of an SWF history that say something about activity tasks, in the console's own shapes. Times are epoch milliseconds of
 * server time. Timeouts are seconds; null is SWF's `NONE`, undefined a member that is missing or in another form.
 */
interface EventBase {
  readonly id: number
  readonly atMs: number
}

export interface SwfType {
  readonly name: string
  readonly version: string
}

/** `ActivityTaskTimedOut.timeoutType`: SWF says which limit it was. */
export type SwfTimeoutType = 'START_TO_CLOSE' | 'SCHEDULE_TO_START' | 'SCHEDULE_TO_CLOSE' | 'HEARTBEAT'

export type WorkflowOutcome =
  | 'completed'
  | 'failed'
  | 'timedOut'
  | 'canceled'
  | 'terminated'
  | 'continuedAsNew'

export type SwfEvent = EventBase &
  (
    | {
        readonly kind: 'workflowStarted'
        readonly workflowType: SwfType
        readonly executionStartToCloseSeconds: Seconds
      }
    | { readonly kind: 'workflowCancelRequested' }
    | { readonly kind: 'workflowEnded'; readonly outcome: WorkflowOutcome }
    | { readonly kind: 'decisionStarted'; readonly identity: string | null }
    | { readonly kind: 'decisionCompleted'; readonly startedEventId: number }
    | {
        readonly kind: 'activityScheduled'
        readonly activityId: string
        readonly activityType: SwfType
        readonly taskList: string
        readonly heartbeatSeconds: Seconds
        readonly startToCloseSeconds: Seconds
        readonly scheduleToStartSeconds: Seconds
        readonly scheduleToCloseSeconds: Seconds
        /** Id of the DecisionTaskCompleted event with the decision. */
        readonly decisionEventId: number
      }
    | {
        readonly kind: 'activityStarted'
        readonly scheduledEventId: number
        readonly identity: string | null
      }
    | {
        readonly kind: 'activityEnded'
        readonly scheduledEventId: number
        readonly outcome: 'completed' | 'failed' | 'timedOut' | 'canceled'
        /** Of `failed`: its reason. */
        readonly reason: string | null
        /** Of `failed` and `canceled`: what the worker said. Of `timedOut`: what the last heartbeat said. */
        readonly details: string | null
        readonly timeoutType: SwfTimeoutType | null
      }
    /** ActivityTaskCancelRequested: names the activity, not the task; the latest open task of that id is meant. */
    | {
        readonly kind: 'activityCancelRequested'
        readonly activityId: string
        readonly decisionEventId: number
      }
    | { readonly kind: 'other'; readonly type: string }
  )
