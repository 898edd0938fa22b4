import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ClockOffset, type DateSight, narrowOffset, offsetAt, serverTimeAt } from './clock-offset.ts'

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
