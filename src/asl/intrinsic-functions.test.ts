import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../lib/json.ts'
import { seededRandom } from '../lib/random.ts'
import { evaluateText, IntrinsicFailure } from './evaluate-intrinsic.ts'
import { parseIntrinsic } from './parse-intrinsic.ts'

function call(text: string, input: JsonValue = null, seed = 1): JsonValue {
  return evaluateText(text, { input, context: { Execution: { Name: 'run' } }, random: seededRandom(seed) })
}

/** The reason for which a call fails. */
function reason(text: string, input: JsonValue = null): string {
  try {
    return `it gave ${JSON.stringify(call(text, input))}`
  } catch (error) {
    if (error instanceof IntrinsicFailure) return error.reason
    throw error
  }
}

describe('the intrinsic functions', () => {
  // Recorded against AWS.
  it.each<[string, JsonValue, JsonValue]>([
    ["States.Format('Hello {}.', $)", 1.1, 'Hello 1.1.'],
    ["States.Format('Hello {}.', $)", null, 'Hello null.'],
    ["States.Format('{} {}', $, $)", { Arg1: 1, Arg2: [] }, '{Arg1=1, Arg2=[]} {Arg1=1, Arg2=[]}'],
    ["States.Format('{}: {}', $$.Execution.Name, 'x')", null, 'run: x'],
    ['States.StringToJson($)', '', null],
    ['States.StringToJson($)', ' ', null],
    ['States.StringToJson($)', '-0', 0],
    ['States.StringToJson($)', '{"Arg1": 1, "Arg2": []}', { Arg1: 1, Arg2: [] }],
    ['States.JsonToString($)', [1, 'a'], '[1,"a"]'],
    ['States.Array()', null, []],
    ['States.Array($, $)', { a: 1 }, [{ a: 1 }, { a: 1 }]],
    ['States.ArrayPartition($, 3)', [0, 1, 2, 3], [[0, 1, 2], [3]]],
    ['States.ArrayPartition($, 3)', [], []],
    ['States.ArrayContains($.a, $.b)', { a: [{ 1: 2, 2: [] }], b: { 2: [], 1: 2 } }, true],
    ['States.ArrayContains($.a, $.b)', { a: [[1, 2, 3], 2], b: null }, false],
    ['States.ArrayRange(0, 9, 3)', null, [0, 3, 6, 9]],
    ['States.ArrayRange(0, 10, 3)', null, [0, 3, 6, 9]],
    ['States.ArrayRange(1, 9, 9)', null, [1]],
    ['States.ArrayGetItem($, 5)', [1, 2, 3, 4, 5, 6, 7], 6],
    ['States.ArrayLength($)', [1, [2]], 2],
    ['States.Base64Encode($)', 'Data to encode', 'RGF0YSB0byBlbmNvZGU='],
    ['States.Base64Decode($)', 'RGF0YSB0byBlbmNvZGU=', 'Data to encode'],
    ["States.Hash($, 'MD5')", 'input data', '812f45842bc6d66ee14572ce20db8e86'],
    ["States.Hash($, 'SHA-1')", 'input data', 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    [
      "States.Hash($, 'SHA-256')",
      'input data',
      'b4a697a057313163aee33cd8d40c66e9f0f177e00cac2de32475ffff6169c3e3',
    ],
    [
      'States.JsonMerge($.a, $.b, false)',
      { a: { x: { y: 1 }, d: 3 }, b: { x: { z: 2 }, d: 4 } },
      { x: { z: 2 }, d: 4 },
    ],
    ['States.MathAdd(1.49, 1.5)', null, 3],
    ['States.MathAdd(-1.49, -1.5)', null, -2],
    ['States.MathAdd(-1.51, 0)', null, -2],
    ['States.MathAdd($.a, $.b)', { a: -0.5, b: 0 }, 0],
    ["States.StringSplit($, '.+,=')", 'This.is+a,test=string', ['This', 'is', 'a', 'test', 'string']],
    ["States.StringSplit($, ',')", ', , ,', [' ', ' ']],
    ["States.StringSplit($, ',')", ',,,,', []],
    ["States.StringSplit('Hello\nWorld', '\n')", null, ['Hello', 'World']],
  ])('%s of %j', (text, input, expected) => {
    // As history writes it: JSON.parse knows -0, JSON.stringify does not.
    expect(JSON.stringify(call(text, input))).toBe(JSON.stringify(expected))
  })

  it.each<[string, JsonValue, JsonValue]>([
    ["States.Format('it\\'s \\{\\} \\\\ {}', 'a\\\\b')", null, "it's {} \\ a\\b"],
    ['States.Format($.t, $.v)', { t: 'a {} b', v: true }, 'a true b'],
    [
      'States.ArrayUnique($)',
      [1, 1, '1', [1], [1], { a: 1, b: 2 }, { b: 2, a: 1 }],
      [1, '1', [1], { a: 1, b: 2 }],
    ],
    ['States.ArrayRange(5, 1, -2)', null, [5, 3, 1]],
    ['States.ArrayRange(5, 1, 1)', null, []],
    [
      "States.Array('a, b', $['c)d'], $.e[?@.f == ',)'].f, true, -1.5e1)",
      { 'c)d': 1, e: [{ f: ',)' }] },
      ['a, b', 1, [',)'], true, -15],
    ],
    ["States.Base64Decode(States.Base64Encode('Zoë 🙂'))", null, 'Zoë 🙂'],
    [
      "States.ArrayGetItem(States.StringSplit(States.ArrayGetItem(States.StringSplit($, '/'), 2), '.'), 0)",
      'a/b/c.d/e',
      'c',
    ],
  ])('%s of %j, as documented', (text, input, expected) => {
    expect(call(text, input)).toEqual(expected)
  })

  it.each<[string, JsonValue, string]>([
    ["States.Format('{} {}', 1)", null, 'The template has 2 placeholders, but 1 arguments were given.'],
    ['States.StringToJson($)', '{', 'The argument is not a valid JSON text.'],
    ['States.ArrayGetItem($, 3)', [1, 2, 3], 'The index is outside of the array.'],
    ['States.ArrayGetItem($, -1)', [1, 2, 3], 'The index is outside of the array.'],
    ['States.ArrayLength($)', 'abc', 'An argument must be an array.'],
    ['States.ArrayPartition($, 0)', [1], 'The chunk size must be a number above 0.'],
    ['States.ArrayRange(0, 1000, 1)', null, 'The array has more than 1000 elements.'],
    ['States.ArrayRange(0, 1, 0)', null, 'The step must not be 0.'],
    [
      'States.JsonMerge($, $, true)',
      {},
      'The third argument must be false: only a shallow merge is supported.',
    ],
    ['States.Base64Decode($)', '?', 'The argument is not a valid Base64 text.'],
    ['States.Base64Encode($)', 'x'.repeat(10_001), 'An argument is longer than 10000 characters.'],
    ["States.Hash($, 'SHA-3')", 'x', 'The algorithm must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512.'],
    ['States.MathAdd(2147483648, 0)', null, 'An argument is outside of the range of an integer.'],
    ['States.MathRandom(5, 5)', null, 'The start must be less than the end.'],
  ])('%s of %j fails', (text, input, expected) => {
    expect(reason(text, input)).toBe(expected)
  })

  it('names the whole call, and the path that led nowhere', () => {
    const text = "States.Format('{}', States.ArrayLength($.nope))"
    expect(() => call(text, {})).toThrow(expect.objectContaining({ call: text, path: '$.nope' }))
  })

  it('draw on the chance they are given: the same seed gives the same', () => {
    const all = 'States.Array(States.UUID(), States.UUID(), States.MathRandom(1, 1000))'
    const drawn = call(all, null, 7)
    expect(call(all, null, 7)).toEqual(drawn)
    expect(call(all, null, 8)).not.toEqual(drawn)
    expect(JSON.stringify(drawn)).toMatch(/^\["([0-9a-f-]{14}4[0-9a-f-]{21})","(?!\1).{36}",\d+\]$/)
    expect(call('States.MathRandom(1, 1000, 42)', null, 7)).toBe(
      call('States.MathRandom(1, 1000, 42)', null, 8),
    )
  })

  it('MathRandom stays below its end', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: -9, max: 9 }),
        fc.integer({ min: 1, max: 3 }),
        (seed, low, size) => {
          const drawn = call('States.MathRandom($.a, $.b)', { a: low, b: low + size }, seed)
          expect(Array.from({ length: size }, (_, index) => low + index)).toContain(drawn)
        },
      ),
    )
  })

  it('a list taken apart is whole again', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), (list, size) => {
        const parts = call('States.ArrayPartition($.l, $.s)', { l: list, s: size })
        expect(Array.isArray(parts) ? parts.flat() : parts).toEqual(list)
      }),
    )
  })
})

describe('parseIntrinsic', () => {
  it.each([
    'States.Nothing()',
    'States.UUID(1)',
    'States.UUID',
    'States.UUID() ',
    "States.Hash('a')",
    "States.Format('a\\b')",
    "States.Format('a)",
    'States.Format(a)',
    "States.Format('a',)",
    "States.Format('a' 'b')",
    'States.Array($..)',
    `${'States.Array('.repeat(11)}${')'.repeat(11)}`,
  ])('refuses %s', (text) => {
    expect(parseIntrinsic(text)).toBeUndefined()
  })

  it('takes ten calls in one another', () => {
    expect(parseIntrinsic(`${'States.Array('.repeat(10)}${')'.repeat(10)}`)).toBeDefined()
  })

  it('takes any text apart or none, whatever it is', () => {
    const piece = fc.constantFrom(
      'States.',
      'Array',
      '(',
      ')',
      ',',
      "'",
      '\\',
      '$',
      '.a',
      '[',
      ']',
      '1',
      ' ',
      'true',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('')
        const parsed = parseIntrinsic(text)
        if (parsed !== undefined) expect(text).toMatch(/^States\.\w+\(.*\)$/)
      }),
      { numRuns: 2000 },
    )
  })
})
