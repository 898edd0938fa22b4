import { describe, expect, it } from 'vitest'
import { type Estimate, estimate, GRACE_MS, type OwnBeat } from './estimate.ts'
import { exactly } from './interval.ts'
import { aCallback, anActivity, anSwfActivity, at, beat, evidenceOf } from './testing-tasks.ts'

const GRACE_SECONDS = GRACE_MS / 1000

function activityAt(
  nowSeconds: number,
  { openAt = 15, ownBeats = [] }: { openAt?: number; ownBeats?: readonly OwnBeat[] } = {},
): Estimate {
  return estimate(
    evidenceOf(anActivity(), { openAt: exactly(at(openAt)), ownBeats }),
    exactly(at(nowSeconds)),
  )
}

describe('a started activity that nobody is known to beat', () => {
  it.each([
    { now: 15, openAt: 15, kind: 'guaranteed', lower: 70, seenSince: false },
    { now: 69.999, openAt: 15, kind: 'guaranteed', lower: 70, seenSince: false },
    { now: 70, openAt: 15, kind: 'due', lower: 70, seenSince: false },
    { now: 71, openAt: 70, kind: 'due', lower: 70, seenSince: false },
    { now: 71, openAt: 70.001, kind: 'due', lower: 70.001, seenSince: true },
    { now: 80, openAt: 70 + GRACE_SECONDS, kind: 'due', lower: 75, seenSince: true },
    { now: 80, openAt: 70.001 + GRACE_SECONDS, kind: 'beaten', lower: 75.001, seenSince: true },
    { now: 4000, openAt: 3995, kind: 'beaten', lower: 3995, seenSince: true },
  ] as const)('at $now s, seen open at $openAt s: $kind', ({ now, openAt, kind, lower, seenSince }) => {
    const told = activityAt(now, { openAt })
    expect(told).toMatchObject({ kind, lowerMs: at(lower), seenSince, basis: 'start', guaranteeMs: at(70) })
    expect(told.upperMs).toBe(at(now + 60))
  })

  it('is not called safe while the server may already be past the guarantee', () => {
    const told = estimate(evidenceOf(anActivity()), { lo: at(69), hi: at(70) })
    expect(told).toMatchObject({ kind: 'due', upperMs: at(130) })
  })

  it('dates a proof of life by the earliest beat it can stand for, not by the sight', () => {
    expect(activityAt(4000, { openAt: 3995 }).proof).toEqual({
      lo: at(3995 - 60 - GRACE_SECONDS),
      hi: at(3995),
    })
    expect(activityAt(80, { openAt: 70 }).proof).toBeNull()
  })

  it('uses the early edge of a sight for what it proves', () => {
    const seen = { lo: at(74), hi: at(90) }
    const told = estimate(evidenceOf(anActivity(), { openAt: seen }), exactly(at(95)))
    expect(told).toMatchObject({ kind: 'due', lowerMs: at(74), proof: null })
  })
})

describe('own beats', () => {
  it('counts the guarantee from when the accepted request was sent', () => {
    const told = activityAt(45, { ownBeats: [beat('history', 40, 43)] })
    expect(told).toMatchObject({
      kind: 'guaranteed',
      basis: 'ownBeat',
      clockFromMs: at(40),
      lowerMs: at(100),
    })
  })

  it('takes a sight soon after an own beat for no proof of somebody else', () => {
    const ownBeats = [beat('history', 68, 70)]
    const openAt = 70 + 60 + GRACE_SECONDS
    expect(activityAt(140, { openAt, ownBeats }).kind).toBe('due')
    expect(activityAt(140, { openAt: openAt + 0.001, ownBeats }).kind).toBe('beaten')
  })

  it('keeps the guarantee of an earlier proved beat when the answer of a later one is lost', () => {
    const told = activityAt(60, { ownBeats: [beat('history', 40, 41), beat('lost', 50, 350)] })
    expect(told).toMatchObject({ kind: 'guaranteed', basis: 'ownBeat', guaranteeMs: at(100) })
    // It may still be on its way, so the task may live that much longer.
    expect(told.upperMs).toBe(at(410))
  })

  it.each(['pasted', 'lost'] as const)(
    'raises no guarantee for a %s one, and allows that it worked',
    (basis) => {
      const ownBeats = [beat(basis, 65, 66)]
      const told = activityAt(71, { ownBeats })
      expect(told).toMatchObject({ kind: 'due', basis: 'start', clockFromMs: at(10), guaranteeMs: at(70) })
      expect(activityAt(135, { openAt: 130, ownBeats }).proof).toBeNull()
      expect(activityAt(140, { openAt: 131.001, ownBeats }).proof).not.toBeNull()
    },
  )

  it('says until when a pasted token keeps it safe, if it is the right one, and not past the hard limit', () => {
    const ownBeats = [beat('pasted', 20, 21), beat('pasted', 65, 66)]
    expect(activityAt(71, { ownBeats }).ifTokenRightMs).toBe(at(125))
    const limited = evidenceOf(anActivity({ timeoutSeconds: 110 }), { ownBeats })
    expect(estimate(limited, exactly(at(71))).ifTokenRightMs).toBe(at(120))
    expect(activityAt(71, { ownBeats: [beat('lost', 65, 365)] }).ifTokenRightMs).toBeNull()
  })

  it('does not count one that came before the task was taken', () => {
    expect(activityAt(20, { ownBeats: [beat('history', 5, 6)] })).toMatchObject({
      basis: 'start',
      guaranteeMs: at(70),
    })
  })
})

describe('a callback, whose heartbeat clock starts somewhere between TaskScheduled and TaskSubmitted', () => {
  it('guarantees from the early end and expects from the late one', () => {
    const told = estimate(evidenceOf(aCallback(), { openAt: exactly(at(4)) }), exactly(at(3)))
    expect(told).toMatchObject({ kind: 'guaranteed', guaranteeMs: at(60), upperMs: at(64) })
    const due = estimate(evidenceOf(aCallback()), exactly(at(60)))
    expect(due.kind).toBe('due')
    const edge = at(4 + 60 + GRACE_SECONDS)
    const sight = (ms: number) => estimate(evidenceOf(aCallback(), { openAt: exactly(ms) }), exactly(at(90)))
    expect(sight(edge).kind).toBe('due')
    expect(sight(edge + 1).kind).toBe('beaten')
  })

  it('has no upper edge and proves no beat until TaskSubmitted is seen', () => {
    const task = aCallback({ submittedAtMs: null })
    const told = estimate(evidenceOf(task, { openAt: exactly(at(4000)) }), exactly(at(4001)))
    expect(told).toMatchObject({ kind: 'due', upperMs: null, proof: null, lowerMs: at(4000) })
  })
})

describe('an activity that nobody has taken', () => {
  const waiting = anActivity({ startedAtMs: null, workerName: null })

  it('cannot time out by heartbeat before an interval after it was last seen waiting', () => {
    const told = estimate(evidenceOf(waiting, { openAt: exactly(at(500)) }), exactly(at(700)))
    expect(told).toMatchObject({ kind: 'waiting', lowerMs: at(560), upperMs: null, guaranteeMs: null })
  })

  it("is capped by its execution's limit, but never placed before it was seen", () => {
    const execution = { fromMs: at(-10), timeoutSeconds: 100 }
    const lowerAfter = (seconds: number) =>
      estimate(evidenceOf(waiting, { openAt: exactly(at(seconds)), execution }), exactly(at(200))).lowerMs
    expect(lowerAfter(15)).toBe(at(75))
    expect(lowerAfter(50)).toBe(at(90))
    expect(lowerAfter(120)).toBe(at(120))
  })

  it('has no limit of its own yet: TimeoutSeconds counts from ActivityStarted', () => {
    const limited = { ...waiting, timeoutSeconds: 90 }
    expect(estimate(evidenceOf(limited, { openAt: exactly(at(15)) }), exactly(at(20))).hard).toBeNull()
  })

  it('is unseen once a worker could have taken it just after the read and lost it', () => {
    const unseen = (seconds: number) =>
      estimate(evidenceOf(waiting, { openAt: exactly(at(15)) }), exactly(at(seconds))).unseenSinceMs
    expect(unseen(74.999)).toBeNull()
    expect(unseen(75)).toBe(at(75))
  })
})

describe('a task without a heartbeat', () => {
  it('has its hard limit only', () => {
    const task = anActivity({ heartbeatSeconds: null, timeoutSeconds: 300 })
    expect(estimate(evidenceOf(task), exactly(at(20)))).toMatchObject({
      kind: 'noHeartbeat',
      lowerMs: at(310),
      upperMs: at(310),
      guaranteeMs: null,
      hardFirst: true,
    })
  })

  it('never ends by time where nothing limits it', () => {
    const told = estimate(evidenceOf(anActivity({ heartbeatSeconds: null })), exactly(at(20)))
    expect(told).toMatchObject({ kind: 'noHeartbeat', upperMs: null, hard: null, hardFirst: false })
    expect(told.lowerMs).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('a hard limit', () => {
  it.each([
    { timeoutSeconds: 59, hardFirst: true, lower: 69 },
    { timeoutSeconds: 60, hardFirst: false, lower: 70 },
    { timeoutSeconds: 61, hardFirst: false, lower: 70 },
  ])('of $timeoutSeconds s comes first: $hardFirst', ({ timeoutSeconds, hardFirst, lower }) => {
    const told = estimate(evidenceOf(anActivity({ timeoutSeconds })), exactly(at(20)))
    expect(told).toMatchObject({ kind: 'guaranteed', hardFirst, lowerMs: at(lower) })
  })

  it('ends the guarantee of an own beat and caps the upper edge', () => {
    const task = anActivity({ timeoutSeconds: 70 })
    const evidence = evidenceOf(task, { ownBeats: [beat('history', 50, 51)] })
    expect(estimate(evidence, exactly(at(79.999)))).toMatchObject({ kind: 'guaranteed', upperMs: at(80) })
    expect(estimate(evidence, exactly(at(80)))).toMatchObject({ kind: 'due', guaranteeMs: at(110) })
  })

  it('that has passed since the last read is a doubt; one that passed before it is not', () => {
    const task = anActivity({ heartbeatSeconds: null, timeoutSeconds: 30 })
    const unseen = (readAt: number, now: number) =>
      estimate(evidenceOf(task, { openAt: exactly(at(readAt)) }), exactly(at(now))).unseenSinceMs
    expect(unseen(15, 39.999)).toBeNull()
    expect(unseen(15, 40)).toBe(at(40))
    expect(unseen(41, 42)).toBeNull()
  })

  it('of the state machine that was not read is said to be unread; one that declares none is not', () => {
    const told = (timeoutSeconds: number | null | undefined) =>
      estimate(evidenceOf(anActivity(), { execution: { fromMs: at(-5), timeoutSeconds } }), exactly(at(20)))
    expect(told(undefined).limitUnread).toBe('execution')
    expect(told(null).limitUnread).toBeNull()
    expect(told(30)).toMatchObject({ limitUnread: null, hardFirst: true, lowerMs: at(25) })
  })
})

describe('a task of SWF', () => {
  it('has a heartbeat clock from ActivityTaskStarted on, like an activity', () => {
    const told = estimate(evidenceOf(anSwfActivity()), exactly(at(20)))
    expect(told).toMatchObject({ kind: 'guaranteed', guaranteeMs: at(70), upperMs: at(80), hard: null })
    expect(told).toEqual(estimate(evidenceOf(anActivity()), exactly(at(20))))
  })

  it('that waits ends at its scheduleToStartTimeout if nobody takes it, and lives on if somebody does', () => {
    const task = anSwfActivity({ startedAtMs: null, timeoutSeconds: 300 }, { scheduleToStartSeconds: 30 })
    expect(estimate(evidenceOf(task), exactly(at(20)))).toMatchObject({
      kind: 'waiting',
      lowerMs: at(30),
      // Taken at the last moment, and never beaten.
      upperMs: at(30 + GRACE_SECONDS + 60),
      hard: { because: 'scheduleToStart', at: { lo: at(30), hi: at(30 + GRACE_SECONDS + 300) } },
    })
  })

  it('that waits may be taken just after the read, and lost by its heartbeat or its startToCloseTimeout', () => {
    const lower = (heartbeatSeconds: number | null, timeoutSeconds: number | null) => {
      const task = anSwfActivity({ startedAtMs: null, heartbeatSeconds, timeoutSeconds })
      return estimate(evidenceOf(task, { openAt: exactly(at(15)) }), exactly(at(20))).lowerMs
    }
    expect(lower(60, null)).toBe(at(75))
    expect(lower(60, 40)).toBe(at(55))
    expect(lower(null, 40)).toBe(at(55))
    expect(lower(null, null)).toBe(Number.POSITIVE_INFINITY)
  })

  it('that waits is unseen once its scheduleToStartTimeout has passed since the read', () => {
    const task = anSwfActivity({ startedAtMs: null }, { scheduleToStartSeconds: 30 })
    const unseen = (seconds: number) => estimate(evidenceOf(task), exactly(at(seconds))).unseenSinceMs
    expect(unseen(29.999)).toBeNull()
    expect(unseen(30)).toBe(at(30))
  })

  it('whose heartbeatTimeout is NONE has its hard limits only', () => {
    const task = anSwfActivity({ heartbeatSeconds: null }, { scheduleToCloseSeconds: 100 })
    expect(estimate(evidenceOf(task), exactly(at(20)))).toMatchObject({
      kind: 'noHeartbeat',
      lowerMs: at(100),
      upperMs: at(100),
      hard: { because: 'scheduleToClose' },
    })
  })

  it('is capped by its scheduleToCloseTimeout, whoever beats', () => {
    const task = anSwfActivity({}, { scheduleToCloseSeconds: 50 })
    expect(estimate(evidenceOf(task), exactly(at(20)))).toMatchObject({
      kind: 'guaranteed',
      hardFirst: true,
      lowerMs: at(50),
      upperMs: at(50),
    })
  })
})

describe('a task whose sibling has failed', () => {
  const doubtful = anActivity({ siblingFailedAtMs: at(30) })

  it('was open until then for sure, whatever a later read shows, and may be over since', () => {
    const told = estimate(evidenceOf(doubtful, { openAt: exactly(at(40)) }), exactly(at(41)))
    expect(told.openAt).toEqual(exactly(at(30)))
    expect(told.unseenSinceMs).toBe(at(30))
  })

  it('proves no beat by being open in the history alone', () => {
    const told = estimate(evidenceOf(doubtful, { openAt: exactly(at(500)) }), exactly(at(501)))
    expect(told.proof).toBeNull()
  })
})
