import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ONE_YEAR_SECONDS } from '../asl/lint-rules.ts'
import { estimate } from './estimate.ts'
import { taskFindings } from './findings-of-task.ts'
import { foldExecution, UNREAD_EXECUTION } from './fold-execution.ts'
import { foldWorkflow, UNREAD_WORKFLOW } from './fold-workflow.ts'
import type { TaskFacts } from './in-flight-task.ts'
import { exactly } from './interval.ts'
import { HistoryBuilder } from './testing-history.ts'
import { evidenceOf, ZERO_MS } from './testing-tasks.ts'
import { WorkflowBuilder } from './testing-workflow.ts'

/** A taken activity of whose heartbeat the history tells so many seconds. */
function ofStates(heartbeatSeconds: number | null): TaskFacts {
  const history = new HistoryBuilder()
  history.started()
  const entered = history.enter('Charge card')
  const resource = 'arn:aws:states:eu-west-1:123456789012:activity:charge'
  history.add({ kind: 'activityScheduled', resource, heartbeatSeconds, timeoutSeconds: null }, entered)
  history.taken()
  return onlyOne(foldExecution(UNREAD_EXECUTION, history.events).open)
}

function ofSwf(heartbeatSeconds: number | null): TaskFacts {
  const history = new WorkflowBuilder()
  history.started(null)
  const decisionEventId = history.decided()
  const scheduled = history.add({
    kind: 'activityScheduled',
    activityId: 'charge-1',
    activityType: { name: 'ChargeCard', version: '1.2' },
    taskList: 'payments',
    heartbeatSeconds,
    startToCloseSeconds: null,
    scheduleToStartSeconds: null,
    scheduleToCloseSeconds: null,
    decisionEventId,
  })
  history.taken(scheduled)
  return onlyOne(foldWorkflow(UNREAD_WORKFLOW, history.events).open)
}

function onlyOne([task, ...others]: readonly TaskFacts[]): TaskFacts {
  if (task === undefined || others.length > 0) throw new Error('one task is in flight')
  return task
}

describe.each([
  ['Step Functions', ofStates],
  ['SWF', ofSwf],
])('a heartbeat that a history of %s tells of', (_service, taskOf) => {
  it.each([
    ['none', null, null, null],
    ['a minute', 60, 60, null],
    ['a second less than a year', ONE_YEAR_SECONDS - 1, ONE_YEAR_SECONDS - 1, null],
    ['a year, which no execution outlives', ONE_YEAR_SECONDS, null, ONE_YEAR_SECONDS],
    ['the default of AWS', 99_999_999, null, 99_999_999],
  ])('%s', (_what, declared, heartbeatSeconds, idleHeartbeatSeconds) => {
    expect(taskOf(declared)).toMatchObject({ heartbeatSeconds, idleHeartbeatSeconds })
  })

  it('means the same to the estimate and to the findings', () => {
    const declared = fc.option(
      fc.oneof(
        fc.integer({ min: 1, max: 99_999_999 }),
        fc.integer({ min: -2, max: 2 }).map((near) => ONE_YEAR_SECONDS + near),
        fc.constant(99_999_999),
      ),
    )
    fc.assert(
      fc.property(declared, fc.integer({ min: 0, max: 2 * ONE_YEAR_SECONDS }), (seconds, ageSeconds) => {
        const execution = { fromMs: ZERO_MS, timeoutSeconds: null }
        const evidence = evidenceOf(taskOf(seconds), { execution })
        const now = exactly(evidence.openAt.hi + ageSeconds * 1000)
        const told = estimate(evidence, now)
        const missing = taskFindings(evidence, told, now).some(({ kind }) => kind === 'noHeartbeat')
        expect(told.kind === 'noHeartbeat').toBe(missing)
        expect(missing).toBe(seconds === null || seconds >= ONE_YEAR_SECONDS)
      }),
    )
  })
})
