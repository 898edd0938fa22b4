/** A binary min-heap: `compare(a, b) < 0` puts `a` before `b`. Push and pop cost O(log n). */
export class Heap<T> {
  readonly #items: T[] = []
  readonly #compare: (a: T, b: T) => number

  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare
  }

  get size(): number {
    return this.#items.length
  }

  peek(): T | undefined {
    return this.#items[0]
  }

  push(item: T): void {
    const items = this.#items
    let index = items.length
    items.push(item)
    while (index > 0) {
      const parentIndex = (index - 1) >> 1
      const parent = items[parentIndex] as T // index > 0, so the parent exists
      if (this.#compare(item, parent) >= 0) break
      items[index] = parent
      index = parentIndex
    }
    items[index] = item
  }

  /** Drops the items that `keep` refuses; costs O(n log n). */
  retain(keep: (item: T) => boolean): void {
    const kept = this.#items.filter(keep).sort(this.#compare)
    // In order is one way of being a heap.
    this.#items.length = 0
    for (const item of kept) this.#items.push(item)
  }

  pop(): T | undefined {
    const items = this.#items
    const top = items[0]
    const last = items.pop()
    if (last === undefined || items.length === 0) return top
    let index = 0
    for (;;) {
      let childIndex = 2 * index + 1
      if (childIndex >= items.length) break
      const left = items[childIndex] as T // childIndex < length, checked above
      const right = items[childIndex + 1]
      let child = left
      if (right !== undefined && this.#compare(right, left) < 0) {
        child = right
        childIndex += 1
      }
      if (this.#compare(last, child) <= 0) break
      items[index] = child
      index = childIndex
    }
    items[index] = last
    return top
  }
}
