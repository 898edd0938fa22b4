import { type Estimate, type Evidence, estimate, type OwnBeat } from './estimate.ts'
import { exactly, type Interval } from './interval.ts'
import { SWF_READ_LAG_MS } from './sight.ts'

/** What an estimate is made of. */
export interface Judged {
  readonly evidence: Evidence
  readonly now: Interval
}

export type Estimator = (moment: Judged) => Estimate

export const honest: Estimator = ({ evidence, now }) => estimate(evidence, now)

/** An estimate from evidence that was gathered wrongly. */
export function from(gather: (evidence: Evidence) => Evidence): Estimator {
  return ({ evidence, now }) => estimate(gather(evidence), now)
}

export function ownBeats(change: (beat: OwnBeat) => readonly OwnBeat[]): Estimator {
  return from((evidence) => ({ ...evidence, ownBeats: evidence.ownBeats.flatMap(change) }))
}

/** Each of these is a mistake that looks reasonable, and every test of truth has to find it. */
export const COMMON_MISTAKES: readonly (readonly [string, Estimator])[] = [
  ['an own beat counts from its answer', ownBeats((beat) => [{ ...beat, at: exactly(beat.at.hi) }])],
  ['a pasted token is taken for this task’s', ownBeats((beat) => [{ ...beat, basis: 'history' }])],
  [
    "a callback's clock starts at TaskSubmitted",
    from(({ task, ...rest }) => ({
      ...rest,
      task: task.submittedAtMs === null ? task : { ...task, scheduledAtMs: task.submittedAtMs },
    })),
  ],
  [
    'a sight keeps it safe for an interval',
    (moment: Judged) => {
      const told = honest(moment)
      return { ...told, lowerMs: told.openAt.lo + (moment.evidence.task.heartbeatSeconds ?? 0) * 1000 }
    },
  ],
  [
    'it is gone an interval after it was last seen',
    (moment: Judged) => {
      const told = honest(moment)
      return { ...told, upperMs: told.openAt.hi + (moment.evidence.task.heartbeatSeconds ?? 0) * 1000 }
    },
  ],
  [
    'a proof is as old as the sight',
    (moment: Judged) => {
      const told = honest(moment)
      return { ...told, proof: told.proof === null ? null : { ...told.proof, lo: told.openAt.lo } }
    },
  ],
  [
    'only the newest own beat explains anything',
    (moment: Judged) => {
      const { evidence } = moment
      const newestOnly = { ...evidence, ownBeats: evidence.ownBeats.slice(-1) }
      return { ...honest(moment), proof: honest({ ...moment, evidence: newestOnly }).proof }
    },
  ],
  [
    'no lag is taken off a read of SWF',
    from(({ task, openAt, ...rest }) => {
      const lag = task.swf === null ? 0 : SWF_READ_LAG_MS
      return { ...rest, task, openAt: { lo: openAt.lo + lag, hi: openAt.hi } }
    }),
  ],
]
