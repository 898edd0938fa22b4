import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quotes } from '../lib/pasted-text.ts'
import { seededRandom } from '../lib/random.ts'
import { readPastedToken } from './pasted-token.ts'
import { aBase64Token } from './testing-tokens.ts'

const RAW = `AQCEAAAAKgAAAAMAAAAAAAAAAZ+/${'kHhwbW9y'.repeat(30)}kH==`
const OTHER = `AQCEAAAAKgAAAAMAAAAAAAAAAZ+/${'R0yQkHhw'.repeat(30)}kH==`

/** What was read: the token's text, where it was found and what was undone; or the problem. */
function reading(text: string, service: 'states' | 'swf' = 'states') {
  const read = readPastedToken(text, service)
  if (read.kind === 'problem') return read.problem
  const { token, from, mended } = read
  return { token: token.reveal(), from, mended }
}

const whole = { token: RAW, from: 'whole', mended: [] }
const inJson = { token: RAW, from: 'json', mended: [] }
const inText = { token: RAW, from: 'text', mended: [] }
const lines = (width: number, end = '\n') => (RAW.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join(end)

describe('a token alone', () => {
  it.each([
    ['as it is', RAW],
    ['with white space around it', `\n  ${RAW}\t\r\n`],
    ['with no-break spaces around it', `\u00a0${RAW}\u202f`],
    [
      'with zero-width characters and a byte order mark',
      `\ufeff${RAW.slice(0, 90)}\u200b${RAW.slice(90)}\u200d`,
    ],
    ['in a JSON string', JSON.stringify(RAW)],
    ['in a JSON string with escaped slashes', JSON.stringify(RAW).replaceAll('/', '\\/')],
    ['with escaped slashes', RAW.replaceAll('/', '\\/')],
    ['with an escaped equals sign', RAW.replaceAll('=', '\\u003d')],
    ...quotes.split('').flatMap((quote): [string, string][] => [
      [`between ${quote}`, `${quote}${RAW}${quote}`],
      [`after ${quote}`, `${quote}${RAW}`],
    ]),
    ['between curly quotation marks', `“${RAW}”`],
    ['with the comma of a list', `"${RAW}",`],
  ])('is read %s', (_, text) => {
    expect(reading(text)).toEqual(whole)
  })

  it.each([
    ['lines of 64', lines(64), 'lineBreaks'],
    ['lines of 76', `${lines(76, '\r\n')}\r\n`, 'lineBreaks'],
    ['indented lines', lines(64, '\n    '), 'lineBreaks'],
    ['lines in a field of one line', lines(76, ' '), 'lineBreaks'],
    ['spaces for its plus signs', RAW.replaceAll('+', ' '), 'plusSigns'],
    ['escapes of an address', encodeURIComponent(RAW), 'percentEncoding'],
    ['escapes of an address within one', encodeURIComponent(encodeURIComponent(RAW)), 'percentEncoding'],
    ['small letters in its escapes', encodeURIComponent(RAW).replaceAll('%2B', '%2b'), 'percentEncoding'],
  ])('is put together again from %s', (_, text, mended) => {
    expect(reading(text)).toEqual({ ...whole, mended: [mended] })
  })

  it.each([
    ['', 'empty'],
    [' \n \u200b', 'empty'],
    ['""', 'empty'],
    ['“”', 'empty'],
    ['x'.repeat(2049), 'tooLong'],
    ['x'.repeat(1_000_001), 'tooLarge'],
    [`${RAW.slice(0, 40)}\n${RAW.slice(40)}`, 'hasSpace'],
    [`${RAW.slice(0, 150)} ${RAW.slice(150)}`, 'hasSpace'],
    [`${RAW}\n${RAW.slice(0, 97)}`, 'hasSpace'],
    [`${encodeURIComponent(RAW)}%zz`, 'percentEncoded'],
    [`${RAW.slice(0, 120)}…`, 'cutOff'],
    [`${RAW.slice(0, 120)}...`, 'cutOff'],
    [`${RAW}\n${OTHER}`, 'several'],
    [`${RAW} ${OTHER}`, 'several'],
    ['9f3a-c27e', 'fingerprint'],
    ['task token 9f3a-c27e', 'fingerprint'],
    ['arn:aws:states:eu-west-1:123456789012:execution:Orders:a', 'arn'],
    ['https://eu-west-1.console.aws.amazon.com/states/home', 'noToken'],
    [
      'please send a heartbeat to this task because its worker has died and nobody looks after it now ok',
      'noToken',
    ],
    ['the token of this order', 'noToken'],
    ['ASIAIOSFODNN7EXAMPLE', 'credentials'],
    [`export AWS_SESSION_TOKEN="${RAW}"`, 'credentials'],
  ])('is not read from %j', (text, problem) => {
    expect(reading(text)).toBe(problem)
  })

  it('may be as long as AWS takes, and look odd', () => {
    expect(reading('x'.repeat(2048))).toMatchObject({ from: 'whole' })
    expect(reading('x'.repeat(1024), 'swf')).toMatchObject({ from: 'whole' })
    expect(reading('x'.repeat(1025), 'swf')).toBe('tooLong')
    expect(reading('100%')).toMatchObject({ token: '100%' })
    expect(reading('abc%2bdef')).toMatchObject({ token: 'abc+def', mended: ['percentEncoding'] })
    expect(reading('6f2c2f3e-8a55-4b0e-9c1b-0d0c3c6c9f11')).toMatchObject({ from: 'whole' })
  })
})

describe('a token in JSON', () => {
  const activity = { taskToken: RAW, input: '{"order": 7}' }
  const message = { MessageId: 'a', ReceiptHandle: OTHER, Body: JSON.stringify({ TaskToken: RAW, order: 7 }) }

  it.each([
    ['on one line', JSON.stringify(activity)],
    ['on several lines', JSON.stringify(activity, null, 4)],
    ['with escaped slashes', JSON.stringify(activity).replaceAll('/', '\\/')],
    [
      'of SWF',
      JSON.stringify({
        taskToken: RAW,
        activityId: 'a',
        workflowExecution: { workflowId: 'w', runId: OTHER },
      }),
    ],
    ['of a message of SQS', JSON.stringify({ Messages: [message] }, null, 4)],
    ['in JSON in JSON', JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ task_token: RAW }) }) })],
    ['in a string', JSON.stringify(JSON.stringify(activity))],
    ['in the quotation marks of a shell', `'${JSON.stringify(activity)}'`],
    ['with characters nobody sees', `\ufeff${JSON.stringify(activity).replaceAll(' ', '\u00a0')}\u200b`],
    ['that hands another down', JSON.stringify({ ...activity, input: JSON.stringify({ TaskToken: OTHER }) })],
    ['under a name of its own', JSON.stringify({ callbackToken: RAW, nextToken: OTHER })],
    ['copied out of it', `"taskToken": "${RAW}",`],
    ['twice', JSON.stringify([activity, activity])],
  ])('is taken out of it %s', (_, text) => {
    expect(reading(text)).toEqual(inJson)
  })

  it('is put together again there, too', () => {
    expect(reading(JSON.stringify({ taskToken: lines(64) }))).toEqual({ ...inJson, mended: ['lineBreaks'] })
    expect(reading(JSON.stringify({ taskToken: encodeURIComponent(RAW) }))).toMatchObject({ token: RAW })
  })

  it.each([
    [{ taskToken: null }, 'noToken'],
    [{}, 'noToken'],
    [[RAW], 'noToken'],
    [{ ReceiptHandle: RAW, nextToken: OTHER }, 'noToken'],
    [[{ taskToken: RAW }, { taskToken: OTHER }], 'several'],
    [{ taskToken: `${RAW.slice(0, 40)} ${RAW.slice(40)} x` }, 'hasSpace'],
    [{ Credentials: { AccessKeyId: 'ASIAIOSFODNN7EXAMPLE', SessionToken: RAW } }, 'credentials'],
    [JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}'), 'noToken'],
  ])('is not read from %j', (value, problem) => {
    expect(reading(JSON.stringify(value))).toBe(problem)
  })
})

describe('a token in a text', () => {
  it.each([
    ['an option', `aws stepfunctions send-task-heartbeat --task-token ${RAW} --region eu-west-1`],
    ['an option with an equals sign', `--task-token="${RAW}"`],
    [
      'an option over two lines',
      `aws stepfunctions send-task-success \\\n  --task-token '${RAW}' \\\n  --output {}`,
    ],
    ['an option whose dashes were joined', `—task-token ${RAW}`],
    ['an assignment', `taskToken=${RAW}`],
    ['YAML', `input: '{"a": 1}'\ntaskToken: ${RAW}\n`],
    ['YAML with the token first', `taskToken: ${RAW}\ninput: '{}'`],
    ['a log line with JSON', `2026-12-01T10:00:00Z INFO got {"taskToken":"${RAW}","n":1}`],
    ['a log line with escaped JSON', `INFO "{\\"taskToken\\":\\"${RAW.replaceAll('/', '\\/')}\\"}"`],
    ['JSON with curly quotation marks', `{“taskToken”: “${RAW}”}`],
    ['JSON that is cut off', `{"taskToken": "${RAW}", "input": "{\\"a`],
    ['a sentence', `The task token is this: ${RAW}.`],
    ['a sentence with words after it', `task token ${RAW} of order 7`],
    ["an address's query", `https://example.com/approve?taskToken=${encodeURIComponent(RAW)}&answer=yes`],
    ["an address's query, not escaped", `https://example.com/approve?taskToken=${RAW}&answer=yes`],
    ["an address's query without its name", `https://example.com/approve?t=${encodeURIComponent(RAW)}`],
    ['a table', `{"order":7}\t${RAW}`],
    ['a log line beside an id', `RequestId: 6f2c2f3e-8a55-4b0e-9c1b-0d0c3c6c9f11 ${RAW}`],
  ])('is taken out of %s', (_, text) => {
    expect(reading(text)).toMatchObject({ token: RAW, from: 'text' })
  })

  it('is put together again where its name stands before it', () => {
    expect(reading(`https://x/?taskToken=${RAW.replaceAll('+', ' ')}&a=b`)).toEqual({
      ...inText,
      mended: ['plusSigns'],
    })
    expect(reading(`--task-token ${lines(76)} --region eu-west-1`)).toEqual({
      ...inText,
      mended: ['lineBreaks'],
    })
  })

  it.each([
    [`taskToken=${RAW}&taskToken=${OTHER}`, 'several'],
    [`one ${RAW}, two ${OTHER}`, 'several'],
    [`--task-token ${RAW.slice(0, 150)}\n${RAW.slice(150)}`, 'hasSpace'],
    [`The token: ${RAW.slice(0, 150)} ${RAW.slice(150)} of order 7`, 'hasSpace'],
    [`Log: ${RAW.slice(0, 150)}… of order 7`, 'cutOff'],
    [`hash ${'0a1b2c3d'.repeat(16)} of the file`, 'noToken'],
    ['Task token: paste it here', 'noToken'],
    ['constructor __proto__ toString', 'noToken'],
  ])('is not read from %j', (text, problem) => {
    expect(reading(text)).toBe(problem)
  })
})

describe('whatever is pasted', () => {
  const token = fc.integer().map((seed) => aBase64Token(seededRandom(seed)))

  const certain = fc.constantFrom<(token: string) => string>(
    (text) => ` “${text}” `,
    (text) => JSON.stringify({ taskToken: text }),
    (text) => JSON.stringify({ Body: JSON.stringify({ TaskToken: text }) }).replaceAll('/', '\\/'),
    (text) => `--task-token ${text} --region eu-west-1`,
    (text) => `https://x/?taskToken=${encodeURIComponent(text)}&b=c`,
    (text) => (text.match(/.{1,64}/g) ?? []).join('\n'),
    (text) => `see ${text} please`,
  )

  it('a token is taken out whole', () => {
    fc.assert(
      fc.property(token, certain, (text, wrapped) => {
        expect(reading(wrapped(text))).toMatchObject({ token: text })
      }),
      { numRuns: 300 },
    )
  })

  it('a token that lost its plus signs comes back whole, or not at all', () => {
    const wrap = fc.constantFrom<(token: string) => string>(
      (text) => text,
      (text) => `taskToken=${text}&a=b`,
      (text) => JSON.stringify({ taskToken: text }),
      (text) => `taskToken: ${text} please`,
      (text) => `see ${text} please`,
    )
    let mended = 0
    fc.assert(
      fc.property(token, wrap, (text, wrapped) => {
        // What stood at an end has left no trace.
        fc.pre(!text.startsWith('+') && !text.endsWith('+'))
        const read = reading(wrapped(text.replaceAll('+', ' ')))
        if (typeof read === 'object') {
          expect(read.token).toBe(text)
          mended += 1
        } else expect(['hasSpace', 'several', 'noToken']).toContain(read)
      }),
      // One in a hundred thousand has a piece like a word just where its beginning could be a whole token.
      { numRuns: 500, seed: 11 },
    )
    expect(mended).toBeGreaterThan(200)
  })

  it('two tokens never become one', () => {
    const between = fc.constantFrom(' ', '\n', ', ', '\t', '","', ' and ', '&taskToken=', ' --task-token ')
    fc.assert(
      fc.property(token, token, between, fc.boolean(), (a, b, middle, named) => {
        fc.pre(a !== b)
        const read = reading(`${named ? 'taskToken=' : ''}${a}${middle}${b}`)
        // What has the name is meant, whatever follows in the text.
        if (typeof read === 'object')
          expect(named || middle.includes('oken') ? [a, b] : []).toContain(read.token)
      }),
      { numRuns: 300 },
    )
  })

  it('nothing breaks it, and no token holds white space', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        'taskToken',
        '--task-token ',
        '":"',
        '{"',
        '\\',
        '%2B',
        '%',
        '\ud800',
        '\udfff',
        '=',
        '\u200b',
        RAW,
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const read = reading(pieces.join(''))
        if (typeof read === 'object') expect(read.token).toMatch(/^\S+$/)
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['lists in lists', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['objects in objects', '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000)],
    [
      'a token under ten thousand objects',
      '{"a":'.repeat(10_000) + `{"taskToken":"${RAW}"}` + '}'.repeat(10_000),
    ],
    ['one word', 'ab12'.repeat(250_000)],
    ['spaces', ' '.repeat(1_000_000)],
    ['quotation marks', '"'.repeat(1_000_000)],
    ['backslashes', '\\'.repeat(1_000_000)],
    ['names', 'taskToken '.repeat(100_000)],
    ['names with values', 'taskToken=aaaaaaaaaaaaaaaaaaaa&'.repeat(33_000)],
    ['escapes', '%25'.repeat(333_333)],
    ['half surrogate pairs', '\ud800'.repeat(1_000_000)],
    ['joiners', `é${'\u200d'.repeat(999_998)}é`],
  ])('%s are read to their end', (_, text) => {
    expect(() => readPastedToken(text, 'states')).not.toThrow()
  })
})
