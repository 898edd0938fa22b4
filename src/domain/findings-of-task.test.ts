import { describe, expect, it } from 'vitest'
import { ONE_YEAR_SECONDS, SHORT_LIMIT_SECONDS } from '../asl/lint-rules.ts'
import { seededRandom } from '../lib/random.ts'
import { type Evidence, estimate, GRACE_MS } from './estimate.ts'
import type { TaskFinding } from './finding.ts'
import { taskFindings } from './findings-of-task.ts'
import { heartbeatThatCounts } from './heartbeat-that-counts.ts'
import { exactly, type Interval } from './interval.ts'
import { TaskToken } from './task-token.ts'
import { statesLife, swfLife } from './testing-lives.ts'
import { aCallback, anActivity, anSwfActivity, at, beat, evidenceOf, ZERO_MS } from './testing-tasks.ts'
import { type Moment, simulateTask } from './testing-truth.ts'

const NO_LIMIT: Evidence['execution'] = { fromMs: ZERO_MS, timeoutSeconds: null }
const UNREAD: Evidence['execution'] = { fromMs: ZERO_MS, timeoutSeconds: undefined }

function findings(evidence: Evidence, now: Interval = exactly(at(20))): readonly TaskFinding[] {
  return taskFindings(evidence, estimate(evidence, now), now)
}

/** As `kind severity`. */
function told(evidence: Evidence, nowSeconds = 20): string[] {
  return findings(evidence, exactly(at(nowSeconds))).map(({ kind, severity }) => `${kind} ${severity}`)
}

function limited(seconds: number): Evidence['execution'] {
  return { fromMs: ZERO_MS, timeoutSeconds: seconds }
}

/** A child's, whose parent has that limit. */
function under(timeoutSeconds: number | null | undefined): Evidence['execution'] {
  return { ...NO_LIMIT, parents: [{ from: exactly(ZERO_MS), timeoutSeconds }] }
}

const none = { heartbeatSeconds: null, timeoutSeconds: null }
const job = { kind: 'job', resource: 'batch:submitJob.sync' } as const

describe('settings', () => {
  it.each([
    ['a healthy activity', anActivity({ timeoutSeconds: 600 }), NO_LIMIT, []],
    ['an activity that nothing limits', anActivity(none), NO_LIMIT, ['noHeartbeat error', 'noTimeout error']],
    ['a callback that nothing limits', aCallback(none), NO_LIMIT, ['noHeartbeat error', 'noTimeout error']],
    [
      'an SWF activity that nothing limits',
      anSwfActivity(none),
      NO_LIMIT,
      ['noHeartbeat error', 'noTimeout error'],
    ],
    ['a job that nothing limits', aCallback({ ...job, ...none }), NO_LIMIT, ['noTimeout warning']],
    ['a request', aCallback({ kind: 'requestResponse', ...none }), NO_LIMIT, []],
    ['a function', aCallback({ kind: 'lambda', ...none }), NO_LIMIT, []],
    ['an event without its details', anActivity({ ...none, resource: '' }), NO_LIMIT, []],
    ['an execution limit that was not read', aCallback(none), UNREAD, ['noHeartbeat warning']],
    ['an execution limit', aCallback(none), limited(7200), ['noHeartbeat warning']],
    [
      'an execution limit of a year',
      aCallback(none),
      limited(ONE_YEAR_SECONDS),
      ['noHeartbeat error', 'noTimeout error'],
    ],
    [
      'a short limit',
      aCallback({ ...none, timeoutSeconds: SHORT_LIMIT_SECONDS }),
      NO_LIMIT,
      ['noHeartbeat info'],
    ],
    [
      'a longer one',
      aCallback({ ...none, timeoutSeconds: SHORT_LIMIT_SECONDS + 1 }),
      UNREAD,
      ['noHeartbeat warning'],
    ],
    ['a heartbeat alone', anActivity(), NO_LIMIT, ['noTimeout info']],
    ['a heartbeat and limits not read', anActivity(), UNREAD, []],
    [
      'the default of both',
      anActivity({ ...heartbeatThatCounts(99_999_999), timeoutSeconds: 99_999_999 }),
      NO_LIMIT,
      ['noHeartbeat error', 'noTimeout error'],
    ],
    [
      'scheduleToClose alone',
      anSwfActivity(none, { scheduleToCloseSeconds: 900 }),
      NO_LIMIT,
      ['noHeartbeat warning'],
    ],
    ['a heartbeat a second below', anActivity({ timeoutSeconds: 61 }), UNREAD, ['hardLimitFirst warning']],
    ['a heartbeat far below', anActivity({ timeoutSeconds: 71 }), UNREAD, []],
    [
      'a heartbeat at the limit',
      anActivity({ timeoutSeconds: 60 }),
      UNREAD,
      ['heartbeatNotBelowTimeout warning'],
    ],
    [
      'a heartbeat above scheduleToClose',
      anSwfActivity({ timeoutSeconds: 90 }, { scheduleToCloseSeconds: 60 }),
      UNREAD,
      ['heartbeatNotBelowTimeout warning'],
    ],
    ['a parent that was not read', aCallback(none), under(undefined), ['noHeartbeat warning']],
    ['a parent that nothing limits', aCallback(none), under(null), ['noHeartbeat error', 'noTimeout error']],
    ["a parent's limit", aCallback(none), under(7200), ['noHeartbeat warning']],
    ["a heartbeat at the parent's limit", anActivity(), under(60), ['heartbeatNotBelowTimeout warning']],
    ["a heartbeat at the execution's limit", anActivity(), limited(60), ['heartbeatNotBelowTimeout warning']],
  ])('%s', (_what, task, execution, expected) => {
    expect(told(evidenceOf(task, { execution }))).toEqual(expected)
  })

  it('names the shortest limit as the evidence', () => {
    const task = anSwfActivity(
      { heartbeatSeconds: null, timeoutSeconds: 900 },
      { scheduleToCloseSeconds: 800 },
    )
    expect(findings(evidenceOf(task, { execution: limited(850) }))).toEqual([
      {
        kind: 'noHeartbeat',
        severity: 'warning',
        shortestLimit: { because: 'scheduleToClose', timeoutSeconds: 800 },
      },
    ])
  })
})

describe('waiting for a worker', () => {
  const waiting = { startedAtMs: null, workerName: null, timeoutSeconds: 600 }
  const seen = (seconds: number, change = {}) =>
    evidenceOf(anActivity({ ...waiting, ...change }), {
      openAt: exactly(at(seconds)),
      execution: limited(7200),
    })

  it.each([
    [60, []],
    [60.001, ['waitingTooLong warning']],
  ])('seen unclaimed at %s s, with an interval of 60 s', (seconds, expected) => {
    expect(told(seen(seconds), 5000)).toEqual(expected)
  })

  it('counts by its own limit where it has no heartbeat, and by nothing where it has neither', () => {
    const silent = { heartbeatSeconds: null }
    expect(told(seen(600, silent), 5000)).toEqual(['noHeartbeat warning'])
    expect(told(seen(600.001, silent), 5000)).toEqual(['noHeartbeat warning', 'waitingTooLong warning'])
    expect(told(seen(4000, none), 5000)).toEqual(['noHeartbeat warning'])
  })

  it('is urgent where nothing would end the wait', () => {
    const evidence = { ...seen(61), execution: NO_LIMIT }
    expect(told(evidence)).toEqual(['waitingTooLong error'])
    expect(told({ ...evidence, execution: UNREAD })).toEqual(['waitingTooLong warning'])
  })

  it('is no matter of a task that was taken, nor of one that needs no taking', () => {
    expect(told(seen(4000, { startedAtMs: at(3990) }), 4000)).toEqual([])
    const callback = aCallback({ timeoutSeconds: 600, startedAtMs: null, submittedAtMs: null })
    expect(told(evidenceOf(callback, { execution: limited(7200), openAt: exactly(at(70)) }))).toEqual([])
  })

  it('allows for the error of the clock', () => {
    const openAt = { lo: at(59), hi: at(70) }
    expect(told({ ...seen(0), openAt }, 80)).toEqual([])
  })
})

describe('the hard limit before the next guarantee ends', () => {
  // Taken at 10 s, so its limit of 600 s ends it at 610 s; an interval is 60 s.
  const evidence = evidenceOf(anActivity({ timeoutSeconds: 600 }), {
    openAt: exactly(at(540)),
    execution: UNREAD,
  })

  it.each([
    [550, []],
    [550.001, ['hardLimitFirst warning']],
    [609.999, ['hardLimitFirst warning']],
    [610, []],
  ])('at %s s', (seconds, expected) => {
    expect(told(evidence, seconds)).toEqual(expected)
  })

  it('claims nothing where the late edge of the limit is not known', () => {
    const callback = aCallback({ timeoutSeconds: 100, submittedAtMs: null })
    expect(told(evidenceOf(callback, { execution: UNREAD }), 90)).toEqual([])
    expect(told(evidenceOf(aCallback({ timeoutSeconds: 100 }), { execution: UNREAD }), 90)).toEqual([
      'hardLimitFirst warning',
    ])
  })

  it('is not said twice of a heartbeat that never comes first', () => {
    expect(told(evidenceOf(anActivity({ timeoutSeconds: 60 }), { execution: UNREAD }), 40)).toEqual([
      'heartbeatNotBelowTimeout warning',
    ])
  })
})

describe('a callback whose token was passed to nobody', () => {
  const unanswerable = aCallback({ tokenPassedToNobody: true })

  it.each([
    ['a heartbeat', { heartbeatSeconds: 60, timeoutSeconds: 600 }, ['tokenPassedToNobody error']],
    ['a limit alone', { heartbeatSeconds: null, timeoutSeconds: 600 }, ['tokenPassedToNobody error']],
    ['nothing', { heartbeatSeconds: null }, ['tokenPassedToNobody error', 'noTimeout error']],
  ])('is an error, whatever limits it: %s', (_what, change, kinds) => {
    expect(told(evidenceOf({ ...unanswerable, ...change }), 20)).toEqual(kinds)
  })

  it('is none once somebody has beaten it: then somebody has the token', () => {
    const seen = (seconds: number) => evidenceOf(unanswerable, { openAt: exactly(at(seconds)) })
    // Its clock started at 4 s at the latest.
    expect(told(seen(64 + GRACE_MS / 1000), 100)).toContain('tokenPassedToNobody error')
    expect(told(seen(64.001 + GRACE_MS / 1000), 100)).not.toContain('tokenPassedToNobody error')
  })

  it('is none of a task of another kind', () => {
    expect(told(evidenceOf(anActivity()), 20).join()).not.toContain('tokenPassedToNobody')
    const silentJob = aCallback({ ...job, tokenPassedToNobody: true })
    expect(told(evidenceOf(silentJob), 20).join()).not.toContain('tokenPassedToNobody')
  })
})

describe('a job with a heartbeat', () => {
  const running = aCallback({ ...job, timeoutSeconds: 6000, tokenPassedToNobody: true })

  it('is a finding as long as nobody is proved to beat it', () => {
    const seen = (seconds: number) => evidenceOf(running, { execution: UNREAD, openAt: exactly(at(seconds)) })
    expect(findings(seen(15))).toEqual([
      {
        kind: 'jobHeartbeat',
        severity: 'error',
        heartbeatSeconds: 60,
        safeUntilMs: at(60),
        tokenPassed: false,
      },
    ])
    // Its clock started at 4 s at the latest.
    const graceSeconds = GRACE_MS / 1000
    expect(told(seen(64 + graceSeconds), 100)).toEqual(['jobHeartbeat error'])
    expect(told(seen(64.001 + graceSeconds), 100)).toEqual([])
  })

  it('is milder where the job was given its token, and our own beats do not change it', () => {
    const token = new TaskToken('AQB8AAAAKgAAAAMAAAAAAAAAAa0hZ5y3QpvLkT7mXwJdRfSgUeNcVbPiOx')
    const given = { ...running, tokenPassedToNobody: false }
    const evidence = evidenceOf({ ...given, token }, { execution: UNREAD })
    expect(told(evidence)).toEqual(['jobHeartbeat warning'])
    const unproved = evidenceOf({ ...given, tokenUnproved: true }, { execution: UNREAD })
    expect(findings(unproved)).toMatchObject([{ severity: 'warning', tokenPassed: null }])
    expect(told({ ...evidence, ownBeats: [beat('history', 16, 17)] })).toEqual(['jobHeartbeat warning'])
  })
})

describe('findings, held against simulated tasks', () => {
  const moments: readonly Moment[] = Array.from({ length: 3000 }, (_, seed) =>
    simulateTask(seededRandom(seed), seed % 2 === 0 ? statesLife : swfLife),
  ).flat()

  /** The same moment of a workflow that asked the task to cancel, at some share of what has been seen of it. */
  function askedToCancel({ evidence }: Moment, share: number): Evidence {
    const { task, openAt } = evidence
    if (task.swf === null) return evidence
    const sinceMs = task.scheduledAtMs + Math.max(0, openAt.lo - task.scheduledAtMs) * share
    const cancelRequest = { sinceMs, atMs: openAt.lo, decisionEventId: 9, decider: null }
    return { ...evidence, task: { ...task, swf: { ...task.swf, cancelRequest } } }
  }

  /** What a finding says that is not so. */
  function isLie(finding: TaskFinding, { truth, atMs, evidence }: Moment): boolean {
    const { foreign, endMs } = truth
    const intervalMs = (evidence.task.heartbeatSeconds ?? 0) * 1000
    const within = ({ lo, hi }: Interval, afterMs: number): number[] =>
      foreign.filter((ms) => ms >= lo && ms <= hi && ms > afterMs)
    switch (finding.kind) {
      case 'cancelIgnored': {
        const [heardMs] = within({ lo: 0, hi: finding.heardByMs }, finding.requestedAtMs)
        return heardMs === undefined || within(finding.beatAgainAt, heardMs).length === 0
      }
      case 'cancelNotAnswered':
        return finding.heardAt !== null && within(finding.heardAt, finding.requestedAtMs).length === 0
      case 'hardLimitFirst':
        return endMs > atMs + intervalMs + GRACE_MS || endMs > finding.hard.at.hi + GRACE_MS
      default:
        return false
    }
  }

  it('never say what is not so', () => {
    const counts = new Map<string, number>()
    for (const [index, moment] of moments.entries()) {
      const evidence = askedToCancel(moment, (index % 10) / 10)
      for (const finding of findings(evidence, moment.now)) {
        const heard = finding.kind === 'cancelNotAnswered' && finding.heardAt !== null ? ' heard' : ''
        counts.set(finding.kind + heard, (counts.get(finding.kind + heard) ?? 0) + 1)
        if (isLie(finding, moment)) expect({ finding, moment }).toBeNull()
      }
    }
    for (const kind of ['cancelIgnored', 'cancelNotAnswered heard', 'hardLimitFirst', 'waitingTooLong'])
      expect(counts.get(kind), kind).toBeGreaterThan(50)
  })

  it('are caught where grace is forgotten: the check sees lies', () => {
    const forgetful = moments.filter((moment) => {
      const { task, openAt } = moment.evidence
      if (task.swf === null || task.startedAtMs === null || task.heartbeatSeconds == null) return false
      const heardByMs = task.startedAtMs + task.heartbeatSeconds * 1000
      const lie: TaskFinding = {
        kind: 'cancelIgnored',
        severity: 'warning',
        requestedAtMs: task.startedAtMs,
        heardByMs,
        beatAgainAt: { lo: openAt.lo - task.heartbeatSeconds * 1000, hi: openAt.hi },
      }
      return openAt.lo > heardByMs && isLie(lie, moment)
    })
    expect(forgetful.length).toBeGreaterThan(0)
  })
})
