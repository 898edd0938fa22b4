import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../lib/random.ts'
import { type Evidence, estimate, type OwnBeat } from './estimate.ts'
import type { ParentLimits } from './hard-limit.ts'
import type { TaskFacts } from './in-flight-task.ts'
import { exactly, type Interval } from './interval.ts'
import { statesLife, swfLife } from './testing-lives.ts'
import { aCallback, anActivity, anSwfActivity, at, beat, evidenceOf } from './testing-tasks.ts'
import { simulateTask } from './testing-truth.ts'

const seconds = (min: number, max: number) => fc.integer({ min, max })
const limit = fc.option(fc.oneof(seconds(1, 400), fc.constantFrom(1, 60, 99_999_999)))

const tasks: fc.Arbitrary<TaskFacts> = fc
  .record({
    kind: fc.constantFrom('activity', 'callback', 'swf'),
    heartbeatSeconds: limit,
    timeoutSeconds: limit,
    scheduleToStartSeconds: limit,
    scheduleToCloseSeconds: limit,
    begunAfter: fc.option(seconds(0, 100)),
  })
  .map(({ kind, begunAfter, scheduleToStartSeconds, scheduleToCloseSeconds, ...limits }) => {
    const begunMs = begunAfter === null ? null : at(begunAfter)
    if (kind === 'callback') return aCallback({ ...limits, submittedAtMs: begunMs })
    const change = { ...limits, startedAtMs: begunMs }
    return kind === 'activity'
      ? anActivity(change)
      : anSwfActivity(change, { scheduleToStartSeconds, scheduleToCloseSeconds })
  })

const beats: fc.Arbitrary<OwnBeat> = fc
  .record({
    basis: fc.constantFrom('history', 'pasted', 'lost'),
    sent: seconds(0, 300),
    answeredAfter: seconds(0, 300),
  })
  .map(({ basis, sent, answeredAfter }) => beat(basis, sent, sent + answeredAfter))

const declared = fc.option(seconds(1, 600), { nil: undefined })

const parents: fc.Arbitrary<ParentLimits> = fc
  .record({ from: fc.option(seconds(-600, 0).map(at)), redriven: fc.boolean(), timeoutSeconds: declared })
  .map(({ from, redriven, timeoutSeconds }) => ({
    from: from === null ? null : { lo: from, hi: redriven ? Infinity : from },
    timeoutSeconds,
  }))

const executions: fc.Arbitrary<Evidence['execution']> = fc.record({
  fromMs: fc.option(seconds(-300, 0).map(at)),
  timeoutSeconds: declared,
  parents: fc.array(parents, { maxLength: 2 }),
})

function around(low: number, width: number): Interval {
  return { lo: at(low), hi: at(low + width) }
}

const sights = fc.tuple(seconds(0, 600), seconds(0, 30)).map(([low, width]) => around(low, width))

const evidences: fc.Arbitrary<Evidence> = fc.record({
  task: tasks,
  execution: executions,
  openAt: sights,
  ownBeats: fc.array(beats, { maxLength: 4 }),
})

/** L.lo + H, and every hard limit's early edge, out of the facts alone. */
function latestGuarantee({ task, execution, ownBeats }: Evidence): number {
  const startMs = task.kind === 'activity' ? task.startedAtMs : task.scheduledAtMs
  const proved = ownBeats.filter(({ basis }) => basis === 'history').map(({ at: { lo } }) => lo)
  const after = (fromMs: number | null, limitSeconds: number | null | undefined): number =>
    fromMs === null || limitSeconds == null ? Infinity : fromMs + limitSeconds * 1000
  return Math.min(
    startMs === null ? -Infinity : after(Math.max(startMs, ...proved), task.heartbeatSeconds),
    // AWS's default, which is no limit.
    task.timeoutSeconds === 99_999_999 ? Infinity : after(startMs, task.timeoutSeconds),
    after(task.scheduledAtMs, task.swf?.scheduleToCloseSeconds),
    after(execution.fromMs, execution.timeoutSeconds),
    after(execution.fromMs, 365 * 86_400),
    ...(execution.parents ?? []).flatMap(({ from, timeoutSeconds }) => [
      after(from?.lo ?? null, timeoutSeconds),
      after(from?.lo ?? null, 365 * 86_400),
    ]),
  )
}

describe('whatever the evidence', () => {
  it('calls nothing guaranteed past min(L.lo + H, hard.lo), and safe no longer', () => {
    fc.assert(
      fc.property(evidences, sights, (evidence, now) => {
        const { kind, safeUntilMs } = estimate(evidence, now)
        if (kind === 'waiting' || kind === 'noHeartbeat') return
        const latestMs = latestGuarantee(evidence)
        expect(safeUntilMs).toBe(latestMs)
        expect(kind === 'guaranteed').toBe(now.hi < latestMs)
      }),
      { numRuns: 1000 },
    )
  })

  it('says numbers and nothing that is none', () => {
    const wild = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 1, 99_999_999, Number.MAX_SAFE_INTEGER))
    fc.assert(
      fc.property(evidences, sights, wild, wild, (evidence, now, heartbeatSeconds, timeoutSeconds) => {
        const task = { ...evidence.task, heartbeatSeconds, timeoutSeconds }
        const told = estimate({ ...evidence, task }, now)
        const numbers = [told.lowerMs, told.upperMs, told.safeUntilMs, told.unseenSinceMs, told.guaranteeMs]
        const edges = [told.hard?.at, told.proof, told.openAt].flatMap((one) => [one?.lo, one?.hi])
        for (const number of [...numbers, ...edges]) expect(number).not.toBeNaN()
      }),
    )
  })
})

describe('new evidence never moves the lower edge back', () => {
  it('of one task as it lives, whoever beats and whatever is read', () => {
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), (seed, swf) => {
        const moments = simulateTask(seededRandom(seed), swf ? swfLife : statesLife)
        const lower = moments
          .toSorted((a, b) => a.atMs - b.atMs)
          .map(({ evidence, now }) => estimate(evidence, now).lowerMs)
        expect(lower).toEqual(lower.toSorted((a, b) => a - b))
      }),
      { numRuns: 2000 },
    )
  })

  it('by any one piece of it', () => {
    const more: fc.Arbitrary<(evidence: Evidence) => Evidence> = fc.oneof(
      beats.map((one) => (evidence: Evidence) => ({ ...evidence, ownBeats: [...evidence.ownBeats, one] })),
      fc.tuple(seconds(0, 100), seconds(0, 10)).map(([later, wider]) => (evidence: Evidence) => {
        const { lo, hi } = evidence.openAt
        return { ...evidence, openAt: { lo: lo + later * 1000, hi: hi + (later + wider) * 1000 } }
      }),
      // Taken, or submitted, after it was last seen not to be.
      seconds(0, 100).map((later) => ({ task, openAt, ...rest }: Evidence) => {
        const begunMs = openAt.lo + later * 1000
        const begun =
          task.kind === 'activity'
            ? { startedAtMs: task.startedAtMs ?? begunMs }
            : { submittedAtMs: task.submittedAtMs ?? begunMs }
        return { ...rest, openAt, task: { ...task, ...begun } }
      }),
      // A read after the last one tells that a sibling had failed meanwhile.
      fc
        .tuple(seconds(0, 50), seconds(0, 50))
        .map(([failed, later]) => ({ task, openAt, ...rest }: Evidence) => ({
          ...rest,
          task: { ...task, siblingFailedAtMs: task.siblingFailedAtMs ?? openAt.lo + failed * 1000 },
          openAt: exactly(Math.max(openAt.hi, openAt.lo + (failed + later) * 1000)),
        })),
    )
    fc.assert(
      fc.property(evidences, sights, more, (evidence, now, learn) => {
        const before = estimate(evidence, now)
        expect(estimate(learn(evidence), now).lowerMs).toBeGreaterThanOrEqual(before.lowerMs)
      }),
      { numRuns: 2000 },
    )
  })

  it('but by a limit that is newly learned, which was said to be unread and is named then', () => {
    fc.assert(
      fc.property(evidences, sights, seconds(1, 600), (given, now, timeoutSeconds) => {
        const evidence = { ...given, execution: { fromMs: at(-5), timeoutSeconds: undefined } }
        const before = estimate(evidence, now)
        const after = estimate({ ...evidence, execution: { fromMs: at(-5), timeoutSeconds } }, now)
        expect([before.limitUnread, after.limitUnread]).toEqual(['execution', null])
        if (after.lowerMs < before.lowerMs) expect(after.hard).toMatchObject({ because: 'execution' })
      }),
    )
  })

  it('nor by the clock alone: a corrected offset moves the words, and not the edge', () => {
    fc.assert(
      fc.property(evidences, sights, sights, (evidence, now, corrected) => {
        expect(estimate(evidence, corrected).lowerMs).toBe(estimate(evidence, now).lowerMs)
      }),
    )
  })

  it('but by a beat whose token is shown to be of another task: then it counts no more than a pasted one', () => {
    const saved = evidenceOf(anActivity(), { ownBeats: [beat('history', 40, 41)] })
    const mistaken = evidenceOf(anActivity(), { ownBeats: [beat('pasted', 40, 41)] })
    expect(estimate(saved, exactly(at(45)))).toMatchObject({ basis: 'ownBeat', lowerMs: at(100) })
    expect(estimate(mistaken, exactly(at(45)))).toMatchObject({
      basis: 'start',
      lowerMs: at(70),
      ifTokenRightMs: at(100),
    })
  })
})
