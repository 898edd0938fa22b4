import { ONE_YEAR_SECONDS } from '../asl/lint-rules.ts'
import { GRACE_MS } from './grace.ts'
import type { TaskFacts } from './in-flight-task.ts'
import { earlier, exactly, type Interval } from './interval.ts'

/** What limits a task from outside: its execution. `timeoutSeconds` undefined: the state machine's definition was not read. */
export interface ExecutionLimits {
  /** Its start, or its last redrive; epoch milliseconds. */
  readonly fromMs: number | null
  /**
   * `TimeoutSeconds` of the state machine, executionStartToCloseTimeout of a workflow; null: it declares none; undefined: not read, or
   * not readable.
   */
  readonly timeoutSeconds: number | null | undefined
}

/** `scheduleToStart` and `scheduleToClose` are SWF's. */
export type HardLimitReason = 'task' | 'scheduleToStart' | 'scheduleToClose' | 'execution' | 'oneYear'

/** A limit that beats cannot extend. */
export interface HardLimit {
  /**
   * `lo`: no limit ends the task before, but for those that begin only when a worker takes it. `hi`: one has ended it by then, whoever
   * takes it; Infinity where nobody can tell. Of `scheduleToStart`, `lo` is when it ends if no worker takes it by then.
   */
  readonly at: Interval
  readonly because: HardLimitReason
  readonly timeoutSeconds: number
}

/** Both HeartbeatSeconds and TimeoutSeconds default to this, which is no limit (Amazon States Language). */
const NO_LIMIT_SECONDS = 99_999_999

/**
 * The earliest hard deadline of a task; null where nothing is known to limit it. `at` is edge by edge the earliest of all;
 * `because` names the one whose early edge comes first.
 */
export function deadlineLimits(task: TaskFacts, execution: ExecutionLimits): HardLimit | null {
  const limits = [
    taskLimit(task),
    scheduleToStartLimit(task),
    scheduleToCloseLimit(task),
    executionLimit(execution),
    yearLimit(execution),
  ].filter((limit) => limit !== null)
  const first = limits[0]
  if (first === undefined) return null
  const soonest = limits.reduce((a, b) => (b.at.lo < a.at.lo ? b : a), first)
  return { ...soonest, at: limits.map((limit) => limit.at).reduce(earlier) }
}

/**
 * The task's own TimeoutSeconds, in SWF startToCloseTimeout. AWS counts it from the start event (Developer Guide, Task state; SWF
 * Developer Guide, timeout types): an activity's from the moment a worker took it, so there is none while nobody has. A callback's or job's counts from somewhere between TaskScheduled and TaskSubmitted (M).
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

/**
 * The last moment at which a worker may take a task of SWF that was seen waiting: Infinity where no scheduleToStartTimeout limits it.
 * A timer that fires late leaves the task to be taken until it does.
 */
export function takenByMs({ swf, scheduledAtMs }: TaskFacts): number {
  const seconds = swf?.scheduleToStartSeconds ?? null
  return seconds === null ? Number.POSITIVE_INFINITY : scheduledAtMs + seconds * 1000 + GRACE_MS
}

/**
 * scheduleToStartTimeout: ends a task that no worker took, and no other. A task that was waiting when last seen may have been taken just
 * after, so the late edge is the latest that a taken one may live: its startToCloseTimeout counts from then.
 */
function scheduleToStartLimit(task: TaskFacts): HardLimit | null {
  const timeoutSeconds = task.swf?.scheduleToStartSeconds ?? null
  if (timeoutSeconds === null || task.startedAtMs !== null) return null
  const lo = task.scheduledAtMs + timeoutSeconds * 1000
  const hi = takenByMs(task) + (task.timeoutSeconds ?? Number.POSITIVE_INFINITY) * 1000
  return { at: { lo, hi }, because: 'scheduleToStart', timeoutSeconds }
}

/** scheduleToCloseTimeout counts from ActivityTaskScheduled, taken or not. */
function scheduleToCloseLimit({ swf, scheduledAtMs }: TaskFacts): HardLimit | null {
  const timeoutSeconds = swf?.scheduleToCloseSeconds ?? null
  if (timeoutSeconds === null) return null
  return { at: exactly(scheduledAtMs + timeoutSeconds * 1000), because: 'scheduleToClose', timeoutSeconds }
}

function executionLimit({ fromMs, timeoutSeconds }: ExecutionLimits): HardLimit | null {
  if (fromMs === null || timeoutSeconds === null || timeoutSeconds === undefined) return null
  return { at: exactly(fromMs + timeoutSeconds * 1000), because: 'execution', timeoutSeconds }
}

function yearLimit({ fromMs }: ExecutionLimits): HardLimit | null {
  if (fromMs === null) return null
  return {
    at: exactly(fromMs + ONE_YEAR_SECONDS * 1000),
    because: 'oneYear',
    timeoutSeconds: ONE_YEAR_SECONDS,
  }
}
