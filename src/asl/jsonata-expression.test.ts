import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../lib/json.ts'
import { seededRandom } from '../lib/random.ts'
import { type Bindings, type Evaluated, evaluateExpression, expressionFault } from './jsonata-expression.ts'

const nowMs = Date.parse('2026-03-01T12:00:00Z')

function evaluated(expression: string, bindings: Bindings = {}, seed = 1): Promise<Evaluated> {
  return evaluateExpression(expression, bindings, { nowMs, random: seededRandom(seed) })
}

async function valueOf(expression: string, bindings?: Bindings, seed?: number): Promise<JsonValue> {
  const found = await evaluated(expression, bindings, seed)
  if (found.kind === 'value') return found.value
  throw new Error(`${expression}: ${JSON.stringify(found)}`)
}

const states = { input: { items: [{ price: 1 }, { price: 200 }], none: [], text: 'x' } }

describe('evaluateExpression', () => {
  it.each<[string, JsonValue]>([
    ['$sum($states.input.items.price) + $tax', 211],
    ['$states.input.items[price > 100]', { price: 200 }],
    ['$states.input.items.price', [1, 200]],
    ["{'a': $states.input.missing, 'b': [1]}", { b: [1] }],
    ['$partition([0..3], 3)', [[0, 1, 2], [3]]],
    ['$partition([0], 5)', [[0]]],
    ['$range(0, 10, 3)', [0, 3, 6, 9]],
    // Recorded: the list of one number is the number.
    ['$range(1, 9, 9)', 1],
    ["$hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    [`$parse('{"a": [1]}')`, { a: [1] }],
    ['$now()', '2026-03-01T12:00:00.000Z'],
    ["$now('[Y]-[D01]')", '2026-01'],
    ['$millis()', nowMs],
    // What a date does not say is taken from now.
    ["$fromMillis($toMillis('10:30', '[H01]:[m01]'))", '2026-03-01T10:30:00.000Z'],
    ['0 * -1', 0],
  ])('%s', async (expression, expected) => {
    expect(await valueOf(expression, { states, tax: 10 })).toEqual(expected)
  })

  it.each<[string, string]>([
    ['$nope()', 'T1006'],
    ["$eval('1')", 'T1006'],
    ["'a' + 1", 'T2001'],
    ['($f := function($n) { 1 + $f($n) }; $f(0))', 'D1011'],
    ['$count([1..2000000])', 'D2015'],
  ])('%s throws %s', async (expression, code) => {
    expect(await evaluated(expression)).toMatchObject({ kind: 'threw', code })
  })

  it.each([
    "$parse('{')",
    "$hash('a', 'SHA-3')",
    '$partition([1], 0)',
    '$range(1, 2, 0)',
    '$range(1, 5000, 1)',
  ])('%s throws', async (expression) => {
    expect(await evaluated(expression)).toMatchObject({ kind: 'threw', code: undefined })
  })

  it('ends an expression that does not end by itself', async () => {
    const endless = '($f := function($n) { $f($n + 1) }; $f(0))'
    expect(await evaluated(endless)).toMatchObject({
      kind: 'threw',
      message: 'The expression takes too many steps',
    })
    const long = "$reduce([1..100], function($text) { $text & $text }, 'x')"
    expect(await evaluated(long)).toMatchObject({ kind: 'threw' })
  })

  it('tells nothing from what JSON has no word for', async () => {
    expect(await evaluated('$states.input.gone', { states })).toEqual({ kind: 'nothing' })
    expect(await evaluated('$states.input.none.x', { states })).toEqual({ kind: 'nothing' })
    for (const expression of ['function($x) { $x }', '$sum', '[1, function() { 1 }]', "{'f': $sum}", '/a/']) {
      expect(await evaluated(expression)).toEqual({ kind: 'unsupported' })
    }
  })

  it('draws on the chance it is given', async () => {
    const drawn = '[$random(), $uuid(), $shuffle([1..20])]'
    const first = await valueOf(drawn)
    expect(await valueOf(drawn)).toEqual(first)
    expect(await valueOf(drawn, {}, 2)).not.toEqual(first)
    expect(await valueOf('$sort($shuffle([1..20]))')).toEqual(await valueOf('[1..20]'))
    expect(await valueOf('$random(5)')).toBe(await valueOf('$random(5)', {}, 2))
  })

  it('lets two evaluations of one expression run side by side', async () => {
    const at = (ms: number): Promise<Evaluated> =>
      evaluateExpression(
        '$map([1..50], function() { $millis() })[-1]',
        {},
        { nowMs: ms, random: seededRandom(1) },
      )
    expect(await Promise.all([at(1), at(2), at(3)])).toEqual(
      [1, 2, 3].map((value) => ({ kind: 'value', value })),
    )
  })

  it('leaves what it reads alone', async () => {
    const input = { list: [3, 1, 2] }
    const before = JSON.stringify(input)
    const all = '[$sort($i.list), $append($i.list, 4), $reverse($i.list), $i.list[], $i ~> |$|{"x": 1}|]'
    // JSONata makes one list of lists in a list.
    const expected = [...[1, 2, 3], ...[3, 1, 2, 4], ...[2, 1, 3], ...[3, 1, 2], { list: [3, 1, 2], x: 1 }]
    expect(await valueOf(all, { i: input })).toEqual(expected)
    expect(await valueOf(all, { i: input })).toEqual(expected)
    expect(JSON.stringify(input)).toBe(before)
  })
})

describe('expressionFault', () => {
  it('says why an expression cannot be compiled', () => {
    expect(expressionFault('1 +')).toBe('Unexpected end of expression')
    expect(expressionFault('1 + 1')).toBeUndefined()
  })
})
