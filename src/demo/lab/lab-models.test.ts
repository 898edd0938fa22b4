import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDefinition } from '../../asl/parse-definition.ts'
import type { HistoryEvent } from '../../domain/history-event.ts'
import { handlings } from './lab-handling.ts'
import type { Doing, LabTrace } from './lab-run.ts'
import { labStrip } from './lab-strip-model.ts'
import { labTimeline } from './lab-timeline.ts'
import { momentWords, truthWords } from './lab-words.ts'
import { preparedOrder } from './testing-lab.ts'
import { formOf, mannerOf, secondsProblem } from './worker-form-model.ts'

const HOUR = 3_600_000
const startMs = 10 * HOUR

/** An activity of 30 s that a worker took at once. */
function history(more: readonly HistoryEvent[] = []): readonly HistoryEvent[] {
  const at = { atMs: startMs }
  return [
    { id: 1, previousEventId: 0, ...at, kind: 'executionStarted', inputText: null },
    { id: 2, previousEventId: 1, ...at, kind: 'stateEntered', name: 'Work', dataText: null },
    {
      id: 3,
      previousEventId: 2,
      ...at,
      kind: 'activityScheduled',
      resource: 'a',
      heartbeatSeconds: 30,
      timeoutSeconds: 60,
    },
    { id: 4, previousEventId: 3, ...at, kind: 'taskStarted', workerName: 'w-1' },
    ...more,
  ]
}

function traceOf(facts: readonly HistoryEvent[], doings: readonly Doing[], seconds: number): LabTrace {
  return {
    nowMs: startMs + seconds * 1000,
    events: facts.map((fact) => ({ type: fact.kind, fact })),
    cutShort: false,
    doings,
    scheduledBy: { 1: 3 },
  }
}

function beat(seconds: number, refused: string | null = null): Doing {
  return { kind: 'beat', atMs: startMs + seconds * 1000, worker: 'w-1', task: 1, refused }
}

function timedOut(seconds: number): HistoryEvent {
  return {
    id: 5,
    previousEventId: 4,
    atMs: startMs + seconds * 1000,
    kind: 'taskEnded',
    outcome: 'timedOut',
    error: 'States.Timeout',
    cause: null,
  }
}

describe('a timeline', () => {
  it('tells an open task twice: by its history, and by the beats', () => {
    const { open } = labTimeline(traceOf(history(), [beat(20)], 40), null)
    expect(open).toMatchObject([
      { told: { kind: 'beaten' }, lastBeatMs: startMs + 20_000, runsOutMs: startMs + 50_000 },
    ])
    expect(open.map((task) => truthWords(task, startMs + 40_000))).toEqual([
      'Last beaten 0:20 ago. Its clock runs out in 0:10.',
    ])
  })

  it('counts no refused beat as one', () => {
    const { open } = labTimeline(traceOf(history(), [beat(20, 'TaskTimedOut')], 25), null)
    expect(open).toMatchObject([{ lastBeatMs: null, runsOutMs: startMs + 30_000 }])
  })

  it.each([
    ['the heartbeat', [], 30, 'Work: no beat for 30 s, the heartbeat ran out'],
    ['the heartbeat after a beat', [beat(20)], 50, 'Work: no beat for 30 s, the heartbeat ran out'],
    [
      'the limit that no beat extends',
      [beat(25), beat(50)],
      60,
      'Work: its TimeoutSeconds ran out after 60 s',
    ],
  ] as const)('knows %s by the beats', (_, doings, seconds, words) => {
    const { moments } = labTimeline(traceOf(history([timedOut(seconds)]), doings, seconds), null)
    expect(moments.map((moment) => momentWords(moment).happened)).toContain(words)
  })

  it('puts beats together until something else happens', () => {
    const doings = [beat(10), beat(20), beat(70, 'TaskTimedOut')]
    const { moments } = labTimeline(traceOf(history([timedOut(50)]), doings, 80), null)
    expect(moments.slice(4).map(({ kind }) => kind)).toEqual(['beats', 'event', 'doing'])
    expect(moments[4]).toMatchObject({ count: 2, atMs: startMs + 10_000, toMs: startMs + 20_000 })
  })

  it('stays in order whatever comes when', () => {
    const beats = fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 30 })
    fc.assert(
      fc.property(beats, fc.integer({ min: 0, max: 100 }), (seconds, end) => {
        const doings = seconds.toSorted((a, b) => a - b).map((one) => beat(one))
        const trace = traceOf(history([timedOut(end)]), doings, 100)
        const timeline = labTimeline(trace, null)
        const times = timeline.moments.map(({ atMs }) => atMs)
        expect(times).toEqual(times.toSorted((a, b) => a - b))
        const strip = labStrip(trace, timeline)
        for (const { at } of [...strip.happened, ...strip.told]) expect(at >= 0 && at <= 1).toBe(true)
        for (const { from, to } of [...strip.lives, ...strip.guarantees])
          expect(from <= to && to <= 1).toBe(true)
      }),
    )
  })
})

describe('a strip', () => {
  it('guarantees one interval by the history, however often a worker beats', () => {
    const trace = traceOf(history(), [beat(20), beat(40)], 60)
    const strip = labStrip(trace, labTimeline(trace, null))
    expect(strip.guarantees).toEqual([{ kind: 'guarantee', from: 0, to: 0.5 }])
    expect(strip.lives).toEqual([{ kind: 'life', from: 0, to: 1 }])
    expect(strip.happened.map(({ at }) => Math.round(at * 60))).toEqual([20, 40])
  })
})

describe('what takes a failure', () => {
  const parsed = parseDefinition(preparedOrder('catch').definition.replaceAll('Charge card', 'Work'))
  if (parsed.kind !== 'ok') throw new Error('the definition is not valid')
  const caught: readonly HistoryEvent[] = [
    timedOut(60),
    { id: 6, previousEventId: 5, atMs: startMs + 60_000, kind: 'stateExited', name: 'Work', dataText: null },
    { id: 7, previousEventId: 6, atMs: startMs + 60_000, kind: 'stateEntered', name: 'On', dataText: null },
  ]

  it.each([
    [{ error: 'States.Timeout', heartbeat: true }, ['States.HeartbeatTimeout']],
    [{ error: 'States.Timeout' }, ['States.ALL']],
    [{ error: 'Other.Error' }, ['States.ALL']],
    [null, null],
  ])('is told by what AWS matches with: %o', (failure, errorEquals) => {
    expect(handlings(history(caught), parsed.machine, () => failure)).toEqual([
      { kind: 'catch', eventId: 6, state: 'Work', errorEquals, next: 'On' },
    ])
  })

  it('is nothing where the execution ends with it', () => {
    const end: HistoryEvent = {
      id: 6,
      previousEventId: 5,
      atMs: startMs + 60_000,
      kind: 'executionEnded',
      outcome: 'failed',
      error: 'States.Timeout',
    }
    expect(handlings(history([timedOut(60), end]), parsed.machine, () => null)).toMatchObject([
      { kind: 'nothing', eventId: 6 },
    ])
    expect(handlings(history([timedOut(60)]), parsed.machine, () => null)).toEqual([])
  })
})

describe("the worker's form", () => {
  it('comes back as it went in', () => {
    const { manner } = preparedOrder('callback')
    expect(mannerOf(formOf(manner))).toEqual(manner)
  })

  it.each(['0', '-1', '1.5', 'soon', '31536001', '1e99'])('takes no %s for seconds', (text) => {
    expect(secondsProblem(text)).toMatch(/^A whole number/)
    expect(mannerOf({ ...formOf(preparedOrder('catch').manner), diesAfterSeconds: text })).toBeNull()
  })
})
