import type { Seconds, Severity } from '../asl/lint-rules.ts'
import type { HardLimit, HardLimitReason } from './hard-limit.ts'
import type { Interval } from './interval.ts'

/** A limit as configured; when it ends the task is `HardLimit`'s business. */
export interface ConfiguredLimit {
  readonly because: Extract<HardLimitReason, 'task' | 'scheduleToClose' | 'execution' | 'parent'>
  readonly timeoutSeconds: number
}

interface FindingBase {
  readonly severity: Severity
}

/**
 * Something about an open task that a person should know, with its evidence. Times are epoch milliseconds of server time. What is not
 * known is no finding: none of them claims more than the newest sight of the task shows.
 */
export type TaskFinding = FindingBase &
  (
    | {
        readonly kind: 'noHeartbeat'
        /** What would notice a dead worker; null: nothing within the year; undefined: a limit of the execution, or of one above it, is not read yet. */
        readonly shortestLimit: ConfiguredLimit | null | undefined
      }
    /** No heartbeat and no answer can come, so nothing but a limit, a stop or its branch ends it. */
    | {
        readonly kind: 'tokenPassedToNobody'
        readonly heartbeatSeconds: Seconds
        /** As in `noHeartbeat`: what ends it where its heartbeat does not come first. */
        readonly shortestLimit: ConfiguredLimit | null | undefined
      }
    /** Nothing but the one year of an execution ends it, whatever its worker does. */
    | { readonly kind: 'noTimeout'; readonly heartbeatSeconds: Seconds }
    /** The limit comes before a heartbeat can run out, so a dead worker is noticed no sooner. */
    | {
        readonly kind: 'heartbeatNotBelowTimeout'
        readonly heartbeatSeconds: number
        readonly limit: ConfiguredLimit
      }
    | {
        readonly kind: 'waitingTooLong'
        readonly scheduledAtMs: number
        /** Nobody had taken it by then. */
        readonly unclaimedAtMs: number
        /** The interval it has waited longer than: of its heartbeat, or without one its own hard limit. */
        readonly than: { readonly because: 'heartbeat' | 'task'; readonly seconds: number }
        /** What ends the wait; null: not known. */
        readonly hard: HardLimit | null
      }
    /** SWF: still open more than an interval after its cancellation was asked for. */
    | {
        readonly kind: 'cancelNotAnswered'
        readonly requestedAtMs: number
        readonly openAtMs: number
        /** Somebody other than this console beat in here, and so was told cancelRequested: true; null: not proved. */
        readonly heardAt: Interval | null
      }
    /** SWF: somebody was told, and beat again. */
    | {
        readonly kind: 'cancelIgnored'
        readonly requestedAtMs: number
        /** By then somebody other than this console had been told cancelRequested: true. */
        readonly heardByMs: number
        /** And beat again in here. */
        readonly beatAgainAt: Interval
      }
    /** The hard limit ends it before the guarantee of a beat sent now would run out. */
    | { readonly kind: 'hardLimitFirst'; readonly hard: HardLimit; readonly heartbeatSeconds: number }
    /** A job with a heartbeat, which AWS itself never beats, and of which no beat by anybody else is proved. */
    | {
        readonly kind: 'jobHeartbeat'
        readonly heartbeatSeconds: number
        /** No timeout comes before. */
        readonly safeUntilMs: number
        /** The job was given its token, so it could beat; null: not known. */
        readonly tokenPassed: boolean | null
      }
  )

/** Something about an open execution. */
export type ExecutionFinding = FindingBase & {
  readonly kind: 'historyNearLimit'
  readonly eventCount: number
  readonly eventLimit: number
  readonly service: 'states' | 'swf'
}

export type Finding = TaskFinding | ExecutionFinding
