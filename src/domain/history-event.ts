import type { Seconds } from '../asl/lint-rules.ts'

/**
 * The events of a Step Functions history that say something about tasks, in the console's own shapes.
 * Times are epoch milliseconds of server time. Texts are the JSON strings of AWS; absent where AWS gave none.
 */
interface EventBase {
  readonly id: number
  readonly previousEventId: number
  readonly atMs: number
}

/** What a state declares; null: nothing; undefined: something that the console cannot read. */
export interface Limits {
  readonly heartbeatSeconds: Seconds
  readonly timeoutSeconds: Seconds
}

/** `completed` and `canceled` are SWF's. */
export type TaskOutcome = 'succeeded' | 'completed' | 'failed' | 'timedOut' | 'canceled'
export type MapRunOutcome = 'succeeded' | 'failed' | 'aborted'
export type ExecutionOutcome = 'succeeded' | 'failed' | 'timedOut' | 'aborted'

export type HistoryEvent = EventBase &
  (
    | { readonly kind: 'executionStarted'; readonly inputText: string | null }
    | { readonly kind: 'executionRedriven' }
    | { readonly kind: 'executionEnded'; readonly outcome: ExecutionOutcome; readonly error: string | null }
    /** `fails`: a Fail state, of which nothing else is told. */
    | {
        readonly kind: 'stateEntered'
        readonly name: string
        readonly dataText: string | null
        readonly fails?: true
      }
    | { readonly kind: 'stateExited'; readonly name: string; readonly dataText: string | null }
    /** ParallelStateStarted, MapStateStarted: several branches chain from here. */
    | { readonly kind: 'branchesStarted' }
    | { readonly kind: 'iterationStarted'; readonly index: number }
    /** ParallelStateFailed, MapStateFailed: every task still open inside is over. */
    | { readonly kind: 'branchesFailed' }
    /** ParallelStateSucceeded, MapStateSucceeded: back to the state around the branches. */
    | { readonly kind: 'branchesSucceeded' }
    /** TaskStateAborted, MapIterationAborted, MapIterationFailed: points at the failure, not at its own chain; ends nothing by itself. */
    | { readonly kind: 'aborted' }
    | ({ readonly kind: 'activityScheduled'; readonly resource: string } & Limits)
    | ({
        readonly kind: 'taskScheduled'
        readonly resourceType: string
        readonly resource: string
        readonly parametersText: string | null
      } & Limits)
    | ({ readonly kind: 'lambdaScheduled'; readonly resource: string } & Limits)
    | { readonly kind: 'taskStarted'; readonly workerName: string | null }
    /** `childExecutionArn`: the execution that `states:startExecution` started, told by its output. */
    | { readonly kind: 'taskSubmitted'; readonly childExecutionArn: string | null }
    /** `mapRunArn` null: the details were not told. */
    | { readonly kind: 'mapRunStarted' | 'mapRunRedriven'; readonly mapRunArn: string | null }
    | { readonly kind: 'mapRunEnded'; readonly outcome: MapRunOutcome; readonly error: string | null }
    /** The ending of an attempt; EvaluationFailed, too, which ends the attempt of a state whose task is already over. */
    | {
        readonly kind: 'taskEnded'
        readonly outcome: TaskOutcome
        readonly error: string | null
        readonly cause: string | null
      }
    | { readonly kind: 'other'; readonly type: string }
  )

export type TaskKind = 'activity' | 'callback' | 'job' | 'requestResponse' | 'lambda'

/** The integration pattern of a service task, told by the suffix of `TaskScheduled.resource`. */
export function taskKindOf(resource: string): TaskKind {
  if (resource.endsWith('.waitForTaskToken')) return 'callback'
  if (/\.sync(?::2)?$/.test(resource)) return 'job'
  return 'requestResponse'
}
