import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../lib/random.ts'
import { holdsTokenPiece, maskTokens } from './masked-tokens.ts'
import { TaskToken } from './task-token.ts'
import { aTokenText } from './testing-history.ts'
import { aBase64Token } from './testing-tokens.ts'

const RAW = aBase64Token(seededRandom(3))
const mask = `token ${new TaskToken(RAW).fingerprint}`
const ACCOUNT = 'arn:aws:states:eu-west-1:123456789012'

describe('maskTokens', () => {
  it.each([
    ['alone', RAW, mask],
    ['in a sentence', `It said: ${RAW}. Again.`, `It said: ${mask}. Again.`],
    ['in JSON', `{"taskToken":"${RAW}","n":1}`, `{"taskToken":"${mask}","n":1}`],
    ['with escaped slashes', `{"t":"${RAW.replaceAll('/', '\\/')}"}`, `{"t":"${mask}"}`],
    [
      'in JSON in JSON',
      JSON.stringify(JSON.stringify({ t: RAW.replaceAll('/', '\\/') })),
      `"{\\"t\\":\\"${mask}\\"}"`,
    ],
    ['with escaped signs', RAW.replaceAll('+', '\\u002b').replaceAll('=', '\\u003d'), mask],
    ['after an escaped line break', `Approve:\\n${RAW}\\nThanks`, `Approve:\\n${mask}\\nThanks`],
    ['in an address', `https://x/?t=${encodeURIComponent(RAW)}&a=b`, `https://x/?t=${mask}&a=b`],
    ['in an address in an address', encodeURIComponent(encodeURIComponent(RAW)), mask],
    [
      'in the path of an address',
      `https://x.example/approve/task/${RAW}`,
      `https://x.example/approve/task/${mask}`,
    ],
    [
      'as the name of an execution',
      `${ACCOUNT}:execution:Orders:${RAW}`,
      `${ACCOUNT}:execution:Orders:${mask}`,
    ],
    ['in lines of 64', (RAW.match(/.{1,64}/g) ?? []).join('\n'), mask],
    ['in escaped lines of 76', (RAW.match(/.{1,76}/g) ?? []).join('\\n'), mask],
    ['twice', `${RAW} ${RAW}`, `${mask} ${mask}`],
  ])('masks a token %s', (_, text, shown) => {
    expect(maskTokens(text)).toBe(shown)
  })

  const machine = 'OrderFulfilmentOfTheNorthernWarehouseStateMachineForParcelsAndLettersV2-Production'.slice(
    0,
    80,
  )
  const label = 'ProcessEachParcelOfTheOrderAndPrintItsLabelInTheNorthernWarehouse-2-Production'
  it.each([
    ['an ARN', `${ACCOUNT}:execution:${machine}:${'6f2c2f3e-8a55-4b0e-9c1b-0d0c3c6c9f11_'.repeat(2)}`],
    [
      "the ARN of a Distributed Map's child",
      `${ACCOUNT}:execution:${machine}/${label}:6f2c2f3e-8a55-4b0e-9c1b-0d0c3c6c9f11`,
    ],
    ['the ARN of a Map Run', `${ACCOUNT}:mapRun:${machine}/${label}:6f2c2f3e-8a55-4b0e-9c1b-0d0c3c6c9f11`],
    [
      'the ARN of a function',
      'arn:aws:lambda:eu-west-1:123456789012:function:OrderStack-ChargeCardFunction7A3F2B1C-aBcDeFgHiJkL:42',
    ],
    ['UUIDs', '6f2c2f3e-8a55-4b0e-9c1b-0d0c3c6c9f11-'.repeat(6)],
    ['a SHA-512', '0123456789abcdef'.repeat(8)],
    ['the same in capitals', '0123456789ABCDEF'.repeat(8)],
    ['a SHA-256 in base64', '22Zmn0Pj4fDxoBWTXpBC1yIfjy2RtHYJsYpHRzVYHhJDo='],
    [
      'a path',
      `/var/task/node_modules/some-package/dist/cjs/lib/commands/handler/${'deeper/'.repeat(9)}index`,
    ],
    ['an address', `https://example.com/Orders/2026/12/01/${'ReportOfTheDay/'.repeat(8)}`],
    ['a rule', '-'.repeat(200)],
    ['one letter', 'A'.repeat(300)],
    ['words joined by underscores', 'order_of_the_north_'.repeat(9)],
    ['a sentence', 'The worker said that it could not charge the card of order 7. '.repeat(5)],
  ])('leaves %s as it is', (_, text) => {
    expect(maskTokens(text)).toBe(text)
  })

  it('leaves no piece of a token that could be used, wherever it stands', () => {
    const around = fc.string({
      unit: fc.constantFrom(...'ab Z9:,."\'\\/{}[]&=?%\n'.split('')),
      maxLength: 30,
    })
    fc.assert(
      fc.property(fc.integer(), around, around, (seed, before, after) => {
        const token = aBase64Token(seededRandom(seed))
        const shown = maskTokens(`${before}${token}${after}`)
        expect(shown).not.toContain(token.slice(30, -30))
        expect(maskTokens(shown)).toBe(shown)
      }),
      { numRuns: 500 },
    )
  })

  it('masks the tokens that other tests use', () => {
    expect(maskTokens(aTokenText('t'))).toMatch(/^token [0-9a-f]{4}-[0-9a-f]{4}$/)
  })

  it.each([
    ['a word', 'ab12'.repeat(100_000)],
    ['backslashes', '\\'.repeat(400_000)],
    ['escapes', '%25'.repeat(133_333)],
    ['escaped slashes', '\\/'.repeat(200_000)],
    ['lines', `${'Ab1/'.repeat(16)}\n`.repeat(6_000)],
    ['half surrogate pairs', '\ud800'.repeat(400_000)],
  ])('reads the longest texts, of %s, to their end', (_, text) => {
    expect(maskTokens(`${text} ${RAW}`).endsWith(mask)).toBe(true)
  })
})

describe('holdsTokenPiece', () => {
  it('is true of nearly every piece from 40 characters on', () => {
    const found = (length: number) =>
      Array.from({ length: 500 }, (_, seed) =>
        aBase64Token(seededRandom(seed)).slice(40, 40 + length),
      ).filter(holdsTokenPiece).length
    expect(found(39)).toBe(0)
    expect(found(40)).toBeGreaterThan(480)
    expect(found(76)).toBeGreaterThan(498)
  })

  it.each([
    '6f2c2f3e-8a55-4b0e-9c1b-0d0c3c6c9f11',
    '0123456789abcdef'.repeat(4),
    `${ACCOUNT}:execution:OrderFulfilmentStateMachineOfTheWarehouse2:ord-7`,
    'Onboarding / Ask the manager of the new colleague for 2 signatures',
  ])('is false for %s', (text) => {
    expect(holdsTokenPiece(text)).toBe(false)
  })
})
