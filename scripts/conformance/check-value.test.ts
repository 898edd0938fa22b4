import { describe, expect, it } from 'vitest'
import { members, optional, required, text } from '../../src/local-aws/validation.ts'
import { checkRecorded } from './check-recorded.ts'
import { checkValue, noFindings } from './check-value.ts'
import { compareInput } from './compare-input.ts'
import type { ServiceModel } from './service-model.ts'

const model: ServiceModel = {
  operations: {
    Ask: { input: { shape: 'Asked' }, output: { shape: 'Answered' }, errors: [{ shape: 'Refused' }] },
  },
  shapes: {
    Asked: { type: 'structure', members: { name: { shape: 'Name' } }, required: ['name'] },
    Answered: {
      type: 'structure',
      members: { all: { shape: 'Names' }, at: { shape: 'Time' }, state: { shape: 'State' } },
    },
    Names: { type: 'list', member: { shape: 'Name' }, max: 2 },
    Name: { type: 'string', min: 1, max: 3, pattern: '[a-z]+' },
    Time: { type: 'timestamp' },
    State: { type: 'string', enum: ['ON'] },
  },
}

describe('checkValue', () => {
  it.each([
    [{}, []],
    [{ all: ['abc'], at: 1.5, state: 'ON' }, []],
    [{ all: 'abc' }, ['a.all: is no list']],
    [
      { all: ['abcd', 'B', 'c'] },
      [
        'a.all: has the length 3, at most 2 are allowed',
        'a.all[0]: has the length 4, at most 3 are allowed',
        'a.all[1]: does not match [a-z]+',
      ],
    ],
    [{ at: 'now' }, ['a.at: is no number']],
    [[], ['a: is no object']],
  ])('%j', (value, wrong) => {
    const findings = noFindings()
    checkValue(model, 'Answered', value, 'a', findings)
    expect(findings.wrong).toEqual(wrong)
  })

  it('sets aside what the model does not know', () => {
    const findings = noFindings()
    checkValue(model, 'Answered', { more: 1, state: 'OFF' }, 'a', findings)
    expect([...findings.unknown]).toEqual(['Answered.more', 'State=OFF'])
  })
})

describe('checkRecorded', () => {
  it('finds what is missing, and errors and operations that nobody lists', () => {
    const call = {
      service: 'states' as const,
      operation: 'Ask',
      request: { name: 'a' },
      status: 200,
      answer: {},
    }
    const refused = (code: string) => ({ ...call, status: 400, answer: { __type: `some#${code}` } })
    const calls = [
      call,
      { ...call, request: {} },
      refused('Refused'),
      refused('Unheard'),
      { ...call, operation: 'Other' },
    ]
    const models = { states: model, swf: model, 'cognito-identity': model }
    expect(checkRecorded(models, calls)).toEqual({
      checked: 4,
      unchecked: 1,
      wrong: ['Ask request.name: is required and not there'],
      unknown: ['Ask!Unheard', 'states.Other'],
    })
  })
})

describe('compareInput', () => {
  it('sees each difference between what is read and what the model says', () => {
    const differences = { wrong: [], unknown: new Set<string>() }
    const { shape } = members({ name: optional(text({ max: 4 })), more: required(text()) })
    compareInput(model, 'Asked', shape, 'Ask', differences)
    expect(differences.wrong).toEqual([
      'Ask: whether name is required is false, in the model true',
      'Ask.name: least length is 0, in the model 1',
      'Ask.name: most length is 4, in the model 3',
      'Ask.name: pattern is undefined, in the model [a-z]+',
    ])
    expect([...differences.unknown]).toEqual(['Asked.more'])
  })
})
