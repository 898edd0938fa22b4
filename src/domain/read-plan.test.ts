import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Candidate, firstDueMs, nextRead, type Read } from './read-plan.ts'

const history = (executionId: string, triedAtMs: number | null, pinned = false): Candidate => ({
  read: { kind: 'history', executionId },
  triedAtMs,
  pinned,
})
const machines = (triedAtMs: number | null): Candidate => ({
  read: { kind: 'stateMachines' },
  triedAtMs,
  pinned: false,
})
const NOW = 1_000_000

describe('nextRead', () => {
  it('has nothing to do where there is nothing to read', () => {
    expect(nextRead([], NOW)).toEqual({ read: null, dueAtMs: null })
  })

  it('reads what a person opened before any list', () => {
    expect(nextRead([machines(null), history('a', null), history('b', null, true)], NOW).read).toMatchObject({
      executionId: 'b',
    })
  })

  it('hardly reads an execution that is over, even while a person looks at it', () => {
    const over: Candidate = { ...history('a', NOW - 29_999, true), ended: true }
    expect(nextRead([over], NOW)).toEqual({ read: null, dueAtMs: NOW + 1 })
    expect(nextRead([over], NOW + 1).read).toMatchObject({ executionId: 'a' })
  })

  it('goes from what names others to what fills in, when nothing was read yet', () => {
    const executions: Candidate = {
      read: { kind: 'executions', stateMachineArn: 'm' },
      triedAtMs: null,
      pinned: false,
    }
    const definition: Candidate = {
      read: {
        kind: 'definition',
        stateMachineArn: 'm',
        executionArn: 'a',
        startedAtMs: 0,
        stateMachineVersionArn: null,
        mapRunArn: null,
      },
      triedAtMs: null,
      pinned: false,
    }
    const all = [definition, history('a', null), executions, machines(null)]
    const kinds: Read['kind'][] = []
    for (let left = all; left.length > 0; ) {
      const { read } = nextRead(left, NOW)
      if (read === null) break
      kinds.push(read.kind)
      left = left.filter((candidate) => candidate.read !== read)
    }
    expect(kinds).toEqual(['stateMachines', 'executions', 'history', 'definition'])
  })

  it('lists the workflows of a domain as it lists executions: before any history at first, then every ten seconds', () => {
    const workflows = (triedAtMs: number | null): Candidate => ({
      read: { kind: 'workflows', domain: 'orders' },
      triedAtMs,
      pinned: false,
    })
    expect(nextRead([history('a', null), workflows(null)], NOW).read).toMatchObject({ domain: 'orders' })
    expect(nextRead([workflows(null), machines(null)], NOW).read).toMatchObject({ kind: 'stateMachines' })
    expect(nextRead([workflows(NOW)], NOW)).toEqual({ read: null, dueAtMs: NOW + 10_000 })
  })

  it("reads a child's parent after the child, and again no sooner than a definition", () => {
    const parent = (triedAtMs: number | null): Candidate => ({
      read: { kind: 'mapRunParent', mapRunArn: 'r' },
      triedAtMs,
      pinned: false,
    })
    expect(nextRead([parent(null), history('a', null)], NOW).read).toMatchObject({ executionId: 'a' })
    expect(nextRead([parent(NOW)], NOW)).toEqual({ read: null, dueAtMs: NOW + 30_000 })
  })

  it('reads what was never read before what has waited long, and of those the longest', () => {
    const waited = [history('new', NOW - 5_000), history('old', NOW - 9_000)]
    expect(nextRead(waited, NOW).read).toMatchObject({ executionId: 'old' })
    expect(nextRead([...waited, history('never', null)], NOW).read).toMatchObject({ executionId: 'never' })
  })

  it('says when the next read is due, and is ready at that moment', () => {
    const candidates = [history('a', NOW - 1000), machines(NOW - 1000)]
    const plan = nextRead(candidates, NOW)
    expect(plan.read).toBeNull()
    const dueAtMs = plan.dueAtMs ?? Number.NaN
    expect(dueAtMs).toBeGreaterThan(NOW)
    expect(nextRead(candidates, dueAtMs - 1).read).toBeNull()
    expect(nextRead(candidates, dueAtMs)).toMatchObject({ read: { executionId: 'a' }, dueAtMs })
  })

  it('reads a pinned execution more often than another', () => {
    const dueIn = (pinned: boolean) => (nextRead([history('a', NOW, pinned)], NOW).dueAtMs ?? NOW) - NOW
    expect(dueIn(true)).toBeLessThan(dueIn(false))
  })

  it('tries again soon what failed for a reason that passes', () => {
    const dueIn = (failed: boolean) => (nextRead([{ ...machines(NOW), failed }], NOW).dueAtMs ?? NOW) - NOW
    expect(dueIn(false)).toBeGreaterThan(10_000)
    expect(dueIn(true)).toBeLessThanOrEqual(5_000)
    // A failure never makes a pause longer.
    expect(nextRead([{ ...history('a', NOW), failed: true }], NOW)).toEqual(
      nextRead([history('a', NOW)], NOW),
    )
  })

  it('has something to do exactly when something is due', () => {
    const triedAtMs = fc.option(fc.integer({ min: NOW - 70_000, max: NOW + 10 }))
    const candidate = fc
      .record({
        history: fc.boolean(),
        triedAtMs,
        pinned: fc.boolean(),
        failed: fc.boolean(),
        ended: fc.boolean(),
      })
      .map(
        ({ history: isHistory, triedAtMs: at, pinned, ...more }): Candidate => ({
          ...(isHistory ? history('a', at, pinned) : machines(at)),
          ...more,
        }),
      )
    fc.assert(
      fc.property(fc.array(candidate), (candidates) => {
        const plan = nextRead(candidates, NOW)
        expect(firstDueMs(candidates, NOW)).toBe(plan.dueAtMs)
        expect(plan.read !== null).toBe(plan.dueAtMs === NOW)
      }),
    )
  })

  it('starves nobody, at any rate, whatever is pinned', () => {
    const scenario = fc.record({
      everyMs: fc.constantFrom(100, 500, 1000, 2500, 10_000),
      others: fc.integer({ min: 1, max: 6 }),
      pins: fc.integer({ min: 0, max: 5 }),
    })
    fc.assert(
      fc.property(scenario, ({ everyMs, others, pins }) => {
        let candidates: readonly Candidate[] = [
          machines(null),
          ...Array.from({ length: others }, (_, index) => history(`other ${index}`, null)),
          ...Array.from({ length: pins }, (_, index) => history(`pin ${index}`, null, true)),
        ]
        let nowMs = NOW
        // Enough turns for each to come up, with every other turn a pinned one, and to come up again.
        for (let turn = 0; turn < 4 * candidates.length + 700_000 / everyMs; turn += 1) {
          const { read } = nextRead(candidates, nowMs)
          const readAtMs = nowMs
          candidates = candidates.map((candidate) =>
            candidate.read === read ? { ...candidate, triedAtMs: readAtMs } : candidate,
          )
          nowMs += everyMs
        }
        for (const { triedAtMs, read } of candidates) {
          expect(triedAtMs, JSON.stringify(read)).not.toBeNull()
          expect(nowMs - (triedAtMs ?? 0)).toBeLessThanOrEqual(60_000 + 2 * everyMs * (candidates.length + 1))
        }
      }),
      { numRuns: 60 },
    )
  })
})
