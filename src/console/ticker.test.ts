import { describe, expect, it } from 'vitest'
import { virtualPorts } from './testing-ports.ts'
import { createTicker } from './ticker.ts'

describe('the ticker', () => {
  it('is one timer for everybody, and none for nobody', async () => {
    const ports = virtualPorts()
    const ticker = createTicker(ports)
    await ports.advance(10_000)
    expect(ports.waiting).toBe(0)
    const told = [0, 0]
    const stops = told.map((_, index) =>
      ticker.subscribe(() => {
        told[index] = (told[index] ?? 0) + 1
      }),
    )
    expect(ports.waiting).toBe(1)
    await ports.advance(10_000)
    expect(ports.waiting).toBe(1)
    expect(told[0]).toBe(told[1])
    expect(told[0]).toBeGreaterThanOrEqual(10) // at least once a second
    for (const stop of stops) stop()
    await ports.advance(1000)
    expect(ports.waiting).toBe(0)
  })

  it('runs again, once, for who comes after', async () => {
    const ports = virtualPorts()
    const ticker = createTicker(ports)
    ticker.subscribe(() => undefined)()
    let told = 0
    ticker.subscribe(() => {
      told += 1
    })
    expect(ports.waiting).toBe(1)
    await ports.advance(5000)
    expect(told).toBeGreaterThanOrEqual(5)
  })

  it('tells nobody who has gone, also when it goes while others are told', async () => {
    const ports = virtualPorts()
    const ticker = createTicker(ports)
    let told = 0
    const stop = ticker.subscribe(() => {
      told += 1
      stop()
    })
    await ports.advance(5000)
    expect(told).toBe(1)
  })

  it('goes on ticking for the rest when one listener throws', async () => {
    const ports = virtualPorts()
    const ticker = createTicker(ports)
    ticker.subscribe(() => {
      throw new Error('a broken cell')
    })
    await expect(ports.advance(1000)).rejects.toThrow('a broken cell')
    expect(ports.waiting).toBe(1)
  })
})
