import { describe, expect, it } from 'vitest'
import { virtualPorts } from '../testing-ports.ts'
import { watchIdle } from './idle.ts'
import type { Tab } from './tab.ts'
import { type TestTab, testBrowser } from './testing-tab.ts'

const MINUTE_MS = 60_000

function watched(signedIn = true) {
  const ports = virtualPorts()
  const browser = testBrowser()
  let isIn = signedIn
  const open = (change: (tab: TestTab) => Tab = (same) => same) => {
    const outs: number[] = []
    const tab = browser.open()
    const idle = watchIdle(
      ports,
      change(tab),
      10 * MINUTE_MS,
      () => isIn,
      () => void outs.push(ports.passed()),
    )
    return { idle, outs, tab }
  }
  return {
    ports,
    open,
    signIn: () => {
      isIn = true
    },
  }
}

describe('who does nothing', () => {
  it('is warned a minute before, and then signed out once', async () => {
    const { ports, open } = watched()
    const { idle, outs } = open()
    await ports.advance(9 * MINUTE_MS - 1000)
    expect(idle.endsAtMs.get()).toBeNull()
    await ports.advance(1000)
    expect((idle.endsAtMs.get() ?? 0) - ports.passed()).toBe(MINUTE_MS)
    expect(outs).toEqual([])
    await ports.advance(MINUTE_MS)
    expect(outs).toHaveLength(1)
    await ports.advance(30 * MINUTE_MS)
    expect(outs).toHaveLength(1)
    expect(ports.waiting).toBe(0)
  })

  it('stays by doing something, in whichever tab', async () => {
    const { ports, open } = watched()
    const one = open()
    const other = open()
    for (const active of [one, other, one, other]) {
      await ports.advance(8.5 * MINUTE_MS)
      active.idle.active()
    }
    await ports.advance(9 * MINUTE_MS - 1000)
    expect([one, other].map(({ idle }) => idle.endsAtMs.get())).toEqual([null, null])
  })

  it('stays after a warning by saying so, in whichever tab', async () => {
    const { ports, open } = watched()
    const one = open()
    const other = open()
    for (const active of [one, other, one, other]) {
      await ports.advance(9.5 * MINUTE_MS)
      active.idle.active()
      expect(one.idle.endsAtMs.get()).not.toBeNull()
      expect(other.idle.endsAtMs.get()).not.toBeNull()
      active.idle.stay()
      await ports.advance(0)
      expect([one, other].map(({ idle }) => idle.endsAtMs.get())).toEqual([null, null])
    }
    expect([...one.outs, ...other.outs]).toEqual([])
    await ports.advance(10 * MINUTE_MS)
    expect([...one.outs, ...other.outs]).toHaveLength(2)
  })

  it('tells the other tabs now and then only', async () => {
    const { ports, open } = watched()
    const { idle, tab } = open()
    for (let second = 0; second < 60; second += 1) {
      idle.active()
      await ports.advance(1000)
    }
    expect(tab.told).toHaveLength(6)
  })

  it('is signed out after the machine slept for so long, also if the first thing seen is a key', async () => {
    const { ports, open } = watched()
    const { idle, outs } = open()
    await ports.advance(5000)
    ports.setWall(ports.wall() + 60 * MINUTE_MS)
    idle.active()
    await ports.advance(1000)
    expect(outs).toHaveLength(1)
  })

  it('has nothing sent any more from the moment that the machine wakes, before any timer', async () => {
    const { ports, open } = watched()
    const { idle } = open()
    await ports.advance(5000)
    expect(idle.isOver()).toBe(false)
    ports.setWall(ports.wall() + 10 * MINUTE_MS)
    expect(idle.isOver()).toBe(true)
    idle.active()
    expect(idle.isOver()).toBe(true)
  })

  it('stays in a tab that slept while somebody was at work in another one', async () => {
    const { ports, open } = watched()
    const asleep = open((tab) => ({ ...tab, listen: () => () => undefined }))
    const awake = open()
    for (let turn = 0; turn < 4; turn += 1) {
      await ports.advance(8 * MINUTE_MS)
      awake.idle.active()
      expect(asleep.idle.isOver()).toBe(false)
    }
    await ports.advance(8 * MINUTE_MS)
    expect([...asleep.outs, ...awake.outs]).toEqual([])
    expect(asleep.idle.endsAtMs.get()).toBeNull()
    await ports.advance(2 * MINUTE_MS)
    expect(asleep.idle.isOver()).toBe(true)
    expect([...asleep.outs, ...awake.outs]).toHaveLength(2)
  })

  it('goes by its own word where the browser keeps nothing for other tabs', async () => {
    const { ports, open } = watched()
    const refuse = (): never => {
      throw new DOMException('denied', 'SecurityError')
    }
    const { idle, outs } = open((tab) => ({ ...tab, shared: { getItem: refuse, setItem: refuse } }))
    await ports.advance(8 * MINUTE_MS)
    idle.active()
    await ports.advance(9 * MINUTE_MS)
    expect(outs).toEqual([])
    await ports.advance(MINUTE_MS)
    expect(outs).toHaveLength(1)
  })

  it('is left alone while nobody is signed in; the time counts from there', async () => {
    const { ports, open, signIn } = watched(false)
    const { idle, outs } = open()
    await ports.advance(60 * MINUTE_MS)
    expect(idle.endsAtMs.get()).toBeNull()
    signIn()
    await ports.advance(8 * MINUTE_MS)
    expect(idle.endsAtMs.get()).toBeNull()
    expect(outs).toEqual([])
  })
})
