import { describe, expect, it } from 'vitest'
import { createStore } from './store.ts'

describe('a store', () => {
  it('tells its listeners of a new value, and of nothing else', () => {
    const store = createStore({ count: 0 })
    const told: number[] = []
    const stop = store.subscribe(() => told.push(store.get().count))
    store.set({ count: 1 })
    store.set(store.get())
    store.update((value) => value)
    store.update(({ count }) => ({ count: count + 1 }))
    stop()
    store.set({ count: 9 })
    expect(told).toEqual([1, 2])
    expect(store.get()).toEqual({ count: 9 })
  })

  it('does not take NaN for a change', () => {
    const store = createStore(Number.NaN)
    let told = 0
    store.subscribe(() => {
      told += 1
    })
    store.set(Number.NaN)
    expect(told).toBe(0)
  })

  it('tells everybody who listened when it changed, also if one leaves or joins meanwhile', () => {
    const store = createStore(0)
    const told: string[] = []
    const stopA = store.subscribe(() => {
      told.push('a')
      stopA()
      store.subscribe(() => told.push('late'))
    })
    store.subscribe(() => told.push('b'))
    store.set(1)
    expect(told).toEqual(['a', 'b'])
    store.set(2)
    expect(told).toEqual(['a', 'b', 'b', 'late'])
  })

  it('counts the same listener twice as one', () => {
    const store = createStore(0)
    let told = 0
    const listener = () => {
      told += 1
    }
    store.subscribe(listener)
    store.subscribe(listener)
    store.set(1)
    expect(told).toBe(1)
  })
})
