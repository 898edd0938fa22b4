import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Evidence, estimate } from '../domain/estimate.ts'
import { exactly } from '../domain/interval.ts'
import { aCallback, anActivity, at, beat, evidenceOf } from '../domain/testing-tasks.ts'
import { type DeadlineWords, deadlineSentences, deadlineWords } from './deadline-words.ts'

const write = (ms: number): string => `${(ms - at(0)) / 1000} s`

function saidAt(seconds: number, evidence: Evidence): DeadlineWords {
  const now = exactly(at(seconds))
  return deadlineWords(evidence.task, estimate(evidence, now), now)
}

function sentencesAt(seconds: number, evidence: Evidence): string {
  const now = exactly(at(seconds))
  return deadlineSentences(evidence.task, estimate(evidence, now), now, write).join(' ')
}

const openAt = (seconds: number) => ({ openAt: exactly(at(seconds)) })

/** An activity with an interval of 60 s, started at 10 s. */
const activity = anActivity()

describe('the words of a deadline', () => {
  it.each([
    [20, '0:50', 'safe'],
    [20.001, '0:49', 'safe'],
    [49.999, '0:20', 'safe'],
    [50, '0:20', 'soon'],
    [69.999, '0:00', 'soon'],
  ])('count a guarantee down without claiming a second too much, at %s s', (seconds, figure, tone) => {
    expect(saidAt(seconds, evidenceOf(activity))).toMatchObject({ figure, tone, words: 'guaranteed' })
  })

  it('say whose guarantee it is', () => {
    const evidence = evidenceOf(activity, { ownBeats: [beat('history', 40, 41)], ...openAt(41) })
    expect(saidAt(45, evidence)).toMatchObject({ figure: '0:55', under: 'by a heartbeat from here' })
    expect(sentencesAt(45, evidence)).toContain(
      'Cannot time out before 100 s: a heartbeat from this browser at 40 s was accepted.',
    )
  })

  it('say why a task that is still open proves no heartbeat yet', () => {
    const late = evidenceOf(activity, openAt(73))
    expect(sentencesAt(74, late)).toContain(
      "AWS timeouts can fire up to 5 s late, so this doesn't prove a heartbeat yet.",
    )
    const own = evidenceOf(activity, { ownBeats: [beat('lost', 60, 360)], ...openAt(100) })
    expect(sentencesAt(101, own)).toContain('A heartbeat from this browser may have kept it open')
    expect(sentencesAt(101, own)).not.toContain('late')
    const clock = evidenceOf(aCallback({ submittedAtMs: null }), openAt(100))
    expect(sentencesAt(101, clock)).toContain('Its heartbeat clock may have started later')
  })

  it('say that a guarantee stands under a limit that has not been read', () => {
    const evidence = evidenceOf(activity, { execution: { fromMs: at(0), timeoutSeconds: undefined } })
    expect(saidAt(20, evidence).under).toBe('as far as its limits are read')
    expect(sentencesAt(20, evidence)).toContain('TimeoutSeconds has not been read')
    expect(sentencesAt(20, evidence)).not.toContain('none but the one year')
  })

  it('say of a callback whose token was passed to nobody that it can only time out', () => {
    const task = aCallback({ tokenPassedToNobody: true })
    expect(saidAt(20, evidenceOf(task))).toMatchObject({
      figure: '0:40',
      under: 'then it times out: nobody has its token',
    })
    expect(sentencesAt(20, evidenceOf(task))).toContain(
      'The state passes its task token to nobody: no heartbeat or answer can arrive, so it can only time out.',
    )
    expect(sentencesAt(20, evidenceOf(task))).not.toMatch(/unless somebody beats|An answer/)
    const unlimited = evidenceOf({ ...task, heartbeatSeconds: null })
    expect(saidAt(20, unlimited).under).toBe('nobody has its token, and no timeout ends it')
    expect(sentencesAt(20, unlimited)).not.toContain('dead worker')
    // Where a heartbeat is proved, somebody has it after all.
    expect(sentencesAt(4000, evidenceOf(task, openAt(3995)))).not.toContain('to nobody')
  })

  it("name a parent's limit as such, read or not", () => {
    const under = (timeoutSeconds: number | null | undefined) => {
      const parents = [{ from: exactly(at(-100)), timeoutSeconds }]
      return evidenceOf(activity, { execution: { fromMs: at(0), timeoutSeconds: null, parents } })
    }
    expect(saidAt(20, under(150))).toMatchObject({ figure: '0:30', words: 'to the hard limit' })
    expect(sentencesAt(20, under(150))).toContain(
      "Hard limit: its parent's TimeoutSeconds 150 ends it at 50 s; beats cannot extend it.",
    )
    expect(saidAt(20, under(undefined)).under).toBe('as far as its limits are read')
    expect(sentencesAt(20, under(undefined))).toContain(
      "Its parent's TimeoutSeconds has not been read; it could end the task sooner.",
    )
    expect(sentencesAt(20, under(null))).toContain('none but the one year')
  })

  it('name the hard limit where that comes first, and count to it', () => {
    const evidence = evidenceOf(anActivity({ timeoutSeconds: 40 }))
    expect(saidAt(20, evidence)).toMatchObject({ figure: '0:30', words: 'to the hard limit' })
    expect(sentencesAt(20, evidence)).toContain('TimeoutSeconds 40 ends it at 50 s')
  })

  it('give no figure once the guarantee has run out unseen', () => {
    expect(saidAt(75, evidenceOf(activity))).toEqual({
      tone: 'lost',
      figure: '',
      words: 'due, unseen',
      under: 'could have ended 0:05 ago',
    })
  })

  it('do not call it beaten while AWS may only be late', () => {
    expect(saidAt(73, evidenceOf(activity, openAt(72)))).toMatchObject({
      words: 'due',
      under: 'still open 0:01 ago',
    })
  })

  it('give a task that somebody beats a band and no figure', () => {
    expect(saidAt(301, evidenceOf(activity, openAt(300)))).toEqual({
      tone: 'mercy',
      figure: '',
      words: 'any moment, within 1:00',
      under: 'if its worker is dead',
    })
    expect(sentencesAt(301, evidenceOf(activity, openAt(300)))).toContain(
      'Still open at 300 s, so somebody beat after 235 s',
    )
  })

  it('let a band run out, too, when nobody looks any more', () => {
    const evidence = evidenceOf(activity, openAt(300))
    expect(saidAt(364.999, evidence).words).toBe('any moment, within 1:00')
    expect(saidAt(365, evidence)).toMatchObject({
      tone: 'lost',
      words: 'unseen, may be over',
      under: 'last read 1:05 ago',
    })
  })

  it('say since when it could have ended, not since when its hard limit is past', () => {
    const evidence = evidenceOf(anActivity({ timeoutSeconds: 306 }), openAt(300))
    expect(saidAt(315.999, evidence)).toMatchObject({ words: 'to the hard limit', tone: 'soon' })
    expect(saidAt(318, evidence)).toEqual({
      tone: 'lost',
      figure: '',
      words: 'past its hard limit',
      // Its last heartbeat may have been an interval before the read at 300 s.
      under: 'could have ended 0:18 ago',
    })
  })

  it.each(['pasted', 'lost'] as const)('keep the proof of a worker beside an own heartbeat (%s)', (basis) => {
    const evidence = evidenceOf(activity, { ownBeats: [beat(basis, 310, 311)], ...openAt(360) })
    expect(saidAt(361, evidence)).toMatchObject({ tone: 'mercy', words: 'any moment, within 1:00' })
    expect(sentencesAt(361, evidence)).toContain(
      'Somebody else sent a heartbeat between 245 s and 310 s: the proof is up to 1:56 old. Your own heartbeats since then',
    )
    expect(sentencesAt(361, evidence)).not.toContain('so somebody beat')
  })

  it('count how long a task waits, and say when that was last seen', () => {
    const waiting = evidenceOf(anActivity({ startedAtMs: null, timeoutSeconds: 30 }), openAt(400))
    expect(saidAt(400, waiting)).toMatchObject({ figure: '6:40', words: 'waiting', tone: 'waiting' })
    // A worker may have taken it just after the read and died: its limit of 30 s counts from there.
    expect(saidAt(430, waiting)).toMatchObject({
      tone: 'lost',
      words: 'waiting, unseen',
      under: 'nobody had taken it 0:30 ago',
    })
  })

  it('tell a task whose worker would never be missed', () => {
    expect(saidAt(20, evidenceOf(anActivity({ heartbeatSeconds: null })))).toMatchObject({
      figure: '',
      words: 'no heartbeat',
      under: 'a dead worker would never be noticed',
    })
  })

  it('do not say "never" before the limits are read', () => {
    const execution = { fromMs: at(0), timeoutSeconds: undefined }
    const evidence = evidenceOf(anActivity({ heartbeatSeconds: null }), { execution })
    expect(saidAt(20, evidence).under).toBe('its hard limit is not read yet')
  })

  it('promise nothing for a pasted token but under its condition', () => {
    const evidence = evidenceOf(activity, { ownBeats: [beat('pasted', 60, 61)], ...openAt(61) })
    expect(saidAt(75, evidence).words).toBe('due, unseen')
    expect(sentencesAt(75, evidence)).toContain("If it is this task's, safe until 120 s.")
  })

  it('never show "undefined" or "NaN", nor a figure for what may be over, whatever is known', () => {
    const seconds = fc.integer({ min: 0, max: 5000 })
    const maybe = (from: fc.Arbitrary<number>) => fc.option(from, { nil: null })
    fc.assert(
      fc.property(
        fc.record({
          kind: fc.constantFrom('activity', 'callback', 'job', 'lambda', 'requestResponse'),
          heartbeatSeconds: maybe(fc.integer({ min: 1, max: 4000 })),
          timeoutSeconds: maybe(fc.integer({ min: 1, max: 4000 })),
          started: maybe(seconds),
          submitted: maybe(seconds),
        }),
        seconds,
        seconds,
        fc.constantFrom(undefined, null, 600),
        ({ kind, started, submitted, ...task }, read, now, timeoutSeconds) => {
          const evidence = evidenceOf(
            aCallback({
              ...task,
              kind,
              startedAtMs: started === null ? null : at(started),
              submittedAtMs: submitted === null ? null : at(submitted),
            }),
            { execution: { fromMs: at(0), timeoutSeconds }, ...openAt(Math.min(read, now)) },
          )
          const said = saidAt(now, evidence)
          const all = `${Object.values(said).join(' ')} ${sentencesAt(now, evidence)}`
          expect(all).not.toMatch(/undefined|NaN|Infinity|null/)
          if (said.tone === 'lost') expect(said.figure).toBe('')
        },
      ),
    )
  })
})

describe('a task whose sibling has failed', () => {
  it('is no longer counted down: it is over, or about to be', () => {
    const doubtful = evidenceOf(anActivity({ siblingFailedAtMs: at(30) }), openAt(40))
    expect(saidAt(42, doubtful)).toEqual({
      tone: 'lost',
      figure: '',
      words: 'over, or about to be',
      under: 'a branch beside it failed 0:12 ago',
    })
    expect(sentencesAt(42, doubtful)).toContain('aborted at 30 s, or about to be')
  })
})
