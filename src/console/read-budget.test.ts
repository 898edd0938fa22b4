import { describe, expect, it } from 'vitest'
import { createReadBudget } from './read-budget.ts'
import { settled, virtualPorts } from './testing-ports.ts'

/** Takes from a budget and notes, in milliseconds from now, when each was let go. */
function watched(readsPerSecond: number) {
  const ports = virtualPorts()
  const budget = createReadBudget(readsPerSecond, ports)
  const startMs = ports.wall()
  const wentMs: number[] = []
  const take = (count: number): void => {
    for (let left = count; left > 0; left -= 1)
      void budget.take().then(() => wentMs.push(ports.wall() - startMs))
  }
  return { ports, budget, wentMs, take }
}

describe('a read budget', () => {
  it('lets the first go at once and the rest at its pace', async () => {
    const { ports, wentMs, take } = watched(2)
    take(4)
    await ports.advance(10_000)
    expect(wentMs).toEqual([0, 500, 1000, 1500])
  })

  it('saves nothing up while nobody reads', async () => {
    const { ports, wentMs, take } = watched(2)
    await ports.advance(60_000)
    take(3)
    await ports.advance(10_000)
    expect(wentMs).toEqual([60_000, 60_500, 61_000])
  })

  it('is not held up by a clock that is set back, nor by one that was set forward', async () => {
    const { ports, budget, wentMs, take } = watched(2)
    take(2)
    await ports.advance(100)
    ports.setWall(ports.wall() - 3_600_000)
    take(1)
    await ports.advance(2000)
    expect(wentMs).toHaveLength(3)
    ports.setWall(ports.wall() + 7_200_000)
    take(1)
    await settled()
    expect(wentMs).toHaveLength(4)
    budget.backOff(60_000)
    ports.setWall(ports.wall() - 3_600_000)
    take(1)
    await ports.advance(2000)
    expect(wentMs).toHaveLength(5)
  })

  it('lets nothing go while it backs off, not even what was waiting already', async () => {
    const { ports, budget, wentMs, take } = watched(2)
    take(3)
    await settled()
    budget.backOff(60_000)
    take(1)
    await ports.advance(999)
    expect(wentMs).toEqual([0])
    await ports.advance(10_000)
    expect(wentMs).toHaveLength(4)
    for (const [index, ms] of wentMs.slice(2).entries())
      expect(ms - (wentMs[index + 1] ?? 0)).toBeGreaterThanOrEqual(500)
  })

  it('backs off for twice as long each time, to a limit, until it is told to relax', async () => {
    const { ports, budget, wentMs, take } = watched(50)
    const pauses: number[] = []
    const backOff = async (): Promise<void> => {
      budget.backOff(5000)
      const fromMs = ports.wall()
      pauses.push((budget.backingOffUntilMs ?? 0) - fromMs)
      take(1)
      await ports.advance(20_000)
    }
    for (let times = 5; times > 0; times -= 1) await backOff()
    expect(pauses).toEqual([1000, 2000, 4000, 5000, 5000])
    expect(wentMs).toHaveLength(5)
    budget.relax()
    await backOff()
    expect(pauses.at(-1)).toBe(1000)
  })

  it('says until when it backs off, and that it no longer does once a read went', async () => {
    const { ports, budget, take } = watched(2)
    expect(budget.backingOffUntilMs).toBeNull()
    budget.backOff(5000)
    expect(budget.backingOffUntilMs).toBe(ports.wall() + 1000)
    take(1)
    await ports.advance(1000)
    expect(budget.backingOffUntilMs).toBeNull()
  })

  it('never reads sooner for backing off: a slow budget stays slow', async () => {
    const { ports, budget, wentMs, take } = watched(0.1)
    take(1)
    await settled()
    budget.backOff(5000)
    take(1)
    await ports.advance(9_999)
    expect(wentMs).toEqual([0])
    await ports.advance(1)
    expect(wentMs).toEqual([0, 10_000])
  })

  it('never shortens a pause that is under way', async () => {
    let share = 1
    const ports = virtualPorts({ random: () => share })
    const budget = createReadBudget(2, ports)
    budget.backOff(1000)
    const untilMs = budget.backingOffUntilMs ?? 0
    share = 0
    budget.backOff(1000)
    expect(budget.backingOffUntilMs).toBeGreaterThanOrEqual(untilMs)
  })

  it('takes several failures at once for one back-off', () => {
    const { ports, budget } = watched(2)
    budget.backOff(60_000)
    budget.backOff(60_000)
    budget.backOff(60_000)
    expect(budget.backingOffUntilMs).toBe(ports.wall() + 1000)
  })

  it('ends a back-off when a person wants to try now', async () => {
    const { ports, budget, wentMs, take } = watched(2)
    budget.backOff(60_000)
    budget.endBackOff()
    expect(budget.backingOffUntilMs).toBeNull()
    take(1)
    await ports.advance(0)
    expect(wentMs).toEqual([0])
  })
})
