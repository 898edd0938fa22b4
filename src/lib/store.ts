/** One value that can be watched. The shape fits React's `useSyncExternalStore`. */
export interface Store<T> {
  get(): T
  set(next: T): void
  update(change: (value: T) => T): void
  /** Returns the way to stop listening. */
  subscribe(listener: () => void): () => void
}

export type ReadableStore<T> = Pick<Store<T>, 'get' | 'subscribe'>

export function createStore<T>(initial: T): Store<T> {
  let value = initial
  const listeners = new Set<() => void>()
  const store: Store<T> = {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of [...listeners]) listener()
    },
    update: (change) => store.set(change(value)),
    subscribe(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
  return store
}
