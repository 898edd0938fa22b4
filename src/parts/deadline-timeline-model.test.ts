import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Evidence, estimate } from '../domain/estimate.ts'
import { exactly } from '../domain/interval.ts'
import { aCallback, anActivity, at, beat, evidenceOf } from '../domain/testing-tasks.ts'
import { deadlineTimeline, type Timeline } from './deadline-timeline-model.ts'

function drawnAt(seconds: number, evidence: Evidence): Timeline {
  const now = exactly(at(seconds))
  return deadlineTimeline(evidence, estimate(evidence, now), now, (ms) => `${(ms - at(0)) / 1000} s`)
}

function words({ past, future }: Timeline): readonly string[] {
  return [...past, ...future].map((mark) =>
    mark.beyond === null ? mark.words : `${mark.beyond}: ${mark.words}`,
  )
}

/** Seconds after `now` that a share of the line stands for, where the line spans an interval of 60 s and its grace on either side. */
function secondsFromNow(share: number): number {
  return Math.round((share - 0.5) * 2 * 65 * 1.08 * 10) / 10
}

/** An interval of 60 s, started at 10 s. */
const activity = anActivity()

describe('a deadline drawn through time', () => {
  it('is solid from now to the end of the guarantee, and hatched from there on', () => {
    const drawn = drawnAt(30, evidenceOf(activity, { openAt: exactly(at(25)) }))
    expect(words(drawn)).toEqual([
      'started 10 s',
      'last seen open 25 s',
      'now',
      'guarantee ends 70 s',
      'gone by 95 s if nobody beats',
    ])
    expect([drawn.solid?.from, drawn.solid?.to].map((share) => secondsFromNow(share ?? 0))).toEqual([0, 40])
    expect([drawn.hatched?.from, drawn.hatched?.to].map((share) => secondsFromNow(share ?? 0))).toEqual([
      40, 65,
    ])
    expect(drawn.proof).toBeNull()
  })

  it('is hatched from the end of the guarantee on where nobody has looked since: it may have ended already', () => {
    const drawn = drawnAt(80, evidenceOf(activity, { openAt: exactly(at(65)) }))
    expect(words(drawn)).toContain('guarantee ended 70 s')
    expect(drawn.solid).toBeNull()
    expect(secondsFromNow(drawn.hatched?.from ?? 0)).toBe(-10)
  })

  it('shows where somebody else beat, and no promise', () => {
    const drawn = drawnAt(200, evidenceOf(activity, { openAt: exactly(at(195)) }))
    expect(words(drawn)).toEqual(expect.arrayContaining(['somebody beat in here', 'before: started 10 s']))
    expect([drawn.proof?.from, drawn.proof?.to].map((share) => secondsFromNow(share ?? 0))).toEqual([-70, -5])
    expect(drawn.solid).toBeNull()
    expect(secondsFromNow(drawn.hatched?.from ?? 0)).toBe(-5)
  })

  it('marks an own beat, and a pasted token only with its if', () => {
    const own = drawnAt(
      45,
      evidenceOf(activity, { ownBeats: [beat('history', 40, 41)], openAt: exactly(at(41)) }),
    )
    expect(words(own)).toEqual(expect.arrayContaining(['heartbeat from here 40 s', 'guarantee ends 100 s']))
    const pasted = drawnAt(45, evidenceOf(activity, { ownBeats: [beat('pasted', 40, 41)] }))
    expect(words(pasted)).toEqual(
      expect.arrayContaining(['guarantee ends 70 s', 'safe until 100 s if the token is right']),
    )
  })

  it('marks an own beat whose outcome is unknown as such, and the newest of several', () => {
    const ownBeats = [beat('lost', 43, 343), beat('history', 40, 41)]
    const drawn = drawnAt(45, evidenceOf(activity, { ownBeats, openAt: exactly(at(41)) }))
    expect(words(drawn)).toContain('heartbeat from here 43 s, outcome unknown')
  })

  it('ends the solid part at a hard limit that comes first', () => {
    const drawn = drawnAt(20, evidenceOf(anActivity({ timeoutSeconds: 40 }), { openAt: exactly(at(20)) }))
    expect(words(drawn)).toContain('hard limit 50 s')
    expect(words(drawn).join()).not.toContain('guarantee')
    expect(secondsFromNow(drawn.solid?.to ?? 0)).toBe(30)
  })

  it('runs from the beginning to the hard limit where no heartbeat clock runs', () => {
    const evidence = evidenceOf(anActivity({ heartbeatSeconds: null, timeoutSeconds: 600 }))
    const drawn = drawnAt(110, evidence)
    expect(words(drawn)).toEqual(['started 10 s', 'last seen open 15 s', 'now', 'hard limit 610 s'])
    expect(drawn.hatched).toBeNull()
    expect(drawn.solid?.to).toBe(drawn.future.at(-1)?.at)
  })

  it('promises nothing where nothing limits it, nor while a sibling has failed', () => {
    expect(drawnAt(110, evidenceOf(anActivity({ heartbeatSeconds: null }))).solid).toBeNull()
    const failed = drawnAt(30, evidenceOf(anActivity({ siblingFailedAtMs: at(28) })))
    expect(failed.solid).toBeNull()
    expect(words(failed)).toContain('a branch beside it failed 28 s')
  })

  it('is hatched since a sibling has failed: it may have ended then', () => {
    const drawn = drawnAt(
      50,
      evidenceOf(anActivity({ siblingFailedAtMs: at(40) }), { openAt: exactly(at(45)) }),
    )
    expect(secondsFromNow(drawn.open?.to ?? 1)).toBe(-10)
    expect(secondsFromNow(drawn.hatched?.from ?? 1)).toBe(-10)
  })

  it('draws a task that waits for a worker without a heartbeat of its own', () => {
    const drawn = drawnAt(90, evidenceOf(anActivity({ startedAtMs: null }), { openAt: exactly(at(85)) }))
    expect(words(drawn)).toEqual(['scheduled 0 s', 'last seen open 85 s', 'now'])
    expect(drawn.hatched).toBeNull()
  })

  it('stays within its line, in order, and never promises past the guarantee or the hard limit', () => {
    const seconds = fc.integer({ min: 0, max: 5000 })
    const limit = fc.option(fc.integer({ min: 1, max: 5000 }), { nil: null })
    fc.assert(
      fc.property(
        seconds,
        seconds,
        limit,
        limit,
        fc.boolean(),
        (now, read, heartbeat, timeout, isActivity) => {
          const change = { heartbeatSeconds: heartbeat, timeoutSeconds: timeout }
          const task = isActivity ? anActivity(change) : aCallback(change)
          const evidence = evidenceOf(task, { openAt: exactly(at(Math.min(now, read))) })
          const moment = exactly(at(now))
          const estimated = estimate(evidence, moment)
          const drawn = deadlineTimeline(evidence, estimated, moment, String)
          for (const span of [drawn.open, drawn.proof, drawn.solid, drawn.hatched]) {
            if (span === null) continue
            expect(span.from).toBeLessThan(span.to)
            expect(span.from).toBeGreaterThanOrEqual(0)
            expect(span.to).toBeLessThanOrEqual(1)
          }
          for (const marks of [drawn.past, drawn.future]) {
            const places = marks.map((mark) => mark.at)
            expect(places).toEqual(places.toSorted((a, b) => a - b))
          }
          const ends = drawn.future.filter(({ kind }) => kind === 'guarantee' || kind === 'hard')
          for (const { at: end } of ends) expect(drawn.solid?.to ?? 0).toBeLessThanOrEqual(end)
          expect(drawn.solid === null).toBe(estimated.lowerMs <= moment.hi || ends.length === 0)
        },
      ),
    )
  })
})
