import type { TaskFacts } from './in-flight-task.ts'
import { earlier, type Interval } from './interval.ts'

/** What limits a task from outside: its execution. `timeoutSeconds` undefined: the state machine's definition was not read. */
export interface ExecutionLimits {
  /** Its start, or its last redrive; epoch milliseconds. */
  readonly fromMs: number | null
  /** `TimeoutSeconds` of the state machine; null: it declares none; undefined: not read, or not readable. */
  readonly timeoutSeconds: number | null | undefined
}

export type HardLimitReason = 'task' | 'execution' | 'oneYear'

/** A limit that beats cannot extend. */
export interface HardLimit {
  readonly at: Interval
  readonly because: HardLimitReason
  readonly timeoutSeconds: number
}

/** Step Functions quota: an execution runs for one year at most. */
const ONE_YEAR_SECONDS = 365 * 24 * 3600

/** Both HeartbeatSeconds and TimeoutSeconds default to this, which is no limit (Amazon States Language). */
const NO_LIMIT_SECONDS = 99_999_999

/**
 * The earliest hard deadline of a task; null where nothing is known to limit it. `at` is edge by edge the earliest of all;
 * `because` names the one whose early edge comes first.
 */
export function deadlineLimits(task: TaskFacts, execution: ExecutionLimits): HardLimit | null {
  const limits = [taskLimit(task), executionLimit(execution), yearLimit(execution)].filter(
    (limit) => limit !== null,
  )
  const first = limits[0]
  if (first === undefined) return null
  const soonest = limits.reduce((a, b) => (b.at.lo < a.at.lo ? b : a), first)
  return { ...soonest, at: limits.map((limit) => limit.at).reduce(earlier) }
}

/**
 * The task's own TimeoutSeconds. AWS counts it from the start event (Developer Guide, Task state): an activity's from ActivityStarted,
 * so there is none while nobody has taken it. A callback's or job's counts from somewhere between TaskScheduled and TaskSubmitted (M).
 */
export function taskLimit(task: TaskFacts): HardLimit | null {
  const { timeoutSeconds, kind, startedAtMs, scheduledAtMs, submittedAtMs } = task
  if (timeoutSeconds === null || timeoutSeconds >= NO_LIMIT_SECONDS) return null
  if (kind === 'activity' && startedAtMs === null) return null
  const firstMs = kind === 'activity' ? (startedAtMs ?? scheduledAtMs) : scheduledAtMs
  const lastMs = kind === 'activity' ? startedAtMs : (submittedAtMs ?? startOfPlainTask(task))
  const at = {
    lo: firstMs + timeoutSeconds * 1000,
    hi: lastMs === null ? Number.POSITIVE_INFINITY : lastMs + timeoutSeconds * 1000,
  }
  return { at, because: 'task', timeoutSeconds }
}

/** Request/response and Lambda tasks are never submitted; they run from their start. */
function startOfPlainTask(task: TaskFacts): number | null {
  return task.kind === 'requestResponse' || task.kind === 'lambda' ? task.startedAtMs : null
}

function executionLimit({ fromMs, timeoutSeconds }: ExecutionLimits): HardLimit | null {
  if (fromMs === null || timeoutSeconds === null || timeoutSeconds === undefined) return null
  const atMs = fromMs + timeoutSeconds * 1000
  return { at: { lo: atMs, hi: atMs }, because: 'execution', timeoutSeconds }
}

function yearLimit({ fromMs }: ExecutionLimits): HardLimit | null {
  if (fromMs === null) return null
  const atMs = fromMs + ONE_YEAR_SECONDS * 1000
  return { at: { lo: atMs, hi: atMs }, because: 'oneYear', timeoutSeconds: ONE_YEAR_SECONDS }
}
