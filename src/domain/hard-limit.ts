import { ONE_YEAR_SECONDS, realLimit } from '../asl/lint-rules.ts'
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
  /**
   * Of a Distributed Map's child: the executions above it, nearest first, as far as they are known; one that is not read yet stands last.
   * When one of them ends, its Map Runs end with all their children.
   */
  readonly parents?: readonly ParentLimits[]
}

/** What limits an execution above. */
export interface ParentLimits {
  /** Its start, or its last redrive; epoch milliseconds. `hi` is Infinity where it may have been redriven since; null: not read. */
  readonly from: Interval | null
  /** As in `ExecutionLimits`. */
  readonly timeoutSeconds: number | null | undefined
}

/** `scheduleToStart` and `scheduleToClose` are SWF's; `parent` is the TimeoutSeconds of any execution above. */
export type HardLimitReason =
  | 'task'
  | 'scheduleToStart'
  | 'scheduleToClose'
  | 'execution'
  | 'parent'
  | 'oneYear'

/**
 * A limit that may be there: of an execution whose definition or start has not been read, or of the task itself where its history does
 * not give it (`isUnreported`).
 */
export type UnreadLimit = Exclude<HardLimitReason, 'oneYear'>

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

/**
 * The earliest hard deadline of a task; null where nothing is known to limit it. `at` is edge by edge the earliest of all;
 * `because` names the one whose early edge comes first.
 */
export function deadlineLimits(task: TaskFacts, execution: ExecutionLimits): HardLimit | null {
  const limits = [
    taskLimit(task),
    scheduleToStartLimit(task),
    scheduleToCloseLimit(task),
    ...executionLimits(execution),
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
  const { kind, startedAtMs, scheduledAtMs, submittedAtMs } = task
  const timeoutSeconds = realLimit(task.timeoutSeconds)
  if (timeoutSeconds == null) return null
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

function executionLimits({ fromMs, timeoutSeconds, parents = [] }: ExecutionLimits): readonly HardLimit[] {
  const from = fromMs === null ? null : exactly(fromMs)
  return [
    ...limitsOfOne({ from, timeoutSeconds }, 'execution'),
    ...parents.flatMap((parent) => limitsOfOne(parent, 'parent')),
  ]
}

function limitsOfOne(
  { from, timeoutSeconds }: ParentLimits,
  because: 'execution' | 'parent',
): readonly HardLimit[] {
  if (from === null) return []
  const year = endingAfter(from, ONE_YEAR_SECONDS, 'oneYear')
  return timeoutSeconds == null ? [year] : [endingAfter(from, timeoutSeconds, because), year]
}

function endingAfter({ lo, hi }: Interval, timeoutSeconds: number, because: HardLimitReason): HardLimit {
  return { at: { lo: lo + timeoutSeconds * 1000, hi: hi + timeoutSeconds * 1000 }, because, timeoutSeconds }
}

/** Which limit that is not known may end the task before all that are, the nearest first; null: all are known. */
export function unreadLimit(
  task: Pick<TaskFacts, 'timeoutSeconds' | 'swf' | 'startedAtMs'>,
  { timeoutSeconds, parents = [] }: ExecutionLimits,
): UnreadLimit | null {
  const { swf, startedAtMs } = task
  if (startedAtMs === null && swf !== null && swf.scheduleToStartSeconds === undefined)
    return 'scheduleToStart'
  if (task.timeoutSeconds === undefined) return 'task'
  if (swf !== null && swf.scheduleToCloseSeconds === undefined) return 'scheduleToClose'
  if (timeoutSeconds === undefined) return 'execution'
  const isUnread = (parent: ParentLimits): boolean =>
    parent.from === null || parent.timeoutSeconds === undefined
  return parents.some(isUnread) ? 'parent' : null
}

/** Whether no further read can bring that limit: the task's own stand in its history or nowhere. */
export function isUnreported(limit: UnreadLimit): boolean {
  return limit !== 'execution' && limit !== 'parent'
}

/** Whether two say the same of every limit. */
export function sameLimits(a: ExecutionLimits, b: ExecutionLimits): boolean {
  const { parents: aboveA = [] } = a
  const { parents: aboveB = [] } = b
  return (
    a.fromMs === b.fromMs &&
    a.timeoutSeconds === b.timeoutSeconds &&
    aboveA.length === aboveB.length &&
    aboveA.every(({ from, timeoutSeconds }, index) => {
      const other = aboveB[index]
      return (
        timeoutSeconds === other?.timeoutSeconds &&
        from?.lo === other?.from?.lo &&
        from?.hi === other?.from?.hi
      )
    })
  )
}
