import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AwsError } from './aws-error.ts'
import { flag, integer, list, members, oneOf, optional, required, structure, text } from './validation.ts'

const parse = members({
  taskToken: required(text({ min: 1, max: 2048, secret: true })),
  name: optional(text({ min: 1, max: 80 })),
  maxResults: optional(integer({ min: 0, max: 1000 })),
  statusFilter: optional(oneOf(['SUCCEEDED', 'RUNNING'])),
  reverseOrder: optional(flag),
  tags: optional(list(structure({ key: required(text({ min: 1 })) }))),
})

function refusal(input: unknown): { code: string; message: string } | undefined {
  try {
    parse(input)
    return undefined
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return { code: error.code, message: error.message }
  }
}

describe('text', () => {
  it('counts bytes where it is told to, and UTF-16 units where it is not', () => {
    const inBytes = members({ payload: required(text({ max: 6, bytes: true, secret: true })) })
    expect(inBytes({ payload: 'äöü' })).toEqual({ payload: 'äöü' })
    expect(() => inBytes({ payload: 'äöüx' })).toThrow('less than or equal to 6')
    const inUnits = members({ name: required(text({ max: 4 })) })
    expect(inUnits({ name: 'äöüx' })).toEqual({ name: 'äöüx' })
  })
})

describe('members', () => {
  it('gives the members it knows and drops the others', () => {
    expect(parse({ taskToken: 't', maxResults: 5, reverseOrder: true, unknown: 1, name: null })).toEqual({
      taskToken: 't',
      maxResults: 5,
      reverseOrder: true,
    })
  })

  it.each([
    [
      {},
      "1 validation error detected: Value null at 'taskToken' failed to satisfy constraint: Member must not be null",
    ],
    [
      { taskToken: 't', maxResults: 1001 },
      "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    ],
    [
      { taskToken: 't', name: '', maxResults: -1 },
      "2 validation errors detected: Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '-1' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 0",
    ],
    [
      { taskToken: 't', statusFilter: 'running' },
      "1 validation error detected: Value 'running' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, RUNNING]",
    ],
    [
      { taskToken: 't', tags: [{ key: 'a' }, {}] },
      "1 validation error detected: Value null at 'tags.2.member.key' failed to satisfy constraint: Member must not be null",
    ],
  ])('says what is wrong in the words of AWS: %j', (input, message) => {
    expect(refusal(input)).toEqual({ code: 'ValidationException', message })
  })

  it.each([
    [{ taskToken: 5 }],
    [{ taskToken: 't', maxResults: '5' }],
    [{ taskToken: 't', tags: {} }],
    ['text'],
    [[]],
  ])('answers a wrong JSON type with SerializationException: %j', (input) => {
    expect(refusal(input)?.code).toBe('SerializationException')
  })

  it('shows of a list that is too long only what it could read', () => {
    const few = members({ tags: optional(list(text(), { max: 1 })) })
    expect(() => few({ tags: ['a', 'b'] })).toThrow("Value '[a, b]' at 'tags'")
    let deep: unknown = []
    for (let depth = 0; depth < 20_000; depth += 1) deep = [deep]
    expect(() => few({ tags: [deep, deep] })).toThrow(AwsError)
  })

  it('never echoes a secret, whatever is wrong with it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 2049, maxLength: 2100, unit: 'grapheme-ascii' }), (taskToken) => {
        const message = refusal({ taskToken })?.message ?? ''
        expect(message).toContain("Value at 'taskToken'")
        expect(message).not.toContain(taskToken.slice(0, 40))
      }),
    )
  })
})
