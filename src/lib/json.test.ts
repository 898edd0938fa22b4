import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isJsonObject, type JsonObject, parseJson, setMember } from './json.ts'

describe('parseJson', () => {
  it('reads JSON, and nothing else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        expect(parseJson(text)).toEqual(JSON.parse(text))
      }),
    )
    for (const text of ['', '{', "{'a': 1}", 'undefined', 'NaN']) expect(parseJson(text)).toBeUndefined()
  })

  it('reads 1000 levels, and not one more; brackets in strings are none', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
    expect(parseJson(nested(1000))).toBeDefined()
    expect(parseJson(nested(1001))).toBeUndefined()
    expect(parseJson(nested(100_000))).toBeUndefined()
    for (const text of ['['.repeat(5000), '\\"{'.repeat(2000)])
      expect(parseJson(JSON.stringify(text))).toBe(text)
    expect(parseJson(JSON.stringify(Array.from({ length: 5000 }, () => ({}))))).toHaveLength(5000)
  })
})

describe('isJsonObject', () => {
  it.each([
    [{}, true],
    [{ a: 1 }, true],
    [[], false],
    [null, false],
    ['a', false],
    [undefined, false],
  ])('%j: %s', (value, is) => {
    expect(isJsonObject(value)).toBe(is)
  })
})

describe('setMember', () => {
  it('makes __proto__ an ordinary member', () => {
    const object: JsonObject = {}
    setMember(object, '__proto__', { polluted: true })
    setMember(object, 'a', 1)
    expect(Object.keys(object)).toEqual(['__proto__', 'a'])
    expect(object['polluted']).toBeUndefined()
    expect(JSON.stringify(object)).toBe('{"__proto__":{"polluted":true},"a":1}')
  })
})
