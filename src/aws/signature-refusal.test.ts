import { describe, expect, it } from 'vitest'
import { isClockRefusal, timeInRefusal } from './signature-refusal.ts'

function refusal(name: string, message: string): Error {
  return Object.assign(new Error(message), { name })
}

const expired =
  'Signature expired: 20261120T130231Z is now earlier than 20261120T135731Z (20261120T140231Z - 5 min.)'
const early =
  'Signature not yet current: 20261120T150231Z is still later than 20261120T140731Z (20261120T140231Z + 5 min.)'
const wrongKey = 'The request signature we calculated does not match the signature you provided.'

describe('a refused signature', () => {
  it.each([
    ['InvalidSignatureException', expired, true],
    ['InvalidSignatureException', early, true],
    ['SignatureDoesNotMatch', expired, true],
    ['RequestExpired', '', true],
    [
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      true,
    ],
    ['InvalidSignatureException', wrongKey, false],
    ['ExpiredTokenException', 'The security token included in the request is expired', false],
    ['ValidationException', expired, false],
  ])('as %s "%s" is for the clock: %s', (name, message, told) => {
    expect(isClockRefusal(refusal(name, message))).toBe(told)
  })

  it.each([expired, early])("tells AWS's time: %s", (message) => {
    expect(timeInRefusal(refusal('InvalidSignatureException', message))).toBe(
      Date.UTC(2026, 10, 20, 14, 2, 31),
    )
  })

  it.each([
    wrongKey,
    '',
    'Signature expired: 20261120T130231Z is now earlier than 20261120T135731Z',
    'Signature expired: (20261399T990231Z - 5 min.)',
  ])('tells no time in "%s"', (message) => {
    expect(timeInRefusal(refusal('InvalidSignatureException', message))).toBeNull()
  })
})
