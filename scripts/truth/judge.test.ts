import { describe, expect, it } from 'vitest'
import { type Estimate, estimate, type OwnBeat } from '../../src/domain/estimate.ts'
import type { TaskEnding } from '../../src/domain/in-flight-task.ts'
import { exactly } from '../../src/domain/interval.ts'
import { anActivity, at, beat, evidenceOf, timedOut } from '../../src/domain/testing-tasks.ts'
import { type EndedTruth, FALSE_ALARM, LATE_DOUBT, liesOf, liesOfEnding } from './judge.ts'

type Ended = Pick<EndedTruth, 'endMs' | 'end' | 'endedAs'>

const task = anActivity({ timeoutSeconds: 300 })

describe('what is said of an end', () => {
  const byHeartbeat: Ended = { endMs: at(70), end: 'heartbeat', endedAs: 'timedOut' }
  const aborted: Ended = { endMs: at(40), end: 'otherwise', endedAs: 'siblingFailed' }

  it.each<[string, TaskEnding, Ended]>([
    ['a timeout', timedOut(70), byHeartbeat],
    ['an abort', { kind: 'siblingFailed', atMs: at(40) }, aborted],
  ])('is no lie where it was so: %s', (_, ending, truth) => {
    expect(liesOfEnding({ task, ending }, truth)).toEqual([])
  })

  it.each<[string, TaskEnding, Ended]>([
    ['at another moment', { kind: 'siblingFailed', atMs: at(60) }, aborted],
    ['another way', { kind: 'executionEnded', atMs: at(40), outcome: 'timedOut' }, aborted],
    ['another way', timedOut(40), aborted],
    ['another way', { kind: 'siblingFailed', atMs: at(70) }, byHeartbeat],
    ['another limit', timedOut(70), { ...byHeartbeat, end: 'task' }],
  ])('is found out: %s', (words, ending, truth) => {
    expect(liesOfEnding({ task, ending }, truth)).toEqual([expect.stringContaining(words)])
  })
})

describe('an alarm', () => {
  const WORKER = Array.from({ length: 20 }, (_, index) => 30 + 40 * index)
  interface Seen {
    readonly now: number
    /** Moments at which it was seen open, the newest last. */
    readonly sights: readonly number[]
    readonly ownBeats?: readonly OwnBeat[]
    /** When somebody else sends a heartbeat: by default every 40 s, of an interval of 60 s. */
    readonly others?: readonly number[]
    readonly ended?: number
    readonly timeoutSeconds?: number
    readonly told: Partial<Estimate>
  }

  function lies({ now, sights, ownBeats = [], others = WORKER, ended = 900, timeoutSeconds, told }: Seen) {
    const facts = anActivity({ timeoutSeconds: timeoutSeconds ?? null })
    const evidence = evidenceOf(facts, { openAt: exactly(at(sights.at(-1) ?? 0)), ownBeats })
    const moment = { atMs: at(now), now: exactly(at(now)), evidence, pastedIsRight: false, isChild: false }
    const truth: EndedTruth = {
      scheduledEventId: 3,
      kind: 'activity',
      token: 'none',
      intervalMs: 60_000,
      clockByMs: at(10),
      scheduledMs: at(0),
      begunMs: at(10),
      isRetry: false,
      endMs: at(ended),
      end: 'heartbeat',
      endedAs: 'timedOut',
      beats: others.map((seconds) => ({ atMs: at(seconds), by: 'worker' })),
      own: 'console',
    }
    const honest = estimate(evidence, moment.now)
    const found = liesOf({ ...honest, ...told }, moment, truth, sights.map(at))
    return found.filter((lie) => lie === FALSE_ALARM || lie === LATE_DOUBT)
  }

  const due = { kind: 'due', proof: null } as const
  const pasted = [beat('pasted', 205, 206)]

  it.each<[string, Seen]>([
    ['of a task seen alive by nobody’s doing but its worker’s', { now: 200, sights: [199], told: due }],
    ['of a task that was, before an own beat', { now: 250, sights: [199, 249], ownBeats: pasted, told: due }],
    ['within the promise of its start', { now: 69, sights: [15], told: due }],
    [
      'within the promise of an own beat',
      { now: 90, sights: [40], ownBeats: [beat('history', 40, 41)], told: due },
    ],
    ['of a task read just now', { now: 200, sights: [199], told: { unseenSinceMs: at(199) } }],
  ])('is false %s', (_, seen) => {
    expect(lies(seen)).toEqual([FALSE_ALARM])
  })

  it.each<[string, Seen]>([
    ['that was not seen since its start explains it', { now: 100, sights: [74], told: due }],
    [
      'that an own beat may have kept alive at every sight',
      { now: 250, sights: [206, 249], ownBeats: pasted, told: due },
    ],
    [
      'that a lost own beat may have kept alive since before the first sight',
      { now: 450, sights: [199, 449], ownBeats: [beat('lost', 150, 450)], told: due },
    ],
    ['whose worker is dead', { now: 200, sights: [199], others: [30, 70, 110], ownBeats: [], told: due }],
    ['that has ended', { now: 200, sights: [150], ended: 190, told: due }],
    ['that was not read for an interval', { now: 265, sights: [199], told: { unseenSinceMs: at(199) } }],
    [
      'that is past its hard limit',
      { now: 212, sights: [199], timeoutSeconds: 200, told: { unseenSinceMs: at(199) } },
    ],
  ])('is none of a task %s', (_, seen) => {
    expect(lies(seen)).toEqual([])
  })

  it('counts from too late a moment where the task had ended before, or could have', () => {
    const since = (seconds: number, ended: number, others: readonly number[]) =>
      lies({ now: 400, sights: [199], ended, others, told: { unseenSinceMs: at(seconds) } })
    expect(since(199, 230, [30, 70, 110, 150, 170])).toEqual([])
    expect(since(231, 230, [30, 70, 110, 150, 170])).toContain(LATE_DOUBT)
    // It lived on by heartbeats sent after the sight; without them it would have ended at 250 s.
    expect(since(250, 900, WORKER)).toEqual([])
    expect(since(251, 900, WORKER)).toEqual([LATE_DOUBT])
  })
})
