import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCredentials } from './read-credentials.ts'

const id = 'ASIAIOSFODNN7EXAMPLE'
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const token = 'IQoJb3JpZ2luX2VjEDoaCWV1LXdlc3QtMSJ=='
const whole = { accessKeyId: id, secretAccessKey: secret, sessionToken: token }
const until = '2026-11-20T15:00:00Z'

/** One way of writing a variable, as programs and shells print it. */
const shells: readonly (readonly [string, (name: string, value: string) => string])[] = [
  ['export', (name, value) => `export ${name}=${value}`],
  ['export with quotes', (name, value) => `export ${name}="${value}"`],
  ['bare', (name, value) => `${name}=${value}`],
  ['cmd', (name, value) => `SET ${name}=${value}`],
  ['cmd with quotes', (name, value) => `set "${name}=${value}"`],
  ['PowerShell', (name, value) => `$Env:${name}="${value}"`],
  ['PowerShell with spaces', (name, value) => `$env:${name} = '${value}'`],
  ['fish', (name, value) => `set -gx ${name} ${value}`],
  ['setx', (name, value) => `setx ${name} "${value}"`],
  ['csh', (name, value) => `setenv ${name} ${value}`],
  ['a profile', (name, value) => `${name.toLowerCase()} = ${value}`],
]

function variables(write: (name: string, value: string) => string, end = '\n'): string {
  return [
    write('AWS_ACCESS_KEY_ID', id),
    write('AWS_SECRET_ACCESS_KEY', secret),
    write('AWS_SESSION_TOKEN', token),
  ].join(end)
}

describe('pasted credentials', () => {
  it.each(shells)('are read from the lines of %s', (_, write) => {
    expect(readCredentials(variables(write))).toEqual({ kind: 'ok', credentials: whole })
    expect(readCredentials(`\n  ${variables(write, '\r\n  ')}\r\n`)).toEqual({
      kind: 'ok',
      credentials: whole,
    })
  })

  it('are read from one line of several commands, and from a profile with its name', () => {
    expect(readCredentials(variables((name, value) => `export ${name}=${value}`, ' && '))).toMatchObject({
      kind: 'ok',
    })
    const assigned = variables((name, value) => `${name}=${value}`, ' ')
    for (const line of [
      `export ${assigned}`,
      assigned,
      `env ${assigned}`,
      variables((name, value) => `export ${name}="${value}"`, ';'),
      variables((name, value) => `set ${name}=${value}`, '&&'),
      variables((name, value) => `$env:${name}="${value}"`, '; '),
    ])
      expect(readCredentials(line)).toEqual({ kind: 'ok', credentials: whole })
    expect(readCredentials(`[123456789012_viewer]\n${variables((n, v) => `${n}=${v}`)}`)).toEqual({
      kind: 'ok',
      credentials: whole,
    })
  })

  it('have their end where the lines tell it', () => {
    const lines = `${variables((n, v) => `${n}=${v}`)}\nAWS_CREDENTIAL_EXPIRATION=${until}`
    expect(readCredentials(lines)).toEqual({
      kind: 'ok',
      credentials: { ...whole, expiration: new Date(until) },
    })
  })

  it.each([
    [
      'aws sts',
      {
        Credentials: { AccessKeyId: id, SecretAccessKey: secret, SessionToken: token, Expiration: until },
        AssumedRoleUser: { AssumedRoleId: 'AROA:x', Arn: 'arn:aws:sts::1:assumed-role/x/y' },
      },
    ],
    [
      'a credential process',
      { Version: 1, AccessKeyId: id, SecretAccessKey: secret, SessionToken: token, Expiration: until },
    ],
    [
      'aws sso get-role-credentials',
      {
        roleCredentials: {
          accessKeyId: id,
          secretAccessKey: secret,
          sessionToken: token,
          expiration: Date.parse(until),
        },
      },
    ],
    [
      'Cognito',
      {
        IdentityId: 'eu-west-1:0',
        Credentials: {
          AccessKeyId: id,
          SecretKey: secret,
          SessionToken: token,
          Expiration: Date.parse(until) / 1000,
        },
      },
    ],
  ])('are read from the JSON of %s, with their end', (_, json) => {
    const read = { kind: 'ok', credentials: { ...whole, expiration: new Date(until) } }
    expect(readCredentials(JSON.stringify(json))).toEqual(read)
    expect(readCredentials(JSON.stringify(json, null, 4))).toEqual(read)
  })

  it.each([
    ['', 'empty'],
    ['  \n', 'empty'],
    ['hello', 'unknownForm'],
    ['{"AccessKeyId": ', 'unknownForm'],
    ['[]', 'unknownForm'],
    [`AWS_SECRET_ACCESS_KEY=${secret}\nAWS_SESSION_TOKEN=${token}`, 'noAccessKeyId'],
    [`AWS_ACCESS_KEY_ID=${id}\nAWS_SESSION_TOKEN=${token}`, 'noSecretAccessKey'],
    [`AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nAWS_SECRET_ACCESS_KEY=${secret}`, 'noSessionToken'],
    [`AWS_ACCESS_KEY_ID=\nAWS_SECRET_ACCESS_KEY=${secret}\nAWS_SESSION_TOKEN=${token}`, 'noAccessKeyId'],
  ])('that are not whole are refused: %j is %s', (text, problem) => {
    expect(readCredentials(text)).toEqual({ kind: 'problem', problem })
  })

  it.each([
    ['spaces', ' '],
    ['quotation marks', '"'],
    ['equals signs', '='],
    ['lines', 'export AWS_SESSION_TOKEN=abc\n'],
    ['lists in lists', '['],
  ])('in five million characters, of %s, are not looked for', (_, piece) => {
    const text = `AWS_ACCESS_KEY_ID=${piece.repeat(5_000_000 / piece.length)}`
    expect(readCredentials(text)).toEqual({ kind: 'problem', problem: 'tooLarge' })
  })

  it('are read from between thousands of spaces, and from deep JSON not at all', () => {
    const spaces = ' '.repeat(30_000)
    const text = variables((n, v) => `${spaces}${n}${spaces}=${spaces}${v}${spaces}`)
    expect(text.length).toBeGreaterThan(100_000)
    const fewer = variables((n, v) => `${spaces.slice(0, 5_000)}${n} =${spaces.slice(0, 5_000)}${v}\t `)
    expect(readCredentials(fewer)).toEqual({ kind: 'ok', credentials: whole })
    const deep = `${'{"a":'.repeat(10_000)}${JSON.stringify(whole)}${'}'.repeat(10_000)}`
    expect(readCredentials(deep)).toEqual({ kind: 'problem', problem: 'unknownForm' })
  })

  it('are found or not, and nothing breaks', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        'AWS_ACCESS_KEY_ID',
        ' aws_',
        '=',
        '"',
        '{"',
        '":',
        '\ud800',
        '\udfff',
        'export ',
        'set -a ',
        '$env:',
        '__proto__',
        'constructor',
        id,
        secret,
        token,
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const read = readCredentials(pieces.join(''))
        if (read.kind === 'ok') expect(Object.values(read.credentials).join('')).toMatch(/^[!-~]/)
      }),
      { numRuns: 500 },
    )
  })

  it('that are of two sets are not mixed', () => {
    const lines = (key: string) => variables((n, v) => `${n.toLowerCase()} = ${v === id ? key : v}`)
    const two = `[default]\n${lines('ASIAONE')}\n[other]\n${lines('ASIATWO')}`
    expect(readCredentials(two)).toEqual({ kind: 'problem', problem: 'several' })
    const json = (key: string) => ({ AccessKeyId: key, SecretAccessKey: secret, SessionToken: token })
    expect(readCredentials(JSON.stringify({ a: json('ASIAONE'), b: json('ASIATWO') }))).toEqual({
      kind: 'problem',
      problem: 'several',
    })
    expect(readCredentials(`${lines(id)}\n${lines(id)}`)).toMatchObject({ kind: 'ok' })
  })

  it('of a key that lasts are refused, also where a token is beside it', () => {
    const text = variables((n, v) => `${n}=${v === id ? 'AKIAIOSFODNN7EXAMPLE' : v}`)
    expect(readCredentials(text)).toEqual({ kind: 'problem', problem: 'longLived' })
  })

  it.each(['“', '\u200b', '…', ' ', '\u00a0x', '\0'])(
    'with %j in them were not copied as they are, and could not be sent',
    (odd) => {
      for (const part of [id, secret, token]) {
        const credentials = { ...whole, sessionToken: part === token ? `a${odd}b` : token }
        if (part === id) credentials.accessKeyId = `a${odd}b`
        if (part === secret) credentials.secretAccessKey = `a${odd}b`
        expect(readCredentials(JSON.stringify(credentials))).toEqual({
          kind: 'problem',
          problem: 'oddCharacters',
        })
      }
    },
  )

  it('come out as they went in, whatever is in them', () => {
    // None begins with =, which only pads.
    const base64 = fc
      .string({ unit: fc.constantFrom('A', 'z', '0', '9', '+', '/', '='), maxLength: 80 })
      .map((rest) => `I${rest}`)
    fc.assert(
      fc.property(base64, base64, fc.constantFrom(...shells), (key, session, [, write]) => {
        const lines = [
          write('AWS_ACCESS_KEY_ID', id),
          write('AWS_SECRET_ACCESS_KEY', key),
          write('AWS_SESSION_TOKEN', session),
        ]
        expect(readCredentials(lines.join('\n'))).toEqual({
          kind: 'ok',
          credentials: { accessKeyId: id, secretAccessKey: key, sessionToken: session },
        })
      }),
    )
  })
})
