import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SortedList } from './sorted-list.ts'

const keys = fc.uniqueArray(fc.integer({ min: 0, max: 60 }))

function listOf(present: readonly number[]): SortedList<number, string> {
  const list = new SortedList<number, string>()
  for (const key of present) list.set(key, `item ${key}`)
  return list
}

/** Page after page, as a client would read them. */
function readAll(list: SortedList<number, string>, length: number, direction: 'after' | 'before'): string[] {
  const read: string[] = []
  let key: number | undefined
  do {
    const page = list[direction](key, length)
    expect(page.items.length).toBeLessThanOrEqual(length)
    read.push(...page.items)
    key = page.lastKey
  } while (key !== undefined)
  return read
}

describe('SortedList', () => {
  it('gives each item once and in order, whatever the length of a page', () => {
    fc.assert(
      fc.property(keys, keys, fc.integer({ min: 1, max: 7 }), (added, removed, length) => {
        const list = listOf(added)
        for (const key of removed) list.delete(key)
        const left = added.filter((key) => !removed.includes(key)).sort((a, b) => a - b)
        const expected = left.map((key) => `item ${key}`)
        expect(list.size).toBe(left.length)
        expect(readAll(list, length, 'after')).toEqual(expected)
        expect(readAll(list, length, 'before')).toEqual(expected.toReversed())
      }),
    )
  })

  it('goes on at the right place when the last item read has gone', () => {
    const list = listOf([1, 2, 3, 4, 5])
    list.delete(3)
    expect(list.before(3, 2).items).toEqual(['item 2', 'item 1'])
    expect(list.after(3, 2).items).toEqual(['item 4', 'item 5'])
  })
})
