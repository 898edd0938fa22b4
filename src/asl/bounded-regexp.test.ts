import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../lib/random.ts'
import { BoundedRegExp } from './bounded-regexp.ts'
import { bindingsOf, evaluateExpression } from './jsonata-expression.ts'

/** Every match, one after the other, as JSONata asks for them. */
function matches(pattern: { lastIndex: number; exec(text: string): RegExpExecArray | null }, text: string) {
  const found: unknown[] = []
  for (let count = 0; count < 20; count += 1) {
    const match = pattern.exec(text)
    if (match === null) break
    found.push([match.index, ...match])
    if (match[0] === '') pattern.lastIndex += 1
    if (pattern.lastIndex > text.length) break
  }
  return found
}

/** False where it takes too many steps, which JavaScript does not count. */
function agrees(source: string, flags: string, text: string): boolean {
  const budget = { steps: 50_000 }
  let found: unknown
  try {
    found = matches(new BoundedRegExp(new RegExp(source, flags), budget), text)
  } catch (error) {
    if (budget.steps === 0) return false
    throw error
  }
  expect(found).toEqual(matches(new RegExp(source, flags), text))
  return true
}

/** Patterns of every construct there is. The texts they meet are short: JavaScript is asked, too. */
const pattern = fc.letrec<{ alternatives: string; sequence: string; term: string; atom: string }>((tie) => ({
  alternatives: fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }).map((all) => all.join('|')),
  sequence: fc.array(tie('term'), { minLength: 0, maxLength: 4 }).map((all) => all.join('')),
  term: fc
    .tuple(
      tie('atom'),
      fc.constantFrom('', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,}', '{0,2}', '{1,2}?'),
    )
    .map(([atom, quantifier]) => (/^(?:[\^$]|\\[bB]|\(\?<[=!])/.test(atom) ? atom : atom + quantifier)),
  atom: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(
      'a',
      'b',
      'A',
      '.',
      '\\d',
      '\\w',
      '\\s',
      '[ab]',
      '[^a]',
      '[\\]b-d]',
      '\\x61',
      '\\u0062',
      '\\n',
      '\\.',
      '{',
      ']',
      '\\0',
      '\\cJ',
      '^',
      '$',
      '\\b',
      '\\B',
      '\\1',
      '\\2',
    ),
    tie('alternatives').map((inside) => `(${inside})`),
    tie('alternatives').map((inside) => `(?:${inside})`),
    tie('alternatives').map((inside) => `(?=${inside})`),
    tie('alternatives').map((inside) => `(?!${inside})`),
    tie('alternatives').map((inside) => `(?<=${inside})`),
    tie('alternatives').map((inside) => `(?<!${inside})`),
  ),
})).alternatives

describe('a bounded regular expression', () => {
  it('finds what JavaScript finds', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', 'A', '1', ' ', '\n', '.', ']', '{'),
      maxLength: 7,
    })
    fc.assert(
      fc.property(pattern, fc.constantFrom('g', 'gi', 'gm', 'gim'), text, (source, flags, given) => {
        fc.pre(agrees(source, flags, given))
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['(?<y>\\d{4})-(?<m>\\d\\d) \\k<m>', '2026-03 03'],
    ['\\k<x>(?<x>a)', 'aa'],
    ['(a*)*', 'b'],
    ['(?:(a)|b)*', 'ab'],
    ['(z)((a+)?(b+)?(c))*', 'zaacbbbcac'],
    ['(?=(a+))a*b\\1', 'baaabac'],
    ['(.*?)a(?!(a+)b\\2c)\\2(.*)', 'baaabaac'],
    ['(?<=(\\d+)(\\d+))$', '1053'],
    ['[a-z\\]]+', 'ab]c'],
    ['x{,3}', 'x{,3}'],
    ['\\101\\8', 'A8'],
    ['ς', 'Σσς'],
  ])('reads /%s/ as JavaScript does', (source, text) => {
    for (const flags of ['g', 'gi']) expect(agrees(source, flags, text)).toBe(true)
  })

  it('gives up where JavaScript would go on for ever', () => {
    for (const source of ['^(a+)+$', '(a|aa)+$', '(.*)*x', '(?=(a*)*b)']) {
      const bounded = new BoundedRegExp(new RegExp(source, 'g'), { steps: 100_000 })
      expect(() => bounded.exec(`${'a'.repeat(60)}!`)).toThrow('takes too many steps')
    }
  })

  it('reads long texts, and refuses counts that are too large', () => {
    const bounded = new BoundedRegExp(/"(?:[^"\\]|\\.)*"/g, { steps: 5_000_000 })
    expect(bounded.exec(`"${'long '.repeat(50_000)}"`)?.[0]).toHaveLength(250_002)
    expect(() => new BoundedRegExp(/(?:a{1000}){1000}/g, { steps: 1 })).toThrow('counts too far')
  })
})

describe('an expression with a regular expression', () => {
  const evaluate = (expression: string) =>
    evaluateExpression(expression, bindingsOf({ input: 'a'.repeat(60) }, {}), {
      nowMs: 0,
      random: seededRandom(1),
    })

  it.each<[string, unknown]>([
    ['$replace("2026-03-01", /(\\d+)-(\\d+)-(\\d+)/, "$3.$2.$1")', '01.03.2026'],
    ['$split("a, b;c", /[,;]\\s*/)', ['a', 'b', 'c']],
    ['$match("ab AB", /A(.)/i)[1].groups', ['B']],
    ['$contains("Hello", /^h.*O$/i)', true],
  ])('%s', async (expression, value) => {
    expect(await evaluate(expression)).toMatchObject({ kind: 'value', value })
  })

  it('ends, whatever the regular expression, and can be evaluated again', async () => {
    for (let count = 0; count < 2; count += 1) {
      expect(await evaluate('$contains($states.input & "!", /^(a+)+$/)')).toEqual({
        kind: 'threw',
        code: undefined,
        message: 'The regular expression takes too many steps',
      })
    }
    const many = '$sum([1..2000].($contains($states.input & "!", /(a|b|ab)*c/) ? 1 : 0))'
    expect(await evaluate(many)).toMatchObject({ kind: 'threw' })
    expect(await evaluate('$contains($states.input, /^a+$/)')).toEqual({ kind: 'value', value: true })
  })
})
