import { useCallback, useRef, useSyncExternalStore } from 'react'
import type { ReadableStore } from '../lib/store.ts'

/** The values of several stores; the array is a new one only when one of them changed. The stores themselves must stay the same. */
export function useStores<T>(stores: readonly ReadableStore<T>[]): readonly T[] {
  const held = useRef(stores)
  const last = useRef<readonly T[]>([])
  const subscribe = useCallback((listener: () => void) => {
    const stops = held.current.map((store) => store.subscribe(listener))
    return () => {
      for (const stop of stops) stop()
    }
  }, [])
  const snapshot = (): readonly T[] => {
    const next = held.current.map((store) => store.get())
    const same =
      next.length === last.current.length && next.every((value, i) => Object.is(value, last.current[i]))
    if (!same) last.current = next
    return last.current
  }
  return useSyncExternalStore(subscribe, snapshot, snapshot)
}
