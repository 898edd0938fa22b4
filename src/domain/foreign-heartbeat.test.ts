import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Evidence, estimate, type OwnBeat } from './estimate.ts'
import { foreignBeatByMs, newestForeignBeat, type OpenTask } from './foreign-heartbeat.ts'
import { GRACE_MS } from './grace.ts'
import { exactly, type Interval } from './interval.ts'
import { anActivity, at, beat, evidenceOf } from './testing-tasks.ts'

const INTERVAL_MS = 60_000
const WINDOW_MS = INTERVAL_MS + GRACE_MS

function openTask(openAt: number, ...ownBeatsAt: readonly (readonly [number, number])[]): OpenTask {
  return {
    openAtMs: at(openAt),
    intervalMs: INTERVAL_MS,
    afterMs: at(10),
    ownBeatsAt: ownBeatsAt.map(([lo, hi]) => ({ lo: at(lo), hi: at(hi) })),
  }
}

function proved(fromSeconds: number, toSeconds: number): Interval {
  return { lo: at(fromSeconds), hi: at(toSeconds) }
}

// HeartbeatSeconds 60, and the clock has started by 10 s: being open at 75 s proves nothing yet.
describe('newestForeignBeat', () => {
  it.each([
    { of: 'no own heartbeat', task: openTask(100), newest: proved(35, 100) },
    { of: 'an own one before the window', task: openTask(300, [200, 234]), newest: proved(235, 300) },
    { of: 'an own one in the window', task: openTask(300, [200, 235]), newest: proved(135, 200) },
    { of: 'an own one sent after the sight', task: openTask(100, [100, 101]), newest: proved(35, 100) },
    { of: 'a lost one, for 300 s and a window', task: openTask(465, [100, 400]), newest: proved(35, 100) },
    {
      of: 'several, one after the other',
      task: openTask(300, [240, 241], [180, 181], [120, 121]),
      newest: proved(55, 120),
    },
    { of: 'two that overlap', task: openTask(300, [240, 541], [150, 450]), newest: proved(85, 150) },
    {
      of: 'own ones that explain everything',
      task: openTask(300, [240, 241], [180, 181], [70, 171]),
      newest: null,
    },
    { of: 'the start alone', task: openTask(75), newest: null },
    {
      of: 'one whose sending is not known',
      task: openTask(300, [Number.NEGATIVE_INFINITY, 301]),
      newest: null,
    },
  ])('with $of', ({ task, newest }) => {
    expect(newestForeignBeat(task)).toEqual(newest)
  })

  it('proves nothing where no heartbeat timeout runs', () => {
    expect(newestForeignBeat({ ...openTask(4000), intervalMs: Number.POSITIVE_INFINITY })).toBeNull()
  })
})

describe('foreignBeatByMs', () => {
  it.each([
    { of: 'no own heartbeat', task: openTask(100), by: 75 },
    { of: 'an own one after the first window', task: openTask(300, [75.001, 80]), by: 75 },
    { of: 'an own one in the first window', task: openTask(300, [70, 80]), by: 145 },
    { of: 'a chain of own ones', task: openTask(300, [70, 80], [140, 150]), by: 215 },
    { of: 'an own one that explains all that was seen', task: openTask(145, [70, 80]), by: null },
    { of: 'the start alone', task: openTask(75), by: null },
  ])('with $of', ({ task, by }) => {
    expect(foreignBeatByMs(task)).toBe(by === null ? null : at(by))
  })
})

const seconds = (min: number, max: number) => fc.integer({ min, max })

const intervals: fc.Arbitrary<Interval> = fc
  .tuple(seconds(0, 600), fc.oneof(seconds(0, 20), fc.constant(300)))
  .map(([lo, width]) => ({ lo: at(lo), hi: at(lo + width) }))

const tasks: fc.Arbitrary<OpenTask> = fc.record({
  openAtMs: seconds(0, 700).map(at),
  intervalMs: fc.constant(INTERVAL_MS),
  afterMs: fc.constant(at(10)),
  ownBeatsAt: fc.array(intervals, { maxLength: 5 }),
})

/**
 * How long the task can live on its start and its own heartbeats alone, which take effect at any moments of their intervals as long as
 * it lives. Written for this test, from AWS's side.
 */
function longestLifeMs({ afterMs, ownBeatsAt }: Pick<OpenTask, 'afterMs' | 'ownBeatsAt'>): number {
  const endMs = afterMs + WINDOW_MS
  const resets = ownBeatsAt.filter(({ lo }) => lo <= endMs).map(({ hi }) => Math.min(hi, endMs))
  const last = Math.max(afterMs, ...resets)
  return last === afterMs ? endMs : longestLifeMs({ afterMs: last, ownBeatsAt })
}

describe('a proof', () => {
  it('is claimed exactly where no own heartbeats explain that the task is open', () => {
    fc.assert(
      fc.property(tasks, (task) => {
        expect(newestForeignBeat(task) !== null).toBe(task.openAtMs > longestLifeMs(task))
        expect(foreignBeatByMs(task) !== null).toBe(task.openAtMs > longestLifeMs(task))
      }),
      { numRuns: 2000 },
    )
  })

  it('lies between the start and the sight, a window wide, and no own heartbeat that began before its end reaches it', () => {
    fc.assert(
      fc.property(tasks, (task) => {
        const proof = newestForeignBeat(task)
        if (proof === null) return
        expect(proof.hi - proof.lo).toBe(WINDOW_MS)
        expect(proof.lo).toBeGreaterThan(task.afterMs)
        expect(proof.hi).toBeLessThanOrEqual(task.openAtMs)
        for (const { lo, hi } of task.ownBeatsAt) expect(lo >= proof.hi || hi < proof.lo).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('stays what it was, or is newer, whatever is seen and sent after it', () => {
    const later = fc.record({ seen: seconds(0, 600), sent: fc.array(intervals, { maxLength: 4 }) })
    fc.assert(
      fc.property(tasks, later, (task, { seen, sent }) => {
        const before = newestForeignBeat(task)
        if (before === null) return
        const sentAfter = sent.map(({ lo, hi }) => ({
          lo: lo - at(0) + task.openAtMs,
          hi: hi - at(0) + task.openAtMs,
        }))
        const after = newestForeignBeat({
          ...task,
          openAtMs: task.openAtMs + seen * 1000,
          ownBeatsAt: [...task.ownBeatsAt, ...sentAfter],
        })
        expect(after?.lo).toBeGreaterThanOrEqual(before.lo)
      }),
      { numRuns: 2000 },
    )
  })

  it('is withdrawn, or an older one remains, when an own heartbeat becomes known that may explain it', () => {
    fc.assert(
      fc.property(tasks, (task) => {
        const before = newestForeignBeat(task)
        if (before === null) return
        const known = { ...task, ownBeatsAt: [...task.ownBeatsAt, { lo: before.lo, hi: before.hi }] }
        const after = newestForeignBeat(known)
        if (after !== null) expect(after.hi).toBeLessThanOrEqual(before.lo)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a task that somebody heartbeats', () => {
  const kindAt = (nowSeconds: number, openAtSeconds: number, ownBeats: readonly OwnBeat[]) =>
    estimate(
      evidenceOf(anActivity(), { openAt: exactly(at(openAtSeconds)), ownBeats }),
      exactly(at(nowSeconds)),
    )

  it.each([
    { basis: 'pasted', answered: 201 },
    { basis: 'lost', answered: 500 },
  ] as const)('is not due after an own heartbeat ($basis), at any moment', ({ basis, answered }) => {
    const ownBeats = [beat(basis, 200, answered)]
    let newestLo = 0
    for (let now = 200; now < 700; now += 1) {
      const { kind, proof } = kindAt(now, now - 1, now < 201 ? [] : ownBeats)
      expect(kind, `at ${now} s`).toBe('beaten')
      // Its age grows by the second until a sight proves a newer one.
      expect(proof?.lo).toBeGreaterThanOrEqual(newestLo)
      newestLo = proof?.lo ?? newestLo
    }
    expect(kindAt(answered + 60, answered + 60, ownBeats).proof).toEqual(proved(135, 200))
    expect(kindAt(answered + 66, answered + 66, ownBeats).proof).toEqual(proved(answered + 1, answered + 66))
  })

  it('is not due between the guarantee of an accepted heartbeat and the next proof', () => {
    for (let now = 200; now < 700; now += 1) {
      const { kind } = kindAt(now, now - 1, [beat('history', 200, 204)])
      expect(kind, `at ${now} s`).toBe(now < 260 ? 'guaranteed' : 'beaten')
    }
  })

  it('never becomes due by own heartbeats that were sent after it was seen open', () => {
    const beats = fc.array(
      fc
        .tuple(fc.constantFrom('pasted', 'lost'), seconds(0, 400), seconds(0, 300))
        .map(([basis, sent, answeredAfter]) => ({ basis, sent, answeredAfter })),
      { maxLength: 4 },
    )
    const evidences: fc.Arbitrary<Evidence> = fc.tuple(seconds(10, 600), beats).map(([openAt, earlier]) =>
      evidenceOf(anActivity(), {
        openAt: exactly(at(openAt)),
        ownBeats: earlier.map(({ basis, sent, answeredAfter }) => beat(basis, sent, sent + answeredAfter)),
      }),
    )
    fc.assert(
      fc.property(evidences, beats, seconds(0, 300), seconds(0, 300), (evidence, sent, seenLater, aged) => {
        const openSeconds = (evidence.openAt.lo - at(0)) / 1000
        const before = estimate(evidence, exactly(at(openSeconds + seenLater + aged)))
        if (before.kind === 'due') return
        const after = sent.map((one) => {
          const from = openSeconds + one.sent
          return beat(one.basis, from, from + one.answeredAfter)
        })
        const openAt = exactly(at(openSeconds + seenLater))
        const ownBeats = [...evidence.ownBeats, ...after]
        const { kind } = estimate(
          { ...evidence, openAt, ownBeats },
          exactly(at(openSeconds + seenLater + aged)),
        )
        expect(kind).not.toBe('due')
      }),
      { numRuns: 2000 },
    )
  })

  it.each(['pasted', 'lost'] as const)(
    'keeps the guarantee of its start and of an earlier own heartbeat (%s)',
    (basis) => {
      for (const earlier of [[], [beat('history', 30, 31)]])
        for (let now = 40; now < 100; now += 1) {
          const before = kindAt(now, 39, earlier)
          const after = kindAt(now, 39, [...earlier, beat(basis, 40, 340)])
          expect([after.kind, after.safeUntilMs]).toEqual([before.kind, before.safeUntilMs])
        }
    },
  )
})
