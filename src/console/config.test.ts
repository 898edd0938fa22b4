import { describe, expect, it } from 'vitest'
import { readConfig, transportModeOf } from './config.ts'

const POOL = 'eu-west-1:00000000-0000-4000-8000-000000000001'
const GUEST = { name: 'prod', regions: ['eu-west-1'], signIn: { kind: 'guest' }, identityPoolId: POOL }
const USER_POOL = {
  kind: 'userPool',
  issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Pool',
  clientId: 'client',
  loginUrl: 'https://ops.auth.eu-west-1.amazoncognito.com',
}
const KEYS = { kind: 'keys', accessKeyId: 'test', secretAccessKey: 'test' }

function read(...connections: readonly unknown[]) {
  return readConfig(JSON.stringify({ connections }))
}

function problemsOf(...connections: readonly unknown[]) {
  const result = read(...connections)
  return result.kind === 'malformed' ? result.problems : []
}

describe('readConfig', () => {
  it('reads the least there can be, and fills in what is usual', () => {
    expect(read(GUEST)).toEqual({
      kind: 'ok',
      config: {
        connections: [{ ...GUEST, readsPerSecond: 2, watch: {}, swfDomains: [] }],
        idleSignOutMinutes: 60,
      },
    })
  })

  it('reads everything there can be', () => {
    const full = {
      name: 'local',
      regions: ['eu-west-1', 'us-gov-west-1', 'ap-southeast-2'],
      endpoint: 'http://127.0.0.1:4566',
      transport: { states: 'direct', swf: 'relay' },
      signIn: { kind: 'localPerson', person: 'ana', url: 'http://127.0.0.1:4566/_local/id-token' },
      identityPoolId: POOL,
      worldClock: 'http://127.0.0.1:4566/_local/clock',
      readsPerSecond: 10,
      watch: { prefixes: ['Ord'], include: ['Video'], exclude: ['OrdersTest'] },
      swfDomains: ['warehouse', 'returns desk'],
    }
    const config = { connections: [full], idleSignOutMinutes: 30 }
    expect(readConfig(JSON.stringify(config))).toEqual({ kind: 'ok', config })
  })

  it('reads every kind of sign-in', () => {
    for (const signIn of [USER_POOL, { kind: 'pasted' }, { kind: 'guest' }])
      expect(read({ ...GUEST, signIn })).toMatchObject({ config: { connections: [{ signIn }] } })
    // Whose credentials come from no identity pool needs none.
    expect(problemsOf({ ...GUEST, signIn: { kind: 'pasted' }, identityPoolId: undefined })).toEqual([])
    expect(problemsOf({ ...GUEST, signIn: USER_POOL, identityPoolId: undefined })).toHaveLength(1)
  })

  it.each([0, 1, 721, '30', null])('takes no %j minutes for being idle', (idleSignOutMinutes) => {
    const result = readConfig(JSON.stringify({ connections: [GUEST], idleSignOutMinutes }))
    expect(result).toMatchObject({ problems: [{ field: 'idleSignOutMinutes' }] })
  })

  it.each<[string, unknown]>([
    ['connections[0].name', { ...GUEST, name: '' }],
    ['connections[0].name', { ...GUEST, name: undefined }],
    ['connections[0].regions', { ...GUEST, regions: [] }],
    ['connections[0].regions[0]', { ...GUEST, regions: ['Ireland'] }],
    ['connections[0].regions[0]', { ...GUEST, regions: ['europe-west-1'] }],
    ['connections[0].endpoint', { ...GUEST, endpoint: '127.0.0.1:4566' }],
    ['connections[0].endpoint', { ...GUEST, endpoint: 'javascript:alert(1)' }],
    ['connections[0].transport', { ...GUEST, transport: 'proxy' }],
    ['connections[0].transport', { ...GUEST, transport: { states: 'relay' } }],
    ['connections[0].transport', { ...GUEST, transport: { states: 'relay', swf: 'relay', sqs: 'relay' } }],
    ['connections[0].signIn', { ...GUEST, signIn: undefined }],
    ['connections[0].signIn.kind', { ...GUEST, signIn: { kind: 'password' } }],
    ['connections[0].signIn.loginUrl', { ...GUEST, signIn: { ...USER_POOL, loginUrl: 'login.example' } }],
    ...[
      'http://login.example.com',
      'http://127.0.0.1.example.com',
      'http://localhost@example.com',
      'https://user:secret@login.example.com',
      'https://login.example.com/?a=1',
      'https://login.example.com#a',
      'javascript:alert(1)',
    ].map((loginUrl): [string, unknown] => [
      'connections[0].signIn.loginUrl',
      { ...GUEST, signIn: { ...USER_POOL, loginUrl } },
    ]),
    ['connections[0].signIn.clientId', { ...GUEST, signIn: { ...USER_POOL, clientId: '' } }],
    ['connections[0].identityPoolId', { ...GUEST, signIn: USER_POOL, identityPoolId: undefined }],
    ['connections[0].signIn.person', { ...GUEST, signIn: { kind: 'localPerson', url: 'http://a' } }],
    ['connections[0].signIn.url', { ...GUEST, signIn: { kind: 'localPerson', person: 'ana', url: '/x' } }],
    ['connections[0].identityPoolId', { ...GUEST, identityPoolId: 'pool' }],
    ['connections[0].identityPoolId', { ...GUEST, identityPoolId: undefined }],
    ['connections[0].worldClock', { ...GUEST, worldClock: 'clock' }],
    ['connections[0].readsPerSecond', { ...GUEST, readsPerSecond: 0 }],
    ['connections[0].readsPerSecond', { ...GUEST, readsPerSecond: 51 }],
    ['connections[0].readsPerSecond', { ...GUEST, readsPerSecond: '2' }],
    ['connections[0].watch.prefixes', { ...GUEST, watch: { prefixes: 'Ord' } }],
    ['connections[0].watch.prefixs', { ...GUEST, watch: { prefixs: ['Ord'] } }],
    ['connections[0].swfDomains', { ...GUEST, swfDomains: 'warehouse' }],
    ['connections[0].swfDomains', { ...GUEST, swfDomains: ['a', 'b', 'a'] }],
    ['connections[0].swfDomains[1]', { ...GUEST, swfDomains: ['a', ''] }],
    ['connections[0].region', { ...GUEST, region: 'eu-west-1' }],
  ])('names %s where it is wrong', (field, connection) => {
    const problems = problemsOf(connection)
    expect(problems.map((problem) => problem.field)).toContain(field)
    for (const { message } of problems) expect(message).not.toBe('')
  })

  it('names every field that is wrong, of every connection', () => {
    const problems = problemsOf({ ...GUEST, name: '' }, { ...GUEST, name: 'b', regions: [] })
    expect(problems.map(({ field }) => field)).toEqual(['connections[0].name', 'connections[1].regions'])
  })

  it.each(['http://localhost:4566', 'http://127.0.0.1:4566', 'http://127.8.9.1', 'http://[::1]:4566'])(
    'takes fixed keys for %s',
    (endpoint) => {
      expect(read({ name: 'a', regions: ['eu-west-1'], signIn: KEYS, endpoint }).kind).toBe('ok')
    },
  )

  it.each([
    undefined,
    'https://states.eu-west-1.amazonaws.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://10.0.0.1:4566',
  ])('takes no fixed keys for %s', (endpoint) => {
    const problems = problemsOf({ name: 'a', regions: ['eu-west-1'], signIn: KEYS, endpoint })
    expect(problems).toMatchObject([{ field: 'connections[0].signIn' }])
  })

  it.each([
    ['', ''],
    ['{"connections": [', ''],
    ['[]', 'connections'],
    ['null', ''],
    ['{}', 'connections'],
    ['{"connections": []}', 'connections'],
    ['{"connections": [], "theme": "dark"}', 'theme'],
  ])('says of %j what is wrong', (json, field) => {
    const result = readConfig(json)
    expect(result.kind === 'malformed' && result.problems.map((problem) => problem.field)).toContain(field)
  })

  it('refuses two connections of one name', () => {
    expect(problemsOf(GUEST, GUEST)).toMatchObject([{ message: 'two connections have the same name' }])
  })
})

describe('transportModeOf', () => {
  const endpoint = 'http://127.0.0.1:4566'

  it.each([
    [{}, 'auto', 'auto'],
    [{ endpoint }, 'direct', 'direct'],
    [{ endpoint, transport: 'auto' }, 'auto', 'auto'],
    [{ transport: 'relay' }, 'relay', 'relay'],
    [{ transport: { states: 'direct', swf: 'relay' } }, 'direct', 'relay'],
  ] as const)('of %j is %s for Step Functions and %s for SWF', (connection, states, swf) => {
    const whole = { transport: undefined, endpoint: undefined, ...connection }
    expect([transportModeOf(whole, 'states'), transportModeOf(whole, 'swf')]).toEqual([states, swf])
  })
})
