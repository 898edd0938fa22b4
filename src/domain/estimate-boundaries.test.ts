import { describe, expect, it } from 'vitest'
import { ONE_YEAR_SECONDS } from '../asl/lint-rules.ts'
import { type Estimate, type Evidence, estimate, GRACE_MS } from './estimate.ts'
import { exactly } from './interval.ts'
import { aCallback, anActivity, anSwfActivity, at, beat, evidenceOf } from './testing-tasks.ts'

// An activity with an interval of 60 s, taken at 10 s: its guarantee ends at 70 s.
const GRACE = GRACE_MS / 1000

function told(evidence: Evidence, nowSeconds: number): Estimate {
  return estimate(evidence, exactly(at(nowSeconds)))
}

/** Each boundary is held a second and a millisecond before it, at it, and after it. */
const AROUND = (seconds: number) => [
  { when: '1 s before', now: seconds - 1, past: false },
  { when: '1 ms before', now: seconds - 0.001, past: false },
  { when: 'at', now: seconds, past: true },
  { when: '1 ms after', now: seconds + 0.001, past: true },
  { when: '1 s after', now: seconds + 1, past: true },
]

describe('the end of the guarantee', () => {
  const beaten = evidenceOf(anActivity(), { ownBeats: [beat('history', 40, 43)] })
  it.each(
    [
      { of: 'a start', evidence: evidenceOf(anActivity()), end: 70 },
      { of: 'an own beat, from its sending', evidence: beaten, end: 100 },
      { of: "a callback's scheduling", evidence: evidenceOf(aCallback()), end: 60 },
      { of: 'an interval of 1 s', evidence: evidenceOf(anActivity({ heartbeatSeconds: 1 })), end: 11 },
      {
        of: 'the longest interval that counts',
        evidence: evidenceOf(anActivity({ heartbeatSeconds: ONE_YEAR_SECONDS - 1 })),
        end: 10 + ONE_YEAR_SECONDS - 1,
      },
    ].flatMap((one) => AROUND(one.end).map((around) => ({ ...one, ...around }))),
  )('of $of, $when', ({ evidence, now, past, end }) => {
    const fresh = { ...evidence, openAt: exactly(at(Math.min(15, end - 1))) }
    expect(told(fresh, now)).toMatchObject({
      kind: past ? 'due' : 'guaranteed',
      guaranteeMs: at(end),
      lowerMs: at(end),
      safeUntilMs: at(end),
    })
  })

  it.each(AROUND(70))('counts from the late edge of the clock, $when', ({ now, past }) => {
    const moment = { lo: at(now - 20), hi: at(now) }
    expect(estimate(evidenceOf(anActivity()), moment).kind).toBe(past ? 'due' : 'guaranteed')
  })
})

describe('the hard limit', () => {
  const own = [beat('history', 50, 51)]
  const execution = { fromMs: at(-40), timeoutSeconds: 100 }
  it.each(
    [
      { of: 'the task', evidence: evidenceOf(anActivity({ timeoutSeconds: 50 }), { ownBeats: own }) },
      { of: 'the execution', evidence: evidenceOf(anActivity(), { ownBeats: own, execution }) },
      {
        of: 'scheduleToClose',
        evidence: evidenceOf(anSwfActivity({}, { scheduleToCloseSeconds: 60 }), { ownBeats: own }),
      },
    ].flatMap((one) => AROUND(60).map((around) => ({ ...one, ...around }))),
  )('of $of ends the guarantee of an own beat, $when', ({ evidence, now, past }) => {
    expect(told(evidence, now)).toMatchObject({
      kind: past ? 'due' : 'guaranteed',
      hardFirst: true,
      guaranteeMs: at(110),
      lowerMs: at(60),
      upperMs: at(60),
      unseenSinceMs: past ? at(60) : null,
    })
  })

  it.each([
    { timeoutSeconds: 59, hardFirst: true, end: 69 },
    { timeoutSeconds: 60, hardFirst: false, end: 70 },
    { timeoutSeconds: 61, hardFirst: false, end: 70 },
  ])('of $timeoutSeconds s beside an interval of 60 s', ({ timeoutSeconds, hardFirst, end }) => {
    const evidence = evidenceOf(anActivity({ timeoutSeconds }))
    expect(told(evidence, 20)).toMatchObject({ hardFirst, lowerMs: at(end) })
    expect(told(evidence, end - 0.001).kind).toBe('guaranteed')
    expect(told(evidence, end).kind).toBe('due')
  })

  it('in the past of its last sight leaves that sight, and claims nothing more', () => {
    const evidence = evidenceOf(anActivity({ timeoutSeconds: 20 }), { openAt: exactly(at(33)) })
    expect(told(evidence, 34)).toMatchObject({ kind: 'due', lowerMs: at(33), upperMs: at(30) })
  })
})

describe('the threshold of a proof, L.hi + H + grace', () => {
  it.each(
    [
      { of: 'a start', evidence: evidenceOf(anActivity()), from: 10 },
      { of: "a callback's submission", evidence: evidenceOf(aCallback()), from: 4 },
      {
        of: "an own beat's answer",
        evidence: evidenceOf(anActivity(), { ownBeats: [beat('history', 68, 70)] }),
        from: 70,
      },
      {
        of: 'a beat whose answer was lost',
        evidence: evidenceOf(anActivity(), { ownBeats: [beat('lost', 65, 365)] }),
        from: 365,
      },
      {
        of: 'a beat with a pasted token',
        evidence: evidenceOf(anActivity(), { ownBeats: [beat('pasted', 65, 66)] }),
        from: 66,
      },
    ].flatMap((one) => {
      const threshold = one.from + 60 + GRACE
      return [
        { when: '1 s before', sight: threshold - 1, proved: false },
        { when: 'at', sight: threshold, proved: false },
        { when: '1 ms after', sight: threshold + 0.001, proved: true },
        { when: '1 s after', sight: threshold + 1, proved: true },
      ].map((around) => ({ ...one, ...around }))
    }),
  )('of $of, seen open $when', ({ evidence, sight, proved }) => {
    const one = told({ ...evidence, openAt: exactly(at(sight)) }, sight + 10)
    expect(one.kind).toBe(proved ? 'beaten' : 'due')
    expect(one.proof).toEqual(proved ? { lo: at(sight - 60 - GRACE), hi: at(sight) } : null)
  })

  // Started at 10 s: from 75 s on a sight proves a heartbeat of somebody else.
  it.each([
    { when: 'at the threshold', sent: 75, proved: false },
    { when: '1 ms after it', sent: 75.001, proved: true },
  ])('is reached before an own heartbeat that was sent $when', ({ sent, proved }) => {
    for (const basis of ['history', 'pasted', 'lost'] as const) {
      const ownBeats = [beat(basis, sent, basis === 'lost' ? sent + 300 : sent + 1)]
      const one = told(evidenceOf(anActivity(), { openAt: exactly(at(sent + 65)), ownBeats }), sent + 70)
      expect(one.kind, basis).toBe(proved ? 'beaten' : 'due')
      expect(one.proof, basis).toEqual(proved ? { lo: at(sent - 60 - GRACE), hi: at(sent) } : null)
    }
  })
})

describe('unseen', () => {
  const since = (evidence: Evidence, now: number) => told(evidence, now).unseenSinceMs
  it.each(
    [
      { of: 'a guarantee that ran out', evidence: evidenceOf(anActivity()), from: 70 },
      {
        of: 'a task that was beaten: its worker may have died just after the read',
        evidence: evidenceOf(anActivity(), { openAt: exactly(at(100)) }),
        from: 100 + 60 + GRACE,
        // Its last heartbeat may have been a whole interval before the read.
        earliest: 100,
      },
      {
        of: 'the hard limit of a task that was beaten',
        evidence: evidenceOf(anActivity({ timeoutSeconds: 106 }), { openAt: exactly(at(100)) }),
        from: 116,
        earliest: 100,
      },
      {
        of: 'the late edge of a hard limit that it was seen to outlive',
        evidence: evidenceOf(anActivity({ heartbeatSeconds: null, timeoutSeconds: 30 }), {
          openAt: exactly(at(41)),
        }),
        from: 40 + GRACE,
        earliest: 41,
      },
      {
        of: 'a hard limit of a task without a heartbeat',
        evidence: evidenceOf(anActivity({ heartbeatSeconds: null, timeoutSeconds: 30 })),
        from: 40,
      },
      {
        of: 'a failing sibling',
        evidence: evidenceOf(anActivity({ siblingFailedAtMs: at(50) }), { openAt: exactly(at(15)) }),
        from: 50,
      },
      {
        of: 'a task that waited',
        evidence: evidenceOf(anActivity({ startedAtMs: null })),
        from: 15 + 60,
      },
    ].flatMap((one) => AROUND(one.from).map((around) => ({ ...one, ...around }))),
  )('begins with $of, $when', ({ evidence, now, past, from, earliest = from }) => {
    expect(since(evidence, now)).toBe(past ? at(earliest) : null)
  })

  it.each([
    { readAt: 69.999, unseen: at(70) },
    { readAt: 70, unseen: at(70) },
    { readAt: 70.001, unseen: null },
  ])('ends with a read after it: at $readAt s', ({ readAt, unseen }) => {
    expect(since(evidenceOf(anActivity(), { openAt: exactly(at(readAt)) }), 71)).toBe(unseen)
  })
})

describe('waiting for a worker', () => {
  const waits = { startedAtMs: null, workerName: null }
  it.each(
    [
      { until: 'its interval after the sight', task: anActivity(waits), end: 75 },
      {
        until: 'its TimeoutSeconds after the sight',
        task: anActivity({ ...waits, timeoutSeconds: 40 }),
        end: 55,
      },
      { until: 'its scheduleToStart', task: anSwfActivity(waits, { scheduleToStartSeconds: 30 }), end: 30 },
      { until: 'its scheduleToClose', task: anSwfActivity(waits, { scheduleToCloseSeconds: 25 }), end: 25 },
    ].flatMap((one) => AROUND(one.end).map((around) => ({ ...one, ...around }))),
  )('is safe until $until, $when', ({ task, now, past, end }) => {
    expect(told(evidenceOf(task), now)).toMatchObject({
      kind: 'waiting',
      lowerMs: at(end),
      safeUntilMs: at(end),
      unseenSinceMs: past ? at(end) : null,
    })
  })
})
