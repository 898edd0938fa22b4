import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namedTaskTokens, TaskToken, tokenLikeStrings } from './task-token.ts'

const RAW = `AQCEAAAAKgAAAAMAAAAAAAAAAZ+/${'kHhwbW9y'.repeat(30)}==`

describe('a TaskToken', () => {
  it('is shown as its fingerprint by everything that makes text of it', () => {
    const token = new TaskToken(RAW)
    const shown = [
      String(token),
      '' + token,
      JSON.stringify({ token }),
      JSON.stringify(Object.entries(token)),
      inspect(token, { showHidden: true, depth: 9 }),
      new Error(String(token)).message,
      [token].join(),
      JSON.stringify(structuredClone(token)),
    ]
    for (const text of shown) expect(text).not.toContain('AQCEAAAA')
    expect(String(token)).toBe(`task token ${token.fingerprint}`)
    expect(token.fingerprint).toMatch(/^[0-9a-f]{4}-[0-9a-f]{4}$/)
  })

  it('has the first 32 bits of SHA-256 as its fingerprint', () => {
    // SHA-256 of "abc", FIPS 180-4: ba7816bf 8f01cfea …
    expect(new TaskToken('abc').fingerprint).toBe('ba78-16bf')
  })

  it('is equal by value', () => {
    expect(new TaskToken(RAW).equals(new TaskToken(RAW))).toBe(true)
    expect(new TaskToken(RAW).equals(new TaskToken(`${RAW}=`))).toBe(false)
  })
})

describe('tokenLikeStrings', () => {
  it.each([
    ['a value', JSON.stringify({ token: RAW })],
    ['a value with escaped slashes', JSON.stringify({ token: RAW }).replaceAll('/', '\\/')],
    ['JSON in JSON', JSON.stringify({ body: JSON.stringify({ token: RAW }) })],
    ['JSON in JSON in JSON', JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ token: RAW }) }) })],
    ['a sentence after a line break', JSON.stringify({ text: `Please approve:\n${RAW}\nThank you` })],
    [
      'a nested sentence after a line break',
      JSON.stringify({ a: JSON.stringify({ b: `Token:\n${RAW}\t` }) }),
    ],
    ["an address's query", JSON.stringify({ link: `https://example.com/approve?token=${RAW}&answer=yes` })],
    ['an equals sign escaped', JSON.stringify({ token: RAW }).replaceAll('=', '\\u003d')],
    ['an address, escaped', JSON.stringify({ link: `https://x/?t=${encodeURIComponent(RAW)}&a=b` })],
    [
      'an address in an address',
      JSON.stringify({
        link: `https://x/?to=${encodeURIComponent(`https://y/?t=${encodeURIComponent(RAW)}`)}`,
      }),
    ],
    ['twice', JSON.stringify({ a: RAW, b: RAW })],
  ])('finds it in %s', (_, text) => {
    expect(tokenLikeStrings(text)).toEqual([RAW])
  })

  it('finds nothing in ids, ARNs, numbers and what is too short or too long for a token', () => {
    const text = JSON.stringify({
      arn: `arn:aws:states:eu-west-1:123456789012:stateMachine:${'Orders'.repeat(13)}`,
      id: '6f2c2f3e-8a55-4b0e-9c1b-0d0c3c6c9f11',
      hash: 'a'.repeat(99),
      blob: 'a'.repeat(2049),
      bigBlob: 'ab'.repeat(3000),
    })
    expect(tokenLikeStrings(text)).toEqual([])
  })

  it.each([
    ['one word', 'ab12'.repeat(65_536)],
    ['escapes', '%25'.repeat(87_381)],
    ['backslashes', '\\'.repeat(262_144)],
    ['addresses', 'a://'.repeat(65_536)],
  ])('reads the longest output that AWS allows, of %s, to its end', (_, output) => {
    expect(tokenLikeStrings(JSON.stringify({ output, token: RAW }))).toContain(RAW)
  })

  it('takes no part of an address for a token: it cannot be told where it begins', () => {
    expect(tokenLikeStrings(JSON.stringify({ link: `https://example.com:8080/approve/${RAW}` }))).toEqual([])
  })

  it('takes no part of what holds a broken escape for a token', () => {
    expect(tokenLikeStrings(JSON.stringify({ a: `%zz${RAW}` }))).toEqual([])
    expect(tokenLikeStrings(JSON.stringify({ a: `${'ab'.repeat(60)}%zz` }))).toEqual([])
  })

  it('finds every token whole, wherever white space or quotes part it from the rest', () => {
    const base64 = fc
      .uint8Array({ minLength: 90, maxLength: 900 })
      .map((bytes) => Buffer.from(bytes).toString('base64'))
    fc.assert(
      fc.property(fc.array(base64, { maxLength: 4 }), fc.string(), (tokens, word) => {
        const text = JSON.stringify({ word: `"${word}" `, list: tokens, text: tokens.join('\n') })
        const found = tokenLikeStrings(text)
        for (const token of tokens) expect(found).toContain(token)
        expect(found.length).toBe(new Set(tokens).size)
      }),
      { numRuns: 200 },
    )
  })
})

describe('namedTaskTokens', () => {
  it.each<[unknown, readonly string[]]>([
    [{ TaskToken: 'a1' }, ['a1']],
    [{ Body: [{ taskToken: 'a1' }, { task_token: 'b2' }, { 'task-token': 'a1' }] }, ['a1', 'b2']],
    [{ Body: JSON.stringify({ Inner: JSON.stringify({ TaskToken: 'a1' }) }) }, ['a1']],
    [{ Token: 'a1', TaskTokenName: 'b2' }, []],
    [{ TaskToken: '' }, []],
    [{ TaskToken: 'two words' }, []],
    [{ TaskToken: 'x'.repeat(2049) }, []],
    [{ TaskToken: 7, Other: { TaskToken: null } }, []],
  ])('of %j', (value, expected) => {
    expect(namedTaskTokens(JSON.stringify(value))).toEqual(expected)
  })

  it('finds none in what is no JSON', () => {
    expect(namedTaskTokens('TaskToken: a1')).toEqual([])
    expect(namedTaskTokens('{"TaskToken": "a1"')).toEqual([])
  })
})
