import { describe, expect, it } from 'vitest'
import { lintDefinition } from '../asl/lint-definition.ts'
import { type Evidence, estimate } from '../domain/estimate.ts'
import type { Finding } from '../domain/finding.ts'
import { executionFindings } from '../domain/findings-of-execution.ts'
import { taskFindings } from '../domain/findings-of-task.ts'
import { exactly } from '../domain/interval.ts'
import { aCallback, anActivity, anSwfActivity, at, evidenceOf, ZERO_MS } from '../domain/testing-tasks.ts'
import { findingHeadline, findingWords } from './finding-words.ts'
import { lintWords } from './lint-words.ts'

const write = (ms: number): string => `${(ms - at(0)) / 1000} s`
const NO_LIMIT = { fromMs: ZERO_MS, timeoutSeconds: null }

/** The words of a task's finding of that kind at `seconds`. */
function said(kind: Finding['kind'], evidence: Evidence, seconds: number) {
  const now = exactly(at(seconds))
  const finding = taskFindings(evidence, estimate(evidence, now), now).find((one) => one.kind === kind)
  if (finding === undefined) throw new Error(`no ${kind}`)
  const words = findingWords(finding, evidence.task, write)
  expect(words.headline).toBe(findingHeadline(kind))
  return words
}

const none = { heartbeatSeconds: null, timeoutSeconds: null }

describe('the words of a finding', () => {
  it('name what would notice a dead worker, or that nothing would', () => {
    const silent = evidenceOf(aCallback(none), { execution: NO_LIMIT })
    expect(said('noHeartbeat', silent, 20)).toEqual({
      headline: 'No heartbeat configured',
      evidence:
        'The state declares no HeartbeatSeconds: beats change nothing. No limit is set either: a dead worker would never be noticed before the one year of an execution.',
      whatToDo:
        'Declare HeartbeatSeconds in the state, some times longer than its worker takes from beat to beat. Executions already running keep what they have.',
    })
    const unread = { ...silent, execution: { fromMs: ZERO_MS, timeoutSeconds: undefined } }
    expect(said('noHeartbeat', unread, 20).evidence).toContain('is not read yet')
    expect(said('noTimeout', silent, 20).evidence).toBe(
      "Neither TimeoutSeconds nor the state machine's TimeoutSeconds limits it: nobody may ever answer, and it stays open, up to the one year of an execution.",
    )
  })

  it('spell settings as the service of the task does', () => {
    const task = anSwfActivity({ heartbeatSeconds: null }, { scheduleToCloseSeconds: 900 })
    expect(said('noHeartbeat', evidenceOf(task), 20)).toMatchObject({
      evidence: expect.stringContaining(
        'Its heartbeatTimeout is NONE: beats change nothing. A dead worker is noticed only by scheduleToCloseTimeout 900.',
      ),
      whatToDo: expect.stringContaining('Give the activity type a heartbeatTimeout'),
    })
    expect(
      said('heartbeatNotBelowTimeout', evidenceOf(anSwfActivity({ timeoutSeconds: 45 })), 20).evidence,
    ).toBe(
      'heartbeatTimeout 60 is not below startToCloseTimeout 45: the limit comes first, so a dead worker is noticed only then.',
    )
  })

  it('do not say of a heartbeat that is too long to count that none is declared', () => {
    const idle = { heartbeatSeconds: null, idleHeartbeatSeconds: 99_999_999 }
    expect(said('noHeartbeat', evidenceOf(aCallback(idle)), 20).evidence).toMatch(
      /^Its HeartbeatSeconds of 99999999 cannot run out within the one year of an execution: beats change nothing\./,
    )
    expect(said('noHeartbeat', evidenceOf(anSwfActivity(idle)), 20).evidence).toMatch(
      /^Its heartbeatTimeout of 99999999 cannot run out/,
    )
  })

  it('tell how long it has waited as of the sight, not as of now', () => {
    const evidence = evidenceOf(anActivity({ startedAtMs: null }), {
      openAt: exactly(at(400)),
      execution: NO_LIMIT,
    })
    expect(said('waitingTooLong', evidence, 5000).evidence).toBe(
      'Scheduled at 0 s, and no worker had taken it 6:40 later, as of 400 s: longer than its HeartbeatSeconds of 60 s. No limit that is known ends the wait but the one year of an execution.',
    )
  })

  it('tell who was told to cancel, and when at the latest', () => {
    const cancelRequest = { sinceMs: at(100), atMs: at(100), decisionEventId: 9, decider: null }
    const task = anSwfActivity({}, { cancelRequest })
    const open = (seconds: number) => evidenceOf(task, { openAt: exactly(at(seconds)) })
    expect(said('cancelNotAnswered', open(161), 161).evidence).toBe(
      'Asked to cancel at 100 s, and still open 1:01 later, as of 161 s. Whether its worker has been told is not known: it learns of it from the answer to its next heartbeat.',
    )
    expect(said('cancelNotAnswered', open(170), 170).evidence).toContain(
      'Somebody beat after 105 s and was told.',
    )
    expect(said('cancelIgnored', open(300), 300).evidence).toBe(
      'Asked to cancel at 100 s. By 165 s somebody had beaten and was told; somebody beat again after 235 s.',
    )
  })

  it('say when the hard limit comes, and how surely', () => {
    const activity = evidenceOf(anActivity({ timeoutSeconds: 600 }), { openAt: exactly(at(580)) })
    expect(said('hardLimitFirst', activity, 580).evidence).toBe(
      'TimeoutSeconds 600 ends it at 610 s (up to 5 s late), sooner than 60 s from now: beats cannot extend it.',
    )
    const parents = [{ from: exactly(at(0)), timeoutSeconds: 590 }]
    const child = { ...activity, execution: { ...NO_LIMIT, parents } }
    expect(said('hardLimitFirst', child, 580).evidence).toContain(
      "Its parent's TimeoutSeconds 590 ends it at 590 s",
    )
    const callback = evidenceOf(aCallback({ timeoutSeconds: 600 }), { openAt: exactly(at(580)) })
    expect(said('hardLimitFirst', callback, 580).evidence).toContain('between 600 s and 604 s')
  })

  it('give a job the advice that fits what is known of its token', () => {
    const job = aCallback({ kind: 'job', resource: 'batch:submitJob.sync' })
    const withheld = evidenceOf({ ...job, tokenPassedToNobody: true })
    expect(said('jobHeartbeat', withheld, 20)).toMatchObject({
      evidence: expect.stringContaining('It cannot time out before 60 s'),
      whatToDo: expect.stringContaining('AWS watches the job'),
    })
    for (const tokenUnproved of [true, false]) {
      const unproved = evidenceOf({ ...job, tokenUnproved })
      expect(said('jobHeartbeat', unproved, 20).whatToDo).toContain('If the job is given its token')
    }
  })

  it.each([
    [{ timeoutSeconds: 600 }, NO_LIMIT, 'HeartbeatSeconds 60 ends it.'],
    [{ timeoutSeconds: 50 }, NO_LIMIT, 'TimeoutSeconds 50 ends it.'],
    [{ heartbeatSeconds: null }, NO_LIMIT, 'No timeout is set, so it stays open for up to one year.'],
    [
      { heartbeatSeconds: null },
      { fromMs: at(0), timeoutSeconds: undefined },
      "When it does is unknown: the state machine's TimeoutSeconds has not been read yet.",
    ],
    [{}, { fromMs: at(0), timeoutSeconds: undefined }, 'HeartbeatSeconds 60 ends it at the latest.'],
  ])('say that nobody can answer a callback whose token nobody was given: %j', (change, execution, ends) => {
    const task = aCallback({ tokenPassedToNobody: true, ...change })
    const words = said('tokenPassedToNobody', evidenceOf(task, { execution }), 20)
    expect(words.headline).toBe('Task token passed to nobody')
    expect(words.evidence).toBe(
      `The state passes its task token to nobody: no heartbeat or answer can arrive, so it can only time out. ${ends}`,
    )
    expect(words.whatToDo).toContain('$$.Task.Token')
    expect(words.whatToDo).toContain('No operator can get the token')
  })

  it.each([
    ['states', 'the execution fails'],
    ['swf', 'SWF terminates the workflow'],
  ] as const)('say what becomes of a full history (%s)', (service, ends) => {
    const [finding] = executionFindings({ lastEventId: 24_100, ended: null, service })
    if (finding === undefined) throw new Error('no finding')
    expect(findingWords(finding, null, write).evidence).toBe(
      `Its history has 24100 events of 25000 at most. When it is full, ${ends}, with every task in it.`,
    )
  })
})

const PASSES_TOKEN = { 'Token.$': '$$.Task.Token' }

describe('the words of a definition', () => {
  it('do not say of what is too long to count that it is not declared', () => {
    const Resource = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken'
    const limits = { HeartbeatSeconds: 99_999_999, TimeoutSeconds: 99_999_999 }
    const Ask = { Type: 'Task', Resource, ...limits, Parameters: PASSES_TOKEN }
    const read = lintDefinition(JSON.stringify({ States: { Ask } }))
    const words = read.kind === 'read' ? read.findings.map(lintWords) : []
    expect(words.map(({ evidence }) => evidence)).toEqual([
      expect.stringMatching(/^Its HeartbeatSeconds of 99999999 cannot run out within the one year/),
      expect.stringMatching(/^Neither the state nor the state machine declares a TimeoutSeconds that limits/),
    ])
  })

  it('say the same of what has not run', () => {
    const Resource = 'arn:aws:states:::batch:submitJob.sync'
    const callback = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken'
    const read = lintDefinition(
      JSON.stringify({
        States: {
          Ask: { Type: 'Task', Resource: callback, Parameters: PASSES_TOKEN },
          Tell: { Type: 'Task', Resource: callback },
          Run: { Type: 'Task', Resource, HeartbeatSeconds: 60, TimeoutSeconds: 60 },
          Get: { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:getItem', HeartbeatSeconds: 9 },
        },
      }),
    )
    const words = read.kind === 'read' ? read.findings.map(lintWords) : []
    expect(words.map(({ headline }) => headline)).toEqual([
      'No heartbeat configured',
      'No timeout at all',
      'Task token passed to nobody',
      'No timeout at all',
      'Heartbeat not below the timeout',
      'Heartbeat on a job that nobody beats',
      'Heartbeat without a use',
    ])
    expect(words[0]?.evidence).toMatch(/^The state declares no HeartbeatSeconds: /)
    expect(words[2]?.evidence).toMatch(/No timeout is set, so they stay open for up to one year\.$/)
    for (const { evidence, whatToDo } of words)
      for (const text of [evidence, whatToDo]) expect(text).toMatch(/^[A-Z].*\.$/)
  })
})
