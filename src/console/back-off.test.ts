import { describe, expect, it } from 'vitest'
import { createBackOff } from './back-off.ts'
import { settled, virtualPorts } from './testing-ports.ts'

function stage(random = () => 0.5) {
  const ports = virtualPorts({ random })
  return { ports, backOff: createBackOff(ports) }
}

describe('a back-off', () => {
  it('lets nothing go until it is over, and then everything that waits', async () => {
    const { ports, backOff } = stage()
    let gone = 0
    await backOff.over()
    backOff.begin(60_000)
    for (let left = 3; left > 0; left -= 1) void backOff.over().then(() => (gone += 1))
    await ports.advance(999)
    expect(gone).toBe(0)
    await ports.advance(1)
    expect(gone).toBe(3)
    expect(backOff.untilMs).toBeNull()
  })

  it('takes twice as long each time, to a limit, until it is told to relax', async () => {
    const { ports, backOff } = stage()
    const pauses: number[] = []
    const begin = async (): Promise<void> => {
      backOff.begin(5000)
      pauses.push((backOff.untilMs ?? 0) - ports.passed())
      await ports.advance(20_000)
    }
    for (let times = 5; times > 0; times -= 1) await begin()
    expect(pauses).toEqual([1000, 2000, 4000, 5000, 5000])
    backOff.relax()
    await begin()
    expect(pauses.at(-1)).toBe(1000)
  })

  it('takes several failures at once for one', () => {
    const { ports, backOff } = stage()
    for (let times = 3; times > 0; times -= 1) backOff.begin(60_000)
    expect(backOff.untilMs).toBe(ports.passed() + 1000)
  })

  it('never shortens a pause that is under way', () => {
    let share = 1
    const { backOff } = stage(() => share)
    backOff.begin(1000)
    const untilMs = backOff.untilMs
    share = 0
    backOff.begin(1000)
    expect(backOff.untilMs).toBe(untilMs)
  })

  it('holds what waits through one that begins anew', async () => {
    const { ports, backOff } = stage()
    let isOver = false
    backOff.begin(60_000)
    void backOff.over().then(() => (isOver = true))
    backOff.end()
    backOff.begin(60_000)
    await ports.advance(1000)
    expect(isOver).toBe(false)
    await ports.advance(1000)
    expect(isOver).toBe(true)
  })

  it('is not held up by a clock that is set back', async () => {
    const { ports, backOff } = stage()
    let isOver = false
    backOff.begin(60_000)
    void backOff.over().then(() => (isOver = true))
    ports.setWall(ports.wall() - 3_600_000)
    await ports.advance(1000)
    expect(isOver).toBe(true)
  })

  it('ends when a person wants to try now', async () => {
    const { backOff } = stage()
    let isOver = false
    backOff.begin(60_000)
    void backOff.over().then(() => (isOver = true))
    backOff.end()
    expect(backOff.untilMs).toBeNull()
    await settled()
    expect(isOver).toBe(true)
  })
})
