import type { JsonValue } from '../../../lib/json.ts'
import type { Timer } from '../../world/event-loop.ts'
import type { Branch, Failure } from './execution.ts'

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

export interface RequestTask extends ServiceTaskBase {
  readonly kind: 'request'
}

/** One scheduling of a Task state. A retry would be another one, with another token. */
export type Task = ActivityTask | CallbackTask | RequestTask
export type TokenTask = ActivityTask | CallbackTask
export type ServiceTask = CallbackTask | RequestTask

export type TaskOutcome =
  | { readonly kind: 'succeeded'; readonly outputText: string; readonly output: JsonValue }
  | ({ readonly kind: 'failed' } & Failure)
  | { readonly kind: 'timedOut'; readonly limit: 'heartbeat' | 'timeout' }

export interface TaskEnd {
  readonly atMs: number
  readonly reason: 'succeeded' | 'failed' | 'heartbeatTimeout' | 'timeout' | 'executionEnded'
}
