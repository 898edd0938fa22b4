import { describe, expect, it } from 'vitest'
import { AwsError } from '../aws-error.ts'
import { decodeInput, encodeOutput, errorResponse, statesErrorType, swfErrorType } from './aws-json.ts'

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

describe('awsJson', () => {
  it('writes times as epoch seconds, wherever they are, and leaves out what is undefined', () => {
    const output = {
      at: new Date(1_700_000_000_123),
      list: [{ at: new Date(0) }],
      none: undefined,
      text: 'a',
    }
    expect(encodeOutput(output)).toBe('{"at":1700000000.123,"list":[{"at":0}],"text":"a"}')
    expect(encodeOutput(undefined)).toBe('{}')
  })

  it('writes members called like those of every object, such as variables', () => {
    const output = '{"details":{"__proto__":"1","constructor":{"__proto__":{"a":1}},"toString":"2"}}'
    expect(encodeOutput(JSON.parse(output))).toBe(output)
  })

  it.each([
    ['ExecutionDoesNotExist', 'com.amazonaws.swf.service.v2.model#ExecutionDoesNotExist'],
    ['ValidationException', 'com.amazon.coral.validate#ValidationException'],
    ['ThrottlingException', 'com.amazon.coral.availability#ThrottlingException'],
  ])('gives %s the namespace that AWS gives it', (code, type) => {
    const dialect = { contentType: 'application/x-amz-json-1.0', errorType: statesErrorType } as const
    const response = errorResponse(new AwsError(code, 'why'), dialect, { date: 'now' })
    expect(response.status).toBe(400)
    expect(response.headers).toEqual({ date: 'now', 'content-type': 'application/x-amz-json-1.0' })
    expect(JSON.parse(textOf(response.body))).toEqual({ __type: type, message: 'why' })
  })

  it('gives the faults of SWF the namespace that its clients have recorded', () => {
    expect(swfErrorType('UnknownResourceFault')).toBe('com.amazonaws.swf.base.model#UnknownResourceFault')
    expect(swfErrorType('ThrottlingException')).toBe(statesErrorType('ThrottlingException'))
  })

  it.each(['', '[]', 'null', '"a"', '{"a":', '\u0000'])('refuses the body %j', (text) => {
    const call = { method: 'POST', url: '/', headers: {}, body: new TextEncoder().encode(text) }
    expect(() => decodeInput(call)).toThrow(expect.objectContaining({ code: 'SerializationException' }))
  })
})
