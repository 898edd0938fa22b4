import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../lib/json.ts'
import {
  jobHeartbeatSeverity,
  noHeartbeatSeverity,
  noTimeoutSeverity,
  realLimit,
  type Seconds,
  type Severity,
} from './lint-rules.ts'
import { passesTaskToken } from './passes-task-token.ts'
import { taskResource } from './task-resource.ts'

/** A Task state, as a definition tells it. */
export interface LintedState {
  /** JSON pointer (RFC 6901) to the state in the definition. */
  readonly pointer: string
  readonly name: string
  /** The states around it, outermost first: a Parallel's name and `branch n`, a Map's name alone. */
  readonly path: readonly string[]
}

/** What a definition alone shows to be wrong with a Task state. Seconds: null is none, undefined is not known before it runs. */
export type LintFinding = LintedState & { readonly severity: Severity } & LintedTask

type LintedTask =
  /** An activity or a callback whose worker may die unnoticed until a hard limit ends it. */
  | {
      readonly kind: 'noHeartbeat'
      /** What the state declares that is too long to count; null: nothing. */
      readonly idleHeartbeatSeconds: number | null
      readonly timeoutSeconds: Seconds
      readonly machineTimeoutSeconds: Seconds
    }
  /** Neither the state nor the state machine limits it. */
  | { readonly kind: 'noTimeout'; readonly heartbeatSeconds: Seconds }
  /** The limit comes before a heartbeat can run out: `task` is its own TimeoutSeconds, `execution` the state machine's. */
  | {
      readonly kind: 'heartbeatNotBelowTimeout'
      readonly heartbeatSeconds: number
      readonly timeoutSeconds: number
      readonly limit: 'task' | 'execution'
    }
  | { readonly kind: 'jobHeartbeat'; readonly heartbeatSeconds: number; readonly tokenPassed: boolean }
  /** A callback whose message cannot hold its task token: nobody can answer or beat it. Seconds as declared. */
  | {
      readonly kind: 'tokenPassedToNobody'
      readonly heartbeatSeconds: Seconds
      readonly timeoutSeconds: Seconds
      readonly machineTimeoutSeconds: Seconds
    }
  /** On a Lambda function or a request/response call, which nobody beats. */
  | { readonly kind: 'heartbeatUnused'; readonly heartbeatSeconds: number }

export type Lint =
  | { readonly kind: 'read'; readonly taskStateCount: number; readonly findings: readonly LintFinding[] }
  /** Not JSON, or no states in it: DescribeStateMachine may leave the definition out. */
  | { readonly kind: 'unreadable' }

/**
 * Looks a state machine's definition over for states that hang or time out as nobody meant, run or not: every Task state, also inside
 * Parallel and Map, in JSONPath and JSONata. Lenient: what it does not know it passes over, and a value that a path, an expression or a
 * placeholder gives is not known before it runs and causes no finding. For Standard workflows; Express ones have no such tasks.
 * Rules: Developer Guide, Task state and service integration patterns; SendTaskHeartbeat.
 */
export function lintDefinition(text: string): Lint {
  const machine = parseJson(text)
  if (!isJsonObject(machine) || !isJsonObject(machine.States)) return { kind: 'unreadable' }
  const machineTimeoutSeconds = realLimit(secondsIn(machine, 'TimeoutSeconds'))
  const tasks = taskStatesIn(machine, '', [])
  const findings = tasks.flatMap(({ state, ...linted }) =>
    taskFindings(state, machineTimeoutSeconds).map((finding): LintFinding => ({ ...linted, ...finding })),
  )
  return { kind: 'read', taskStateCount: tasks.length, findings }
}

interface FoundState extends LintedState {
  readonly state: JsonObject
}

function taskStatesIn(flow: JsonValue | undefined, at: string, path: readonly string[]): FoundState[] {
  if (!isJsonObject(flow) || !isJsonObject(flow.States)) return []
  return Object.entries(flow.States).flatMap(([name, state]) => {
    if (!isJsonObject(state)) return []
    const pointer = `${at}/States/${escaped(name)}`
    switch (state.Type) {
      case 'Task':
        return [{ state, pointer, name, path }]
      case 'Parallel':
        return (Array.isArray(state.Branches) ? state.Branches : []).flatMap((branch, index) =>
          taskStatesIn(branch, `${pointer}/Branches/${index}`, [...path, name, `branch ${index + 1}`]),
        )
      case 'Map':
        return ['ItemProcessor', 'Iterator'].flatMap((field) =>
          taskStatesIn(state[field], `${pointer}/${field}`, [...path, name]),
        )
      default:
        return []
    }
  })
}

function taskFindings(
  state: JsonObject,
  machineTimeoutSeconds: Seconds,
): ({ severity: Severity } & LintedTask)[] {
  const declaredSeconds = secondsIn(state, 'HeartbeatSeconds')
  const heartbeatSeconds = realLimit(declaredSeconds)
  const timeoutSeconds = realLimit(secondsIn(state, 'TimeoutSeconds'))
  const does = patternOf(state)
  const findings: ({ severity: Severity } & LintedTask)[] = []

  const isUnanswerable = does === 'callback' && !passesTaskToken(state)
  if (isUnanswerable) {
    const kind = 'tokenPassedToNobody'
    findings.push({ kind, severity: 'error', heartbeatSeconds, timeoutSeconds, machineTimeoutSeconds })
  }
  // Where nobody has the token, there is no worker whose death a heartbeat would show.
  if ((does === 'activity' || does === 'callback') && heartbeatSeconds === null && !isUnanswerable) {
    const severity = noHeartbeatSeverity(shortest(timeoutSeconds, machineTimeoutSeconds))
    const idleHeartbeatSeconds = declaredSeconds ?? null
    findings.push({
      kind: 'noHeartbeat',
      severity,
      idleHeartbeatSeconds,
      timeoutSeconds,
      machineTimeoutSeconds,
    })
  }
  const mayHang = does === 'activity' || does === 'callback' || does === 'job'
  if (mayHang && timeoutSeconds === null && machineTimeoutSeconds === null) {
    const severity = noTimeoutSeverity(heartbeatSeconds, does === 'job')
    findings.push({ kind: 'noTimeout', severity, heartbeatSeconds })
  }
  if (typeof heartbeatSeconds !== 'number') return findings

  for (const [limit, seconds] of [
    ['task', timeoutSeconds],
    ['execution', mayHang ? machineTimeoutSeconds : null],
  ] as const) {
    if (typeof seconds !== 'number' || heartbeatSeconds < seconds) continue
    const kind = 'heartbeatNotBelowTimeout'
    findings.push({ kind, severity: 'warning', heartbeatSeconds, timeoutSeconds: seconds, limit })
    break
  }
  if (does === 'job') {
    const tokenPassed = passesTaskToken(state)
    const severity = jobHeartbeatSeverity(tokenPassed)
    findings.push({ kind: 'jobHeartbeat', severity, heartbeatSeconds, tokenPassed })
  }
  if (does === 'request') findings.push({ kind: 'heartbeatUnused', severity: 'info', heartbeatSeconds })
  return findings
}

/** A literal, or undefined where a path, an expression or a placeholder stands for it; null where nothing does. */
function secondsIn(object: JsonObject, field: 'HeartbeatSeconds' | 'TimeoutSeconds'): Seconds {
  if (object[`${field}Path`] !== undefined) return undefined
  const value = object[field]
  if (value === undefined) return null
  return typeof value === 'number' ? value : undefined
}

/** The shorter of two limits; undefined where an unknown one may be shorter than none at all. */
function shortest(a: Seconds, b: Seconds): Seconds {
  if (typeof a === 'number' && typeof b === 'number') return Math.min(a, b)
  if (typeof a === 'number' || typeof b === 'number') return a ?? b
  return a === null && b === null ? null : undefined
}

function patternOf({ Resource }: JsonObject): 'activity' | 'callback' | 'job' | 'request' | 'unknown' {
  const resource = taskResource(typeof Resource === 'string' ? Resource : '')
  switch (resource.kind) {
    case 'activity':
      return 'activity'
    case 'service':
      return resource.pattern
    case 'lambda':
      return 'request'
    case 'unknown':
      return 'unknown'
  }
}

/** A name as one step of a JSON pointer. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
