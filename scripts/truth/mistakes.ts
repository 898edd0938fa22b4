import { estimate } from '../../src/domain/estimate.ts'
import { exactly, type Interval } from '../../src/domain/interval.ts'
import { COMMON_MISTAKES, type Estimator, from } from '../../src/domain/testing-mistakes.ts'

/** Each of these is a mistake that looks reasonable; the test of truth has to find it. */
export const MISTAKES: ReadonlyMap<string, Estimator> = new Map<string, Estimator>([
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
