/** Items in ascending order of a key that no two share; a page costs its own length, whatever the list's. */
export class SortedList<K extends string | number, T> {
  readonly #keys: K[] = []
  readonly #items: T[] = []

  get size(): number {
    return this.#items.length
  }

  /** An item with the same key is replaced. */
  set(key: K, item: T): void {
    const index = this.#indexOf(key)
    const present = this.#keys[index] === key ? 1 : 0
    this.#keys.splice(index, present, key)
    this.#items.splice(index, present, item)
  }

  delete(key: K): void {
    const index = this.#indexOf(key)
    if (this.#keys[index] !== key) return
    this.#keys.splice(index, 1)
    this.#items.splice(index, 1)
  }

  /** Up to `count` items whose keys come after `key`, ascending; from the first one where no key is given. */
  after(key: K | undefined, count: number): Page<K, T> {
    const start =
      key === undefined ? 0 : this.#indexOf(key) + (this.#keys[this.#indexOf(key)] === key ? 1 : 0)
    const end = Math.min(start + count, this.#items.length)
    return {
      items: this.#items.slice(start, end),
      lastKey: end < this.#items.length ? this.#keys[end - 1] : undefined,
    }
  }

  /** Up to `count` items whose keys come before `key`, descending; from the last one where no key is given. */
  before(key: K | undefined, count: number): Page<K, T> {
    const end = key === undefined ? this.#items.length : this.#indexOf(key)
    const start = Math.max(0, end - count)
    return {
      items: this.#items.slice(start, end).reverse(),
      lastKey: start > 0 ? this.#keys[start] : undefined,
    }
  }

  /** Of the first key that is not below `key`. */
  #indexOf(key: K): number {
    let low = 0
    let high = this.#keys.length
    while (low < high) {
      const middle = (low + high) >> 1
      const candidate = this.#keys[middle]
      if (candidate !== undefined && candidate < key) low = middle + 1
      else high = middle
    }
    return low
  }
}

export interface Page<K, T> {
  readonly items: T[]
  /** Where the next page goes on; undefined on the last page. */
  readonly lastKey: K | undefined
}
