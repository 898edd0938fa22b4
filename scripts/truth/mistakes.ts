import { type Estimate, type Evidence, estimate, type OwnBeat } from '../../src/domain/estimate.ts'
import { exactly, type Interval } from '../../src/domain/interval.ts'
import { SWF_READ_LAG_MS } from '../../src/domain/sight.ts'
import type { Moment } from './console.ts'

export type Estimator = (moment: Pick<Moment, 'evidence' | 'now'>) => Estimate

export const honest: Estimator = ({ evidence, now }) => estimate(evidence, now)

/** Each of these is a mistake that looks reasonable; the test of truth has to find it. */
export const MISTAKES: ReadonlyMap<string, Estimator> = new Map([
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
  ['an own beat counts from its answer', ownBeats((beat) => ({ ...beat, at: exactly(beat.at.hi) }))],
  [
    "a callback's clock starts at TaskSubmitted",
    from(({ task, ...rest }) => ({
      ...rest,
      task: task.submittedAtMs === null ? task : { ...task, scheduledAtMs: task.submittedAtMs },
    })),
  ],
  [
    'a proof is as old as the sight',
    (moment) => {
      const told = honest(moment)
      return { ...told, proof: told.proof === null ? null : { ...told.proof, lo: told.openAt.lo } }
    },
  ],
  [
    "no lag is taken off SWF's reads",
    from(({ task, openAt, ...rest }) => {
      const lag = task.swf === null ? 0 : SWF_READ_LAG_MS
      return { ...rest, task, openAt: { lo: openAt.lo + lag, hi: openAt.hi } }
    }),
  ],
  ["a pasted token is taken for this task's", ownBeats((beat) => ({ ...beat, basis: 'history' }))],
  [
    "the clock's error is left out",
    ({ evidence, now }) => {
      const { openAt, ...rest } = evidence
      return estimate({ ...rest, openAt: middle(openAt) }, middle(now))
    },
  ],
  [
    'a sight keeps it safe for an interval',
    (moment) => {
      const told = honest(moment)
      return { ...told, lowerMs: told.openAt.lo + (moment.evidence.task.heartbeatSeconds ?? 0) * 1000 }
    },
  ],
  [
    'it is gone an interval after it was last seen',
    (moment) => {
      const told = honest(moment)
      return { ...told, upperMs: told.openAt.hi + (moment.evidence.task.heartbeatSeconds ?? 0) * 1000 }
    },
  ],
])

/** An estimate from evidence that was gathered wrongly. */
function from(gather: (evidence: Evidence) => Evidence): Estimator {
  return ({ evidence, now }) => estimate(gather(evidence), now)
}

function ownBeats(change: (beat: OwnBeat) => OwnBeat): Estimator {
  return from((evidence) => ({ ...evidence, ownBeats: evidence.ownBeats.map(change) }))
}

function middle({ lo, hi }: Interval): Interval {
  return exactly((lo + hi) / 2)
}
