import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Heap } from './heap.ts'

interface Item {
  readonly key: number
  readonly order: number
}

describe('Heap', () => {
  it('gives what a sort would, also when pushes and pops are mixed', () => {
    const step = fc.oneof(
      fc.record({ push: fc.integer({ min: 0, max: 20 }) }),
      fc.constant('pop' as const),
      fc.constant('even' as const),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const compare = (a: Item, b: Item) => a.key - b.key || a.order - b.order
        const heap = new Heap<Item>(compare)
        const model: Item[] = []
        for (const [order, one] of steps.entries()) {
          if (one === 'pop') expect(heap.pop()).toBe(model.shift())
          else if (one === 'even') {
            heap.retain(({ key }) => key % 2 === 0)
            model.splice(0, model.length, ...model.filter(({ key }) => key % 2 === 0))
          } else {
            const item = { key: one.push, order }
            heap.push(item)
            model.push(item)
            model.sort(compare)
          }
          expect(heap.size).toBe(model.length)
          expect(heap.peek()).toBe(model[0])
        }
        while (model.length > 0) expect(heap.pop()).toBe(model.shift())
        expect(heap.pop()).toBeUndefined()
      }),
    )
  })
})
