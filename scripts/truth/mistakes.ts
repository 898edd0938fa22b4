import { type Estimate, estimate } from '../../src/domain/estimate.ts'
import { exactly, type Interval } from '../../src/domain/interval.ts'
import { COMMON_MISTAKES, from } from '../../src/domain/testing-mistakes.ts'
import type { Moment } from './console.ts'

type MistakenEstimator = (moment: Moment) => Estimate

/** Each of these is a mistake that looks reasonable; the test of truth has to find it. */
export const MISTAKES: ReadonlyMap<string, MistakenEstimator> = new Map<string, MistakenEstimator>([
  ...COMMON_MISTAKES,
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
