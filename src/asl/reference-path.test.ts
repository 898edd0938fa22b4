import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../lib/json.ts'
import { parseReferencePath, valueAt, withValueAt } from './reference-path.ts'

describe('parseReferencePath', () => {
  it.each([
    ['$', []],
    ['$.a.b', ['a', 'b']],
    ["$['a b'].c[12]", ['a b', 'c', 12]],
    ['$["it\\"s"]', ['it"s']],
    ['$.order-id', ['order-id']],
  ])('takes %s apart', (path, location) => {
    expect(parseReferencePath(path)).toEqual(location)
  })

  it.each(['', 'a', '$a', '$.', '$..a', '$.*', '$[*]', '$[0:1]', '$[-1]', '$[?@.a]', '$.a b', '$$.a'])(
    'refuses %s',
    (path) => {
      expect(parseReferencePath(path)).toBeUndefined()
    },
  )
})

describe('withValueAt', () => {
  const names = fc.array(fc.string({ minLength: 1 }), { maxLength: 4 })

  it('puts a value where valueAt finds it, and leaves the original alone', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 3 }),
        names,
        fc.jsonValue({ maxDepth: 2 }),
        (root, location, value) => {
          // A fast-check jsonValue is a JsonValue under another name.
          const before = root as JsonValue
          const copy = JSON.stringify(before)
          const after = withValueAt(before, location, value as JsonValue)
          expect(JSON.stringify(before)).toBe(copy)
          if (after !== undefined) expect(valueAt(after, location)).toEqual(value)
        },
      ),
    )
  })

  it('makes the objects on the way and never touches a prototype', () => {
    expect(withValueAt({ a: 1 }, ['b', 'c'], 2)).toEqual({ a: 1, b: { c: 2 } })
    const after = withValueAt({}, ['__proto__', 'polluted'], true)
    expect(JSON.stringify(after)).toBe('{"__proto__":{"polluted":true}}')
    expect({}).not.toHaveProperty('polluted')
  })

  it('refuses a list index that is not there', () => {
    expect(withValueAt({ a: [1] }, ['a', 1], 2)).toBeUndefined()
    expect(withValueAt({ a: [1] }, ['a', 0], 2)).toEqual({ a: [2] })
    expect(withValueAt(5, ['a'], 2)).toBeUndefined()
  })
})
