import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../lib/json.ts'
import { isJsonObject } from '../lib/json.ts'
import { JsonPlaces, positionsIn, syntaxFault } from './json-position.ts'

/** Every pointer into a value, with what lies there. */
function* places(value: JsonValue, pointer: string[] = []): Generator<[string[], JsonValue]> {
  yield [pointer, value]
  const entries = Array.isArray(value) ? value.entries() : isJsonObject(value) ? Object.entries(value) : []
  for (const [key, member] of entries) yield* places(member, [...pointer, String(key)])
}

describe('JsonPlaces', () => {
  it('finds every value of every text, however it is spaced', () => {
    // JSON.parse gives what fast-check's jsonValue makes; the cast only narrows `unknown`.
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.integer({ min: 0, max: 3 }), (compact, indent) => {
        const text = JSON.stringify(JSON.parse(compact), null, indent)
        const at = new JsonPlaces(text)
        for (const [pointer, value] of places(JSON.parse(text) as JsonValue)) {
          const offset = at.offsetOf(pointer)
          const written = JSON.stringify(value, null, indent).split('\n')[0] ?? ''
          expect(text.slice(offset, offset + written.length)).toBe(written)
        }
      }),
    )
  })

  it('stops at the closest parent of what is not there', () => {
    expect(new JsonPlaces('{ "a": [1, {"b": 2}] }').offsetOf(['a', '1', 'nowhere'])).toBe(11)
    expect(new JsonPlaces('{"a": 1, "a": 2}').offsetOf(['a'])).toBe(14)
  })
})

describe('positionsIn', () => {
  it('counts lines and columns from 1', () => {
    const lines = fc.array(fc.stringMatching(/^[a-z ]{0,5}$/), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(lines, fc.nat(), (parts, nth) => {
        const text = parts.join('\n')
        const offset = nth % (text.length + 1)
        const { line, column } = positionsIn(text)(offset)
        const before = parts.slice(0, line - 1).reduce((sum, part) => sum + part.length + 1, 0)
        expect(before + column - 1).toBe(offset)
        expect(column - 1).toBeLessThanOrEqual(parts[line - 1]?.length ?? -1)
      }),
    )
  })
})

describe('syntaxFault', () => {
  it('is there for what JSON.parse refuses', () => {
    const broken = fc
      .tuple(fc.json({ maxDepth: 3 }), fc.nat(), fc.constantFrom('', ',', '}', '"', ']', 'x', '//'))
      .map(([text, nth, put]) => {
        const at = nth % (text.length + 1)
        return text.slice(0, at) + put + text.slice(at + 1)
      })
    fc.assert(
      fc.property(broken, (text) => {
        const fault = syntaxFault(text)
        expect(fault !== undefined || isJson(text)).toBe(true)
        expect(fault?.offset ?? 0).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 500 },
    )
  })

  it('says what is expected, and where', () => {
    expect(syntaxFault('{"a": 1 "b": 2}')).toEqual({ offset: 8, reason: 'Comma expected' })
    expect(syntaxFault('{"a": 1}')).toBeUndefined()
  })
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
