import type { Random } from '../lib/random.ts'
import type { Evidence } from './estimate.ts'
import type { ExecutionRef } from './execution-id.ts'
import { GRACE_MS } from './grace.ts'
import type { TaskFacts } from './in-flight-task.ts'
import { exactly } from './interval.ts'
import { SWF_READ_LAG_MS } from './sight.ts'
import { aCallback, anActivity, anSwfActivity, ZERO_MS } from './testing-tasks.ts'

/** What AWS has laid down for one simulated task before anybody beats it. Epoch milliseconds of server time. */
export interface Life {
  readonly service: ExecutionRef['service']
  readonly scheduledMs: number
  /** When a worker takes it, or its work is submitted; Infinity: never. */
  readonly begunMs: number
  readonly clockStartMs: number
  /** null: no heartbeat clock. */
  readonly intervalMs: number | null
  /** When the earliest of its hard limits ends it, each timer with its own lateness; the last is the one year of an execution. */
  readonly hardEndMs: number
  /** Nobody looks at it any more from here. */
  readonly horizonMs: number
  /** How far behind the truth a read's answer may be. */
  readonly lagMs: number
  readonly execution: Evidence['execution']
  /** As the history tells it, before or after it shows the beginning. */
  readonly task: (seenBegun: boolean) => TaskFacts
}

export interface Chances {
  /** Whole milliseconds between two edges. */
  readonly ms: (low: number, high: number) => number
  readonly chance: (share: number) => boolean
}

export function chancesOf(random: Random): Chances {
  return {
    ms: (low, high) => Math.round(low + random.next() * (high - low)),
    chance: (share) => random.next() < share,
  }
}

/** An activity or a callback of Step Functions. */
export function statesLife(chances: Chances): Life {
  const { ms, chance } = chances
  const interval = ms(5, 120) * 1000
  const scheduled = ZERO_MS
  const activity = chance(0.5)
  // An activity waits for a worker, now and then for long; a callback is submitted soon.
  const begun = scheduled + (activity ? ms(0, chance(0.5) ? 2000 : 3 * interval) : ms(100, 8000))
  const intervalMs = chance(0.1) ? null : interval
  const timeoutSeconds = chance(0.4) ? Math.ceil(interval / 1000) + ms(1, chance(0.5) ? 10 : 300) : null
  const { execution, parentEndMs } = withParent(chances, executionOf(chances, scheduled))
  // An activity's limit counts from ActivityStarted, a callback's from somewhere before TaskSubmitted.
  const hardFrom = activity ? begun : ms(scheduled, begun)
  const change: Partial<TaskFacts> = {
    heartbeatSeconds: intervalMs === null ? null : interval / 1000,
    timeoutSeconds,
    scheduledAtMs: scheduled,
  }
  return {
    service: 'states',
    scheduledMs: scheduled,
    begunMs: begun,
    clockStartMs: activity ? begun : ms(scheduled, begun),
    intervalMs,
    hardEndMs: Math.min(
      late(chances, hardFrom, timeoutSeconds),
      executionEnd(chances, execution),
      parentEndMs,
    ),
    horizonMs: begun + 12 * interval,
    lagMs: 0,
    execution,
    task: (seen) =>
      activity
        ? anActivity({ ...change, startedAtMs: seen ? begun : null })
        : aCallback({ ...change, startedAtMs: null, submittedAtMs: seen ? begun : null }),
  }
}

/** An activity task of SWF: four limits, each of them NONE now and then, and reads that lag. */
export function swfLife(chances: Chances): Life {
  const { ms, chance } = chances
  const interval = ms(5, 120) * 1000
  const scheduled = ZERO_MS
  const wouldBeTaken = chance(0.2)
    ? Number.POSITIVE_INFINITY
    : scheduled + ms(0, chance(0.5) ? 2000 : 3 * interval)
  const intervalMs = chance(0.2) ? null : interval
  const some = (low: number, high: number): number | null => (chance(0.5) ? ms(low, high) : null)
  const startToClose = some(2, chance(0.5) ? 60 : 400)
  const scheduleToStart = some(2, 300)
  const scheduleToClose = some(10, 900)
  const execution = executionOf(chances, scheduled)
  // A timer that fires late leaves the task to be taken until it does.
  const untaken = late(chances, scheduled, scheduleToStart)
  const anyhow = Math.min(late(chances, scheduled, scheduleToClose), executionEnd(chances, execution))
  const begun = wouldBeTaken < Math.min(untaken, anyhow) ? wouldBeTaken : Number.POSITIVE_INFINITY
  const taken = Number.isFinite(begun)
  return {
    service: 'swf',
    scheduledMs: scheduled,
    begunMs: begun,
    clockStartMs: begun,
    intervalMs,
    hardEndMs: Math.min(anyhow, taken ? late(chances, begun, startToClose) : untaken),
    horizonMs: (taken ? begun : scheduled) + 12 * interval,
    lagMs: SWF_READ_LAG_MS,
    execution,
    task: (seen) =>
      anSwfActivity(
        {
          heartbeatSeconds: intervalMs === null ? null : interval / 1000,
          timeoutSeconds: startToClose,
          scheduledAtMs: scheduled,
          startedAtMs: seen ? begun : null,
        },
        { scheduleToStartSeconds: scheduleToStart, scheduleToCloseSeconds: scheduleToClose },
      ),
  }
}

function executionOf({ ms, chance }: Chances, scheduledMs: number): Evidence['execution'] {
  return { fromMs: scheduledMs - ms(0, 60_000), timeoutSeconds: chance(0.2) ? ms(60, 900) : null }
}

/** Now and then it is a Distributed Map's child. Its parent was read before its last redrive, or after. */
function withParent(
  chances: Chances,
  execution: Evidence['execution'],
): { readonly execution: Evidence['execution']; readonly parentEndMs: number } {
  const { ms, chance } = chances
  if (!chance(0.3)) return { execution, parentEndMs: Number.POSITIVE_INFINITY }
  const fromMs = (execution.fromMs ?? ZERO_MS) - ms(0, 60_000)
  const unseenRedrive = chance(0.3)
  const from = unseenRedrive ? { lo: fromMs - ms(0, 60_000), hi: Number.POSITIVE_INFINITY } : exactly(fromMs)
  const parent = { fromMs, timeoutSeconds: chance(0.7) ? ms(120, 900) : null }
  return {
    execution: { ...execution, parents: [{ from, timeoutSeconds: parent.timeoutSeconds }] },
    // Its Map Run is aborted in that moment, and all its children.
    parentEndMs: executionEnd(chances, parent),
  }
}

function executionEnd(chances: Chances, { fromMs, timeoutSeconds }: Evidence['execution']): number {
  const year = 365 * 86_400
  return late(chances, fromMs ?? ZERO_MS, Math.min(timeoutSeconds ?? year, year))
}

/** When a timer fires that was set at `fromMs`. */
function late({ ms }: Chances, fromMs: number, seconds: number | null): number {
  return seconds === null ? Number.POSITIVE_INFINITY : fromMs + seconds * 1000 + ms(0, GRACE_MS)
}
