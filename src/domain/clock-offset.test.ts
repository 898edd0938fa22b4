import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  afterLeap,
  type ClockOffset,
  type ClockReading,
  type DateSight,
  dateSight,
  leapBetween,
  narrowOffset,
  offsetAt,
  serverTimeAt,
} from './clock-offset.ts'

const WALL_MS = Date.UTC(2026, 10, 20, 14)

describe('narrowOffset', () => {
  it('knows the offset within the second of Date and the time on the way', () => {
    const known = narrowOffset(undefined, {
      dateMs: WALL_MS + 60_000,
      sentWallMs: WALL_MS + 200,
      answeredWallMs: WALL_MS + 300,
    })
    expect(known.offset.lo).toBe(59_700)
    expect(known.offset.hi).toBeCloseTo(60_800, 0)
    expect(known.restarts).toBe(0)
  })

  it('narrows by intersection, and widens again as the clocks may stray', () => {
    const first = narrowOffset(undefined, {
      dateMs: WALL_MS,
      sentWallMs: WALL_MS + 100,
      answeredWallMs: WALL_MS + 110,
    })
    const second = narrowOffset(first, {
      dateMs: WALL_MS + 1000,
      sentWallMs: WALL_MS + 1900,
      answeredWallMs: WALL_MS + 1910,
    })
    const width = (known: ClockOffset, wallMs: number) =>
      offsetAt(known, wallMs).hi - offsetAt(known, wallMs).lo
    expect(width(second, WALL_MS + 1910)).toBeLessThan(width(first, WALL_MS + 1910) / 3)
    expect(width(second, WALL_MS + 3_600_000)).toBeGreaterThan(width(second, WALL_MS + 1910) + 500)
  })

  it('starts anew from the sight that contradicts it: the clock was set', () => {
    const sight = (wallMs: number, dateMs: number): DateSight => ({
      dateMs,
      sentWallMs: wallMs,
      answeredWallMs: wallMs + 20,
    })
    const before = narrowOffset(undefined, sight(WALL_MS, WALL_MS))
    const after = narrowOffset(before, sight(WALL_MS + 5000, WALL_MS + 305_000))
    expect(after).toEqual({
      ...narrowOffset(undefined, sight(WALL_MS + 5000, WALL_MS + 305_000)),
      restarts: 1,
    })
    expect(serverTimeAt(after, WALL_MS + 5020).lo).toBeGreaterThanOrEqual(WALL_MS + 305_000)
  })

  it('always holds the true offset, whatever the answers, while the clocks stray no more than is allowed for', () => {
    const sights = fc.array(
      fc.record({
        afterMs: fc.integer({ min: 0, max: 120_000 }),
        upMs: fc.integer({ min: 0, max: 8_000 }),
        downMs: fc.integer({ min: 0, max: 8_000 }),
      }),
      { minLength: 1, maxLength: 30 },
    )
    // Quartz: 50 parts in a million either way.
    const drift = fc.integer({ min: -50, max: 50 }).map((ppm) => ppm * 1e-6)
    fc.assert(
      fc.property(
        sights,
        drift,
        fc.double({ min: -600_000, max: 600_000, noNaN: true }),
        (answers, ratio, startOffset) => {
          const trueOffset = (wallMs: number) => startOffset + (wallMs - WALL_MS) * ratio
          let known: ClockOffset | undefined
          let wallMs = WALL_MS
          for (const { afterMs, upMs, downMs } of answers) {
            wallMs += afterMs
            const serverMs = wallMs + upMs + trueOffset(wallMs + upMs)
            known = narrowOffset(known, {
              dateMs: Math.floor(serverMs / 1000) * 1000,
              sentWallMs: wallMs,
              answeredWallMs: wallMs + upMs + downMs,
            })
            for (const laterMs of [0, 1000, 3_600_000]) {
              const at = wallMs + upMs + downMs + laterMs
              expect(offsetAt(known, at).lo).toBeLessThanOrEqual(trueOffset(at) + 1e-6)
              expect(offsetAt(known, at).hi).toBeGreaterThanOrEqual(trueOffset(at) - 1e-6)
            }
          }
          expect(known?.restarts).toBe(0)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('stays true at the worst: Date cut by nearly a second while the answer is long on its way', () => {
    const answeredWallMs = WALL_MS + 15_000
    const known = narrowOffset(undefined, { dateMs: WALL_MS - 1000, sentWallMs: WALL_MS, answeredWallMs })
    // The server read its clock at once, at WALL_MS, and has gained 50 parts in a million since.
    expect(offsetAt(known, answeredWallMs).hi).toBeGreaterThanOrEqual(0.75)
  })
})

describe('a machine whose clock is set and that sleeps', () => {
  const turn = fc.oneof(
    fc.record({ kind: fc.constant('passes' as const), ms: fc.integer({ min: 0, max: 60_000 }) }),
    fc.record({ kind: fc.constant('set' as const), ms: fc.integer({ min: -7_200_000, max: 7_200_000 }) }),
    fc.record({ kind: fc.constant('sleeps' as const), ms: fc.integer({ min: 0, max: 36_000_000 }) }),
    fc.record({ kind: fc.constant('sent' as const), ms: fc.integer({ min: 0, max: 8000 }) }),
    fc.record({ kind: fc.constant('answered' as const), ms: fc.integer({ min: 0, max: 8000 }) }),
  )

  it('knows server time at every moment, whatever comes between a request and its answer', () => {
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 40 }), (turns) => {
        let serverMs = WALL_MS + 123_456
        let clocks: ClockReading = { wallMs: WALL_MS, steadyMs: 5000 }
        let looked = clocks
        let asked: { readonly sent: ClockReading; readonly dateMs: number } | undefined
        let known = narrowOffset(undefined, {
          dateMs: Math.floor(serverMs / 1000) * 1000,
          sentWallMs: WALL_MS,
          answeredWallMs: WALL_MS,
        })
        const pass = (ms: number) => {
          serverMs += ms
          clocks = { wallMs: clocks.wallMs + ms, steadyMs: clocks.steadyMs + ms }
        }
        for (const { kind, ms } of turns) {
          // Set back and asleep during one request is beyond what two clocks tell.
          const mayLeap = asked === undefined || looked === asked.sent
          // A leap too small to be noticed is not promised to be survived.
          if (kind === 'set' && mayLeap && Math.abs(ms) >= 250)
            clocks = { ...clocks, wallMs: clocks.wallMs + ms }
          if (kind === 'sleeps' && mayLeap && ms >= 250) {
            serverMs += ms
            clocks = { ...clocks, wallMs: clocks.wallMs + ms }
          }
          if (kind === 'passes') pass(ms)
          if (kind === 'sent') {
            const sent = clocks
            looked = sent
            pass(ms)
            asked = { sent, dateMs: Math.floor(serverMs / 1000) * 1000 }
          }
          const leapMs = leapBetween(looked, clocks)
          if (leapMs !== 0) {
            known = afterLeap(known, leapMs, clocks.steadyMs - looked.steadyMs)
            looked = clocks
          }
          if (kind === 'answered' && asked !== undefined) {
            pass(ms)
            known = narrowOffset(known, dateSight(asked.dateMs, asked.sent, clocks))
            asked = undefined
          }
          const { lo, hi } = serverTimeAt(known, clocks.wallMs)
          expect(lo).toBeLessThanOrEqual(serverMs + 1e-3)
          expect(hi).toBeGreaterThanOrEqual(serverMs - 1e-3)
        }
        expect(known.restarts).toBe(0)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('clocks that stray from each other little by little', () => {
  const SLEWED = 500e-6

  it.each([
    { steady: 35e-6, wall: 0, case: 'the steady one is not put right, and fast' },
    { steady: -35e-6, wall: 0, case: 'the steady one is not put right, and slow' },
    { steady: SLEWED, wall: SLEWED, case: 'both are being put forward' },
    { steady: -SLEWED, wall: -SLEWED, case: 'both are being put back' },
    { steady: 0, wall: SLEWED, case: 'the wall alone is being put forward' },
    { steady: 0, wall: -SLEWED, case: 'the wall alone is being put back' },
  ])('tell server time all the same: $case', ({ steady, wall }) => {
    for (const everyMs of [2_700, 61_300]) {
      const clocksAt = (ms: number): ClockReading => ({
        wallMs: WALL_MS + ms * (1 + wall),
        steadyMs: ms * (1 + steady),
      })
      let looked = clocksAt(0)
      let known: ReturnType<typeof narrowOffset> | undefined
      for (let ms = 0; ms < 6 * 3_600_000; ms += everyMs) {
        const clocks = clocksAt(ms)
        const leapMs = leapBetween(looked, clocks)
        if (leapMs !== 0 && known !== undefined) {
          known = afterLeap(known, leapMs, clocks.steadyMs - looked.steadyMs)
          looked = clocks
        }
        if (known !== undefined) {
          const { lo, hi } = serverTimeAt(known, clocks.wallMs)
          expect(lo).toBeLessThanOrEqual(WALL_MS + ms + 1e-3)
          expect(hi).toBeGreaterThanOrEqual(WALL_MS + ms - 1e-3)
        }
        const dateMs = Math.floor((WALL_MS + ms) / 1000) * 1000
        known = narrowOffset(known, { dateMs, sentWallMs: clocks.wallMs, answeredWallMs: clocks.wallMs })
      }
      expect(known?.restarts).toBe(0)
    }
  })
})
