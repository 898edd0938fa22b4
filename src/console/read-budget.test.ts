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
    const { ports, wentMs, take } = watched(2)
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
  })
})
