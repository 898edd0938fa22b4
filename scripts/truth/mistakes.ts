import { type Estimate, estimate, GRACE_MS } from '../../src/domain/estimate.ts'
import { exactly, type Interval } from '../../src/domain/interval.ts'
import { COMMON_MISTAKES, from, honest } from '../../src/domain/testing-mistakes.ts'
import type { Moment } from './console.ts'
import { FALSE_ALARM, LATE_DOUBT } from './judge.ts'

type MistakenEstimator = (moment: Moment) => Estimate

/** Mistakes in when an alarm is raised, and from when it counts: each with the one check that finds it. */
export const ALARM_MISTAKES: ReadonlyMap<
  string,
  { readonly lie: string; readonly estimator: MistakenEstimator }
> = new Map([
  [
    'an own beat takes back what was proved before it',
    {
      lie: FALSE_ALARM,
      estimator: (moment: Moment) => {
        const { task, openAt, ownBeats } = moment.evidence
        const windowMs = (task.heartbeatSeconds ?? 0) * 1000 + GRACE_MS
        return ownBeats.some(({ at }) => at.hi >= openAt.lo - windowMs) ? unproved(moment) : honest(moment)
      },
    },
  ],
  [
    'a proof counts for two intervals and no longer',
    {
      lie: FALSE_ALARM,
      estimator: (moment: Moment) => {
        const { proof } = honest(moment)
        const windowMs = (moment.evidence.task.heartbeatSeconds ?? 0) * 1000 + GRACE_MS
        return proof !== null && moment.now.hi > proof.lo + 2 * windowMs ? unproved(moment) : honest(moment)
      },
    },
  ],
  [
    'an own beat that promises nothing ends the promise of the start',
    {
      lie: FALSE_ALARM,
      estimator: (moment: Moment) => {
        const told = honest(moment)
        const isPromised = moment.evidence.ownBeats.every(({ basis }) => basis === 'history')
        return told.kind === 'guaranteed' && !isPromised ? { ...told, kind: 'due' } : told
      },
    },
  ],
  [
    'a task that somebody beats is in doubt half an interval after it was seen',
    {
      lie: FALSE_ALARM,
      estimator: (moment: Moment) => {
        const told = honest(moment)
        const halfMs = (moment.evidence.task.heartbeatSeconds ?? 0) * 500
        const isEarly = told.kind === 'beaten' && moment.now.hi > told.openAt.hi + halfMs
        return isEarly ? { ...told, unseenSinceMs: told.lowerMs } : told
      },
    },
  ],
  [
    'the doubt begins at the hard limit',
    {
      lie: LATE_DOUBT,
      estimator: (moment: Moment) => {
        const told = honest(moment)
        const hardMs = told.hard?.at.lo ?? Number.POSITIVE_INFINITY
        return told.unseenSinceMs === null || hardMs > moment.now.hi
          ? told
          : { ...told, unseenSinceMs: Math.max(told.unseenSinceMs, hardMs) }
      },
    },
  ],
  [
    'the doubt begins when it is raised',
    {
      lie: LATE_DOUBT,
      estimator: (moment: Moment) => {
        const told = honest(moment)
        const raisedMs = told.openAt.hi + (moment.evidence.task.heartbeatSeconds ?? 0) * 1000 + GRACE_MS
        return told.unseenSinceMs === null || told.kind !== 'beaten'
          ? told
          : { ...told, unseenSinceMs: Math.min(raisedMs, moment.now.hi) }
      },
    },
  ],
])

/** What is said where nothing is proved of anybody. */
function unproved(moment: Moment): Estimate {
  const told = honest(moment)
  return { ...told, proof: null, kind: told.kind === 'beaten' ? 'due' : told.kind }
}

/** Each of these is a mistake that looks reasonable; the test of truth has to find it. */
export const MISTAKES: ReadonlyMap<string, MistakenEstimator> = new Map<string, MistakenEstimator>([
  ...COMMON_MISTAKES,
  ...[...ALARM_MISTAKES].map(([name, { estimator }]) => [name, estimator] as const),
  [
    'no hard cap',
    from(({ task, execution, ...rest }) => ({
      ...rest,
      task: {
        ...task,
        timeoutSeconds: null,
        swf:
          task.swf === null
            ? null
            : { ...task.swf, scheduleToStartSeconds: null, scheduleToCloseSeconds: null },
      },
      execution: { ...execution, timeoutSeconds: null },
    })),
  ],
  [
    'TaskSubmitted comes within a second',
    from(({ task, ...rest }) => {
      const awaited = (task.kind === 'callback' || task.kind === 'job') && task.submittedAtMs === null
      return { ...rest, task: awaited ? { ...task, submittedAtMs: task.scheduledAtMs + 1000 } : task }
    }),
  ],
  [
    'a child of a Distributed Map has no limit of an execution',
    ({ evidence, now, isChild }) => {
      const { execution, ...rest } = evidence
      const { parents: _, ...own } = execution
      return estimate({ ...rest, execution: isChild ? own : execution }, now)
    },
  ],
  [
    "the clock's error is left out",
    ({ evidence, now }) => {
      const { openAt, ...rest } = evidence
      return estimate({ ...rest, openAt: middle(openAt) }, middle(now))
    },
  ],
])

function middle({ lo, hi }: Interval): Interval {
  return exactly((lo + hi) / 2)
}
