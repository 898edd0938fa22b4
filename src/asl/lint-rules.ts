/** `error`: something will hang or end wrongly unless a person acts; `warning`: it may; `info`: worth knowing, no more. */
export type Severity = 'error' | 'warning' | 'info'

/** Quota of both services: an execution runs for one year at most. A longer limit limits nothing. */
export const ONE_YEAR_SECONDS = 365 * 24 * 3600

/** A task that its hard limit ends within five minutes hardly needs a heartbeat: its dead worker is noticed by then. */
export const SHORT_LIMIT_SECONDS = 300

/** Seconds as configured; null: none, or so many that they limit nothing; undefined: not known. */
export type Seconds = number | null | undefined

/**
 * `seconds`, or null where they limit nothing within the year; so do the 99999999 to which HeartbeatSeconds and TimeoutSeconds default
 * (Amazon States Language). Undefined stays undefined.
 */
export function realLimit(seconds: Seconds): Seconds {
  return seconds == null || seconds < ONE_YEAR_SECONDS ? seconds : null
}

/** How much a missing heartbeat matters, by the shortest hard limit of the task, which alone would notice a dead worker. */
export function noHeartbeatSeverity(shortestLimitSeconds: Seconds): Severity {
  if (shortestLimitSeconds === null) return 'error'
  if (shortestLimitSeconds === undefined) return 'warning'
  return shortestLimitSeconds <= SHORT_LIMIT_SECONDS ? 'info' : 'warning'
}

/**
 * How much it matters that nothing but the year ends a task. A heartbeat notices a dead worker, so only a busy one can go on for ever;
 * AWS itself watches a job. Where the heartbeat is not known, nothing worse is said than is certain.
 */
export function noTimeoutSeverity(heartbeatSeconds: Seconds, isJob: boolean): Severity {
  if (typeof heartbeatSeconds === 'number') return 'info'
  return isJob || heartbeatSeconds === undefined ? 'warning' : 'error'
}

/** AWS beats no job; it is at its end by the heartbeat unless whoever was given its token beats, or the job is quicker. Null: not known. */
export function jobHeartbeatSeverity(tokenPassed: boolean | null): Severity {
  return tokenPassed === false ? 'error' : 'warning'
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

/** Sorts the worst first. */
export function bySeverity(a: Severity, b: Severity): number {
  return RANK[a] - RANK[b]
}
