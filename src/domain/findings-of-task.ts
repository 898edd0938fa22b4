import { jobHeartbeatSeverity, noHeartbeatSeverity, noTimeoutSeverity, realLimit } from '../asl/lint-rules.ts'
import type { Estimate, Evidence } from './estimate.ts'
import type { ConfiguredLimit, TaskFinding } from './finding.ts'
import { cancelFinding } from './findings-of-cancel.ts'
import { type ExecutionLimits, unreadLimit } from './hard-limit.ts'
import type { TaskFacts } from './in-flight-task.ts'
import type { Interval } from './interval.ts'

/**
 * The findings of one open task at server time `now`; `told` is the estimate of the same evidence at the same moment. In the order of
 * `TaskFinding`.
 */
export function taskFindings(evidence: Evidence, told: Estimate, now: Interval): readonly TaskFinding[] {
  const { task, execution } = evidence
  const limit = shortestLimit(task, execution)
  const notBelow = heartbeatNotBelowTimeout(task, limit)
  const unanswerable = tokenPassedToNobody(task, told, limit)
  return [
    unanswerable,
    // Where nobody has the token, there is no worker whose death a heartbeat would show.
    unanswerable === null ? noHeartbeat(task, limit) : null,
    noTimeout(task, limit),
    notBelow,
    waitingTooLong(evidence, told),
    cancelFinding(evidence),
    // Where no heartbeat can ever come first, or none can come, that is the finding.
    notBelow === null && unanswerable === null ? hardLimitFirst(task, told, now) : null,
    jobHeartbeat(task, told),
  ].filter((finding) => finding !== null)
}

/** A worker outside AWS does it. An event whose details AWS left out tells neither what runs the task nor its settings. */
function hasWorker({ kind, resource }: TaskFacts): boolean {
  return (kind === 'activity' || kind === 'callback') && resource !== ''
}

/** A proved beat of somebody else would show that somebody has the token after all. */
function tokenPassedToNobody(
  { kind, tokenPassedToNobody: toNobody, heartbeatSeconds }: TaskFacts,
  { proof }: Estimate,
  limit: ConfiguredLimit | null | undefined,
): TaskFinding | null {
  if (kind !== 'callback' || !toNobody || proof !== null) return null
  return { kind: 'tokenPassedToNobody', severity: 'error', heartbeatSeconds, shortestLimit: limit }
}

function noHeartbeat(task: TaskFacts, limit: ConfiguredLimit | null | undefined): TaskFinding | null {
  if (!hasWorker(task) || task.heartbeatSeconds !== null) return null
  const severity = noHeartbeatSeverity(limit == null ? limit : limit.timeoutSeconds)
  return { kind: 'noHeartbeat', severity, shortestLimit: limit }
}

function noTimeout(task: TaskFacts, limit: ConfiguredLimit | null | undefined): TaskFinding | null {
  if (limit !== null || !(hasWorker(task) || task.kind === 'job')) return null
  const { heartbeatSeconds } = task
  const severity = noTimeoutSeverity(heartbeatSeconds, task.kind === 'job')
  return { kind: 'noTimeout', severity, heartbeatSeconds }
}

function heartbeatNotBelowTimeout(
  task: TaskFacts,
  limit: ConfiguredLimit | null | undefined,
): TaskFinding | null {
  const { heartbeatSeconds } = task
  if (heartbeatSeconds == null || limit == null || heartbeatSeconds < limit.timeoutSeconds) return null
  return { kind: 'heartbeatNotBelowTimeout', severity: 'warning', heartbeatSeconds, limit }
}

/** The shortest limit that ends a task that is being worked on; undefined where the one not read may be the only one. */
function shortestLimit(task: TaskFacts, execution: ExecutionLimits): ConfiguredLimit | null | undefined {
  const limits = (
    [
      ['task', task.timeoutSeconds],
      ['scheduleToClose', task.swf?.scheduleToCloseSeconds ?? null],
      ['execution', execution.timeoutSeconds ?? null],
      ...(execution.parents ?? []).map(({ timeoutSeconds }) => ['parent', timeoutSeconds ?? null] as const),
    ] as const
  ).flatMap(([because, seconds]): ConfiguredLimit[] => {
    const timeoutSeconds = realLimit(seconds)
    return timeoutSeconds == null ? [] : [{ because, timeoutSeconds }]
  })
  const [first, ...others] = limits
  if (first === undefined) return unreadLimit(task, execution) === null ? null : undefined
  return others.reduce((a, b) => (b.timeoutSeconds < a.timeoutSeconds ? b : a), first)
}

/** Measured to the newest sight: somebody may have taken it since. */
function waitingTooLong({ task, openAt }: Evidence, told: Estimate): TaskFinding | null {
  const { kind, startedAtMs, scheduledAtMs } = task
  if (kind !== 'activity' || startedAtMs !== null) return null
  const { heartbeatSeconds } = task
  const seconds = heartbeatSeconds ?? realLimit(task.timeoutSeconds)
  if (seconds == null || openAt.lo - scheduledAtMs <= seconds * 1000) return null
  const hard = told.hard
  return {
    kind: 'waitingTooLong',
    severity: hard?.because === 'oneYear' && told.limitUnread === null ? 'error' : 'warning',
    scheduledAtMs,
    unclaimedAtMs: openAt.lo,
    than: { because: heartbeatSeconds == null ? 'task' : 'heartbeat', seconds },
    hard,
  }
}

function hardLimitFirst(task: TaskFacts, told: Estimate, now: Interval): TaskFinding | null {
  const { heartbeatSeconds } = task
  const { hard, clockFromMs } = told
  if (heartbeatSeconds == null || clockFromMs === null || hard === null) return null
  // Late edges: it is not over yet for certain, and it will be by then for certain. Infinity where nobody can tell.
  if (now.lo >= hard.at.hi || hard.at.hi >= now.lo + heartbeatSeconds * 1000) return null
  return { kind: 'hardLimitFirst', severity: 'warning', hard, heartbeatSeconds }
}

/** SendTaskHeartbeat: for jobs a beat is optional, and then it is the author's to send. */
function jobHeartbeat(task: TaskFacts, told: Estimate): TaskFinding | null {
  const { heartbeatSeconds } = task
  if (task.kind !== 'job' || heartbeatSeconds == null || told.proof !== null) return null
  const tokenPassed = task.token !== null ? true : task.tokenPassedToNobody ? false : null
  return {
    kind: 'jobHeartbeat',
    severity: jobHeartbeatSeverity(tokenPassed),
    heartbeatSeconds,
    safeUntilMs: told.safeUntilMs,
    tokenPassed,
  }
}
