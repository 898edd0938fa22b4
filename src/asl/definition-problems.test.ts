import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { definitionProblems } from './definition-problems.ts'

describe('definitionProblems', () => {
  it('finds nothing in a sound definition', () => {
    const text = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Succeed' } } })
    expect(definitionProblems(text)).toEqual([])
  })

  it('points at the fault of a text that is no JSON', () => {
    expect(definitionProblems('{\n  "StartAt": "A"\n  "States": {}\n}')).toEqual([
      { pointer: '', line: 3, column: 3, reason: 'Comma expected' },
    ])
    expect(definitionProblems('')).toMatchObject([{ pointer: '', line: 1, column: 1 }])
    expect(definitionProblems('{"a": 1,}')).toHaveLength(1)
    expect(definitionProblems('[1] // no')).toHaveLength(1)
    expect(definitionProblems('['.repeat(100_000))).toHaveLength(1)
  })

  it('points at what is wrong in a definition, in the order of the text', () => {
    const text = `{
  "QueryLanguage": "JSONata",
  "StartAt": "a/b~c",
  "States": {
    "a/b~c": { "Type": "Pass", "Output": {"x": [1, "{% 1 + %}"]}, "Odd": 1, "Next": "B" },
    "B": { "Type": "Choice", "Choices": [{"Condition": 1, "Next": "B"}] }
  }
}`
    expect(definitionProblems(text)).toEqual([
      {
        pointer: '/States/a~1b~0c/Output/x/1',
        line: 5,
        column: 52,
        reason: "The JSONata expression '1 +' is not valid. Unexpected end of expression",
      },
      { pointer: '/States/a~1b~0c/Odd', line: 5, column: 74, reason: 'Field is not supported' },
      { pointer: '/States/B/Choices/0/Condition', line: 6, column: 56, reason: 'Expected a boolean' },
    ])
  })

  // Of which most are members of every object.
  it.each(['Odd', 'toString', 'constructor', '__proto__', 'hasOwnProperty', 'valueOf'])(
    'finds neither an operator nor a field in %s, nor a Next inside it',
    (name) => {
      const problemsOf = (rule: object): string[] => {
        const states = { C: { Type: 'Choice', Choices: [rule], Default: 'D' }, D: { Type: 'Succeed' } }
        const found = definitionProblems(JSON.stringify({ StartAt: 'C', States: states }))
        return found.map(({ pointer, reason }) => `${pointer}: ${reason}`)
      }
      const at = '/States/C/Choices/0'
      const unknown = `${at}/${name}: Field is not supported`
      expect(problemsOf({ Variable: '$.a', IsNull: true, [name]: { Next: 'D' } })).toEqual([
        `${at}: These fields are required: [Next]`,
        unknown,
      ])
      expect(problemsOf({ Variable: '$.a', [name]: true, Next: 'D' })).toEqual([
        `${at}: A comparison operator is required`,
        unknown,
      ])
      expect(problemsOf({ Not: { Variable: '$.a', IsNull: true, [name]: 1 }, Next: 'D' })).toEqual([
        `${at}/Not/${name}: Field is not supported`,
      ])
    },
  )

  it.each<[object, string[]]>([
    [{ Variable: '$.a', NumericEquals: 1 }, ['/States/C/Choices/0: These fields are required: [Next]']],
    [{ Variable: '$.a', Next: 'C' }, ['/States/C/Choices/0: A comparison operator is required']],
    [{ NumericEquals: 1, Next: 'C' }, ['/States/C/Choices/0: These fields are required: [Variable]']],
    [
      { Variable: '$.a', NumericEquals: '1', Next: 'C' },
      ['/States/C/Choices/0/NumericEquals: Expected a number'],
    ],
    [
      { Variable: 'a', IsNull: true, Next: 'C' },
      ['/States/C/Choices/0/Variable: Value is not a valid JSONPath'],
    ],
    [
      { Variable: '$.a', StringMatchesPath: '$.b', Next: 'C' },
      [
        '/States/C/Choices/0: A comparison operator is required',
        '/States/C/Choices/0/StringMatchesPath: Field is not supported',
      ],
    ],
    [
      { Variable: '$.a', StringEqualsPath: 'b', Next: 'C' },
      ['/States/C/Choices/0/StringEqualsPath: Value is not a valid JSONPath'],
    ],
    [
      { Variable: '$.a', IsNull: true, IsString: true, Next: 'C' },
      ['/States/C/Choices/0: Only one of these fields is allowed: [IsNull, IsString]'],
    ],
    [{ And: [], Next: 'C' }, ['/States/C/Choices/0/And: Expected a list of rules, not an empty one']],
    [{ Not: [], Next: 'C' }, ['/States/C/Choices/0/Not: Expected an object']],
    [
      { And: [{ Variable: '$.a', IsNull: true, Next: 'C' }], Next: 'C' },
      ['/States/C/Choices/0/And/0/Next: Field is not supported'],
    ],
    [
      { Condition: true, Next: 'C' },
      [
        '/States/C/Choices/0: A comparison operator is required',
        '/States/C/Choices/0/Condition: Field is not supported',
      ],
    ],
    [
      {
        Variable: '$v.x[0]',
        TimestampLessThanPath: '$w',
        Next: 'C',
        Assign: { 'n.$': "States.Format('{}', $v)" },
      },
      [],
    ],
    [
      { Variable: '$.a', IsNull: true, Next: 'C', Assign: { 'a.b': 1, states: 2 } },
      [
        "/States/C/Choices/0/Assign: 'a.b' is not a valid variable name",
        "/States/C/Choices/0/Assign: The variable name 'states' is reserved",
      ],
    ],
  ])('of the rule %j', (rule, expected) => {
    const text = JSON.stringify({ StartAt: 'C', States: { C: { Type: 'Choice', Choices: [rule] } } })
    expect(definitionProblems(text).map(({ pointer, reason }) => `${pointer}: ${reason}`)).toEqual(expected)
  })

  it('goes by the language of the state machine inside a state of another one', () => {
    const inner = (state: object) => ({ StartAt: 'I', States: { I: { Type: 'Pass', End: true, ...state } } })
    const parallel = (state: object) => ({
      StartAt: 'P',
      States: { P: { Type: 'Parallel', QueryLanguage: 'JSONata', Branches: [inner(state)], End: true } },
    })
    expect(definitionProblems(JSON.stringify(parallel({ ResultPath: null })))).toEqual([])
    expect(definitionProblems(JSON.stringify(parallel({ Output: 1 })))).toMatchObject([
      { pointer: '/States/P/Branches/0/States/I/Output', reason: 'Field is not supported' },
    ])
  })

  it('takes any text, and points into it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.nat({ max: 3 }), (text, indent) => {
        let written = text
        try {
          written = JSON.stringify({ StartAt: 'A', States: JSON.parse(text) as unknown }, null, indent)
        } catch {
          // It is no JSON: so be it.
        }
        const lines = written.split('\n')
        const problems = definitionProblems(written)
        expect(problems.length).toBeGreaterThan(0)
        for (const { line, column } of problems) {
          expect(column).toBeGreaterThan(0)
          expect(column - 1).toBeLessThanOrEqual(lines[line - 1]?.length ?? -1)
        }
      }),
    )
  })
})
