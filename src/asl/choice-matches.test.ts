import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject, JsonValue } from '../lib/json.ts'
import { choiceMatches } from './choice-matches.ts'
import { operators } from './choice-operators.ts'
import { PathNotFound } from './scoped-path.ts'

function holds(rule: JsonObject, input: JsonValue, variables: JsonObject = {}): boolean {
  return choiceMatches(rule, { input, context: { Run: 'r' }, variable: (name) => variables[name] })
}

const early = '2012-10-09T19:00:55Z'
const late = '2012-10-09T19:00:56Z'

describe('choiceMatches', () => {
  // Most of these were recorded against AWS.
  it.each<[string, JsonValue, JsonValue, readonly string[]]>([
    ['String', 'A', 'AB', ['LessThan', 'LessThanEquals']],
    ['String', '', '', ['Equals', 'LessThanEquals', 'GreaterThanEquals']],
    ['String', 'A\t\n\r', 'A', ['GreaterThan', 'GreaterThanEquals']],
    ['Numeric', 0, 1, ['LessThan', 'LessThanEquals']],
    ['Numeric', 1.5, 1.5, ['Equals', 'LessThanEquals', 'GreaterThanEquals']],
    ['Timestamp', early, late, ['LessThan', 'LessThanEquals']],
    ['Timestamp', late, early, ['GreaterThan', 'GreaterThanEquals']],
    ['Timestamp', early, '2012-10-09T20:00:55+01:00', ['Equals', 'LessThanEquals', 'GreaterThanEquals']],
    ['String', null, 'x', []],
    ['Numeric', '1', 1, []],
    ['Timestamp', '2023-02-24 12:15:56', early, []],
    ['Boolean', true, true, ['Equals']],
    ['Boolean', null, false, []],
  ])('%s operators on %j and %j', (type, value, operand, expected) => {
    const names = ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals']
    const known = type === 'Boolean' ? ['Equals'] : names
    const literal = known.filter((name) =>
      holds({ Variable: '$.v', [`${type}${name}`]: operand }, { v: value }),
    )
    const byPath = known.filter((name) =>
      holds({ Variable: '$.v', [`${type}${name}Path`]: '$.o' }, { v: value, o: operand }),
    )
    const byVariable = known.filter((name) =>
      holds({ Variable: '$v', [`${type}${name}Path`]: '$o[0]' }, null, { v: value, o: [operand] }),
    )
    expect(literal).toEqual(known.filter((name) => expected.includes(name)))
    expect([byPath, byVariable]).toEqual([literal, literal])
  })

  it.each<[JsonValue, readonly string[]]>([
    [null, ['IsNull']],
    [0, ['IsNumeric']],
    [1.1, ['IsNumeric']],
    ['', ['IsString']],
    ['2012-10-09T19:00:55', ['IsString']],
    [early, ['IsString', 'IsTimestamp']],
    [false, ['IsBoolean']],
    [[], []],
    [{ A: 0 }, []],
  ])('%j is %j', (value, expected) => {
    const tests = ['IsNull', 'IsNumeric', 'IsString', 'IsBoolean', 'IsTimestamp']
    expect(tests.filter((name) => holds({ Variable: '$.v', [name]: true }, { v: value }))).toEqual(expected)
    expect(tests.filter((name) => !holds({ Variable: '$.v', [name]: false }, { v: value }))).toEqual(expected)
    expect(holds({ Variable: '$.v', IsPresent: true }, { v: value })).toBe(true)
  })

  it.each<[string, string, boolean]>([
    ['log-2026.txt', 'log-*.txt', true],
    ['log-2026.txt', 'log-*.csv', false],
    ['a*b', 'a\\*b', true],
    ['axb', 'a\\*b', false],
    ['a\\xb', 'a\\\\*b', true],
    ['', '*', true],
    ['aba', 'a*ba', true],
    ['aba', 'ab*ba', false],
    ['abc', 'a*c*b', false],
    ['a.c', 'a.c', true],
    ['abc', 'a.c', false],
    ['line\nbreak', 'line*break', true],
  ])('StringMatches %j with %j: %s', (text, pattern, expected) => {
    expect(holds({ Variable: '$', StringMatches: pattern }, text)).toBe(expected)
  })

  it('finds what any pattern was made from, and does not hang on many stars', () => {
    const part = fc.string({ maxLength: 4 })
    const literal = (text: string): string => text.replace(/[*\\]/g, '\\$&')
    fc.assert(
      fc.property(fc.array(fc.tuple(part, part), { minLength: 1, maxLength: 5 }), (pairs) => {
        const pattern = pairs.map(([plain]) => literal(plain)).join('*')
        const text = pairs.map(([plain, between], index) => (index === 0 ? plain : between + plain)).join('')
        expect(holds({ Variable: '$', StringMatches: pattern }, text)).toBe(true)
      }),
    )
    expect(holds({ Variable: '$', StringMatches: `${'*a'.repeat(2000)}b` }, 'a'.repeat(20_000))).toBe(false)
  })

  it('combines rules, and looks no further than it must', () => {
    const yes = { Variable: '$.v', IsPresent: true }
    const no = { Variable: '$.gone', IsPresent: true }
    const lost = { Variable: '$.gone', IsNull: true }
    expect(holds({ And: [yes, { Not: no }] }, { v: 1 })).toBe(true)
    expect(holds({ And: [no, lost] }, { v: 1 })).toBe(false)
    expect(holds({ Or: [no, { And: [yes] }, lost] }, { v: 1 })).toBe(true)
    expect(holds({ Or: [no, no] }, { v: 1 })).toBe(false)
    expect(() => holds({ Or: [no, lost] }, { v: 1 })).toThrow(PathNotFound)
    expect(() => holds({ Not: { Variable: '$.v', NumericEqualsPath: '$.gone' } }, { v: 1 })).toThrow(
      PathNotFound,
    )
  })

  it('orders any two texts and numbers in exactly one way', () => {
    const pair = fc.oneof(
      fc.tuple(fc.constant('String'), fc.string(), fc.string()),
      fc.tuple(fc.constant('Numeric'), fc.integer(), fc.integer()),
    )
    fc.assert(
      fc.property(pair, ([type, a, b]) => {
        const is = (name: string): boolean => holds({ Variable: '$', [`${type}${name}`]: b }, a)
        expect([is('LessThan'), is('Equals'), is('GreaterThan')].filter(Boolean)).toHaveLength(1)
        expect(is('LessThanEquals')).toBe(!is('GreaterThan'))
        expect(is('GreaterThanEquals')).toBe(!is('LessThan'))
      }),
    )
  })

  it('knows the operators that States Language lists', () => {
    expect(Object.keys(operators)).toHaveLength(3 * 5 + 2 + 5)
  })
})
