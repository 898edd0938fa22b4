import { describe, expect, it } from 'vitest'
import { explainTimeout } from './explain-timeout.ts'
import { aCallback, anActivity, anSwfActivity, at, timedOut } from './testing-tasks.ts'

describe('explainTimeout', () => {
  it.each([
    { heartbeat: 60, timeout: null, ended: 70, reason: 'heartbeat' },
    { heartbeat: 60, timeout: 900, ended: 70, reason: 'heartbeat' },
    { heartbeat: 60, timeout: 900, ended: 909.999, reason: 'heartbeat' },
    { heartbeat: 60, timeout: 900, ended: 910, reason: 'cannotBeTold' },
    { heartbeat: 60, timeout: 900, ended: 912, reason: 'cannotBeTold' },
    { heartbeat: null, timeout: 900, ended: 905, reason: 'task' },
    { heartbeat: null, timeout: null, ended: 905, reason: 'cannotBeTold' },
  ])('$heartbeat s heartbeat, $timeout s limit, ended at $ended s: $reason', (row) => {
    const task = anActivity({ heartbeatSeconds: row.heartbeat, timeoutSeconds: row.timeout })
    expect(explainTimeout(task, timedOut(row.ended))).toBe(row.reason)
  })

  it('knows that no heartbeat runs out before an interval after a worker took the activity', () => {
    const task = anActivity({ startedAtMs: at(850), timeoutSeconds: 50 })
    expect(explainTimeout(task, timedOut(901))).toBe('task')
    expect(explainTimeout({ ...task, startedAtMs: at(840), timeoutSeconds: 60 }, timedOut(901))).toBe(
      'cannotBeTold',
    )
  })

  it('names no limit for an activity nobody took: AWS counts none', () => {
    expect(explainTimeout(anActivity({ startedAtMs: null, timeoutSeconds: 900 }), timedOut(901))).toBe(
      'cannotBeTold',
    )
  })

  it("counts a callback's heartbeat from TaskScheduled, the earliest that AWS may", () => {
    const task = aCallback({ timeoutSeconds: 62 })
    expect(explainTimeout(task, timedOut(60))).toBe('heartbeat')
    expect(explainTimeout(task, timedOut(62))).toBe('cannotBeTold')
    expect(explainTimeout({ ...task, timeoutSeconds: 59 }, timedOut(59.5))).toBe('task')
  })

  it.each([
    ['HEARTBEAT', 'heartbeat'],
    ['START_TO_CLOSE', 'task'],
    ['SCHEDULE_TO_START', 'scheduleToStart'],
    ['SCHEDULE_TO_CLOSE', 'scheduleToClose'],
  ] as const)('takes %s of SWF at its word: %s', (timeoutType, reason) => {
    const task = anSwfActivity({ heartbeatSeconds: null, timeoutSeconds: 900 })
    expect(explainTimeout(task, timedOut(20, timeoutType))).toBe(reason)
  })

  it('guesses nothing of a task of SWF whose type is not known', () => {
    expect(explainTimeout(anSwfActivity(), timedOut(70))).toBe('cannotBeTold')
  })
})
