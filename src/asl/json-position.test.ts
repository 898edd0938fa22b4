import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../lib/json.ts'
import { isJsonObject } from '../lib/json.ts'
import { offsetInJson } from './json-position.ts'

/** Every pointer into a value, with what lies there. */
function* places(value: JsonValue, pointer: string[] = []): Generator<[string[], JsonValue]> {
  yield [pointer, value]
  const entries = Array.isArray(value) ? value.entries() : isJsonObject(value) ? Object.entries(value) : []
  for (const [key, member] of entries) yield* places(member, [...pointer, String(key)])
}

describe('offsetInJson', () => {
  it('finds every value of every text, however it is spaced', () => {
    // JSON.parse gives what fast-check's jsonValue makes; the cast only narrows `unknown`.
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.integer({ min: 0, max: 3 }), (compact, indent) => {
        const text = JSON.stringify(JSON.parse(compact), null, indent)
        for (const [pointer, value] of places(JSON.parse(text) as JsonValue)) {
          const offset = offsetInJson(text, pointer)
          const written = JSON.stringify(value, null, indent).split('\n')[0] ?? ''
          expect(text.slice(offset, offset + written.length)).toBe(written)
        }
      }),
    )
  })

  it('stops at the closest parent of what is not there', () => {
    expect(offsetInJson('{ "a": [1, {"b": 2}] }', ['a', '1', 'nowhere'])).toBe(11)
    expect(offsetInJson('{"a": 1, "a": 2}', ['a'])).toBe(14)
  })
})
