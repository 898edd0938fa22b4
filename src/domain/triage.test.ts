import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Estimate, type EstimateKind, estimate } from './estimate.ts'
import { exactly } from './interval.ts'
import { anActivity, anSwfActivity, at, beat, evidenceOf } from './testing-tasks.ts'
import { lostAtMs, type Triaged, triageOrder } from './triage.ts'

function row(id: string, change: Partial<Estimate>): Triaged {
  const base = estimate(evidenceOf(anActivity()), exactly(at(20)))
  return { id, estimate: { ...base, ...change } }
}

function orderOf(...rows: readonly Triaged[]): string[] {
  return [...rows].sort(triageOrder).map(({ id }) => id)
}

const hardAt = (seconds: number): Estimate['hard'] => ({
  at: exactly(at(seconds)),
  because: 'task',
  timeoutSeconds: 100,
})

describe('triageOrder', () => {
  it('never lets a healthy, worker-beaten task hide one that dies at 0:42', () => {
    const dying = row('dying', { guaranteeMs: at(62) })
    const beaten = row('beaten', { kind: 'beaten', guaranteeMs: at(-3000), hard: hardAt(900) })
    const due = row('due', { kind: 'due', guaranteeMs: at(10) })
    const waiting = row('waiting', { kind: 'waiting', guaranteeMs: null })
    const none = row('none', { kind: 'noHeartbeat', guaranteeMs: null })
    expect(orderOf(none, beaten, waiting, dying, due)).toEqual(['due', 'dying', 'beaten', 'waiting', 'none'])
  })

  it('puts a beaten task whose hard limit is near before a guarantee that is far', () => {
    const beaten = row('beaten', { kind: 'beaten', guaranteeMs: at(-3000), hard: hardAt(50) })
    expect(orderOf(row('far', { guaranteeMs: at(400) }), beaten)).toEqual(['beaten', 'far'])
  })

  it('counts an own beat: the task it saved goes down', () => {
    const now = exactly(at(65))
    const saved = {
      id: 'saved',
      estimate: estimate(evidenceOf(anActivity(), { ownBeats: [beat('history', 60, 61)] }), now),
    }
    const other = { id: 'other', estimate: estimate(evidenceOf(anActivity()), now) }
    expect(orderOf(saved, other)).toEqual(['other', 'saved'])
  })

  it('takes the year that every execution has for no limit', () => {
    const year: Estimate['hard'] = { at: exactly(at(9)), because: 'oneYear', timeoutSeconds: 9 }
    expect(lostAtMs(row('a', { kind: 'waiting', hard: year }).estimate)).toBe(Number.POSITIVE_INFINITY)
  })

  it('lets a waiting task of SWF rise as its scheduleToStartTimeout nears: it is lost then', () => {
    const now = exactly(at(20))
    const waiting = (id: string, scheduleToStartSeconds: number | null): Triaged => {
      const task = anSwfActivity({ startedAtMs: null }, { scheduleToStartSeconds })
      return { id, estimate: estimate(evidenceOf(task), now) }
    }
    const started: Triaged = { id: 'started', estimate: estimate(evidenceOf(anSwfActivity()), now) }
    expect(lostAtMs(waiting('a', 40).estimate)).toBe(at(40))
    expect(orderOf(waiting('never', null), started, waiting('soon', 40), waiting('later', 71))).toEqual([
      'soon',
      'started',
      'later',
      'never',
    ])
  })

  it('puts the older sight first among equals', () => {
    const seen = (id: string, seconds: number) =>
      row(id, { kind: 'waiting', guaranteeMs: null, openAt: exactly(at(seconds)) })
    expect(orderOf(seen('a', 30), seen('b', 10))).toEqual(['b', 'a'])
  })

  it('is a total order that does not depend on arrival', () => {
    const kinds: EstimateKind[] = ['due', 'guaranteed', 'waiting', 'beaten', 'noHeartbeat']
    const seconds = fc.integer({ min: 0, max: 3 })
    const some = fc
      .record({
        kind: fc.constantFrom(...kinds),
        guaranteeMs: fc.option(seconds.map(at)),
        hard: fc.option(seconds.map(hardAt)),
        openAt: seconds.map((s) => exactly(at(s))),
        proof: fc.option(seconds.map((s) => exactly(at(s)))),
      })
      .map((change) => row('', change).estimate)
    fc.assert(
      fc.property(fc.array(some, { maxLength: 12 }), fc.func(fc.nat()), (estimates, shuffle) => {
        const rows = estimates.map((told, index) => ({ id: `${index}`, estimate: told }))
        const shuffled = [...rows].sort((a, b) => shuffle(a.id) - shuffle(b.id))
        expect(orderOf(...shuffled)).toEqual(orderOf(...rows))
        for (const a of rows)
          for (const b of rows) {
            expect(Math.sign(triageOrder(a, b))).toBe(-Math.sign(triageOrder(b, a)) + 0)
            expect(triageOrder(a, b) === 0).toBe(a === b)
            for (const c of rows)
              if (triageOrder(a, b) < 0 && triageOrder(b, c) < 0) expect(triageOrder(a, c)).toBeLessThan(0)
          }
      }),
      { numRuns: 60 },
    )
  })
})
