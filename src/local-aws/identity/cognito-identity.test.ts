import { describe, expect, it } from 'vitest'
import { createLocalAws } from '../local-aws.ts'
import { handPorts } from '../test-ports.ts'
import { identityPool } from './people.ts'

/** Calls Cognito as a browser does: unsigned. */
function open() {
  const ports = handPorts(Date.UTC(2026, 0, 1))
  const localAws = createLocalAws({ seed: 'cognito', ports, scenario: 'quiet' })
  const call = async (operation: string, input: object) => {
    const response = await localAws.handle({
      method: 'POST',
      url: '/',
      headers: {
        'x-amz-target': `AWSCognitoIdentityService.${operation}`,
        'content-type': 'application/x-amz-json-1.1',
      },
      body: new TextEncoder().encode(JSON.stringify(input)),
    })
    const body: Record<string, unknown> = JSON.parse(new TextDecoder().decode(response.body))
    return { status: response.status, body }
  }
  const getId = async (Logins?: Record<string, string>) => {
    const { body } = await call('GetId', { IdentityPoolId: identityPool.id, Logins })
    return String(body['IdentityId'])
  }
  const loginOf = (person: 'ana' | 'vic') => ({
    [identityPool.provider]: localAws.control.mintIdToken(person),
  })
  return { ports, localAws, call, getId, loginOf }
}

describe('Cognito Identity', () => {
  it('gives a person the same identity every time, and guests one each', async () => {
    const { getId, loginOf } = open()
    const ana = await getId(loginOf('ana'))
    expect(ana).toMatch(/^eu-west-1:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(await getId(loginOf('ana'))).toBe(ana)
    expect(await getId(loginOf('vic'))).not.toBe(ana)
    expect(await open().getId(loginOf('ana'))).toBe(ana)
    expect(await getId()).not.toBe(await getId())
  })

  it('vends credentials that last as long as the setting says', async () => {
    const { ports, localAws, call, getId, loginOf } = open()
    localAws.control.changeSettings({ credentialLifetimeSeconds: 900 })
    const Logins = loginOf('ana')
    const IdentityId = await getId(Logins)
    const { body } = await call('GetCredentialsForIdentity', { IdentityId, Logins })
    expect(body).toEqual({
      IdentityId,
      Credentials: {
        AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
        SecretKey: expect.stringMatching(/^.{40}$/),
        SessionToken: expect.stringMatching(/^.{900,}$/),
        Expiration: ports.wall() / 1000 + 900,
      },
    })
  })

  it('knows a guest again in another scenario and after a restart, and nobody who made an id up', async () => {
    const { localAws, call, getId } = open()
    const IdentityId = await getId()
    await localAws.control.openScenario('solo')
    expect((await call('GetCredentialsForIdentity', { IdentityId })).status).toBe(200)
    expect((await open().call('GetCredentialsForIdentity', { IdentityId })).status).toBe(200)
    const last = IdentityId.endsWith('0') ? '1' : '0'
    const madeUp = IdentityId.slice(0, -1) + last
    expect((await call('GetCredentialsForIdentity', { IdentityId: madeUp })).body['__type']).toBe(
      'ResourceNotFoundException',
    )
  })

  it('turns a guest who signs in into the person', async () => {
    const { call, getId, loginOf } = open()
    const Logins = loginOf('ana')
    const { body } = await call('GetCredentialsForIdentity', { IdentityId: await getId(), Logins })
    expect(body['IdentityId']).toBe(await getId(Logins))
  })

  it('refuses an ID token that has expired, by the wire clock', async () => {
    const { ports, localAws, call, loginOf } = open()
    const Logins = loginOf('ana')
    const refused = {
      status: 400,
      body: {
        __type: 'NotAuthorizedException',
        message: 'Invalid login token. Token expired: 1767229200 >= 1767229200',
      },
    }
    localAws.control.changeSettings({ wireSkewSeconds: 3600 })
    expect(await call('GetId', { IdentityPoolId: identityPool.id, Logins })).toEqual(refused)
    localAws.control.changeSettings({ wireSkewSeconds: 0 })
    ports.advance(3599_000)
    expect((await call('GetId', { IdentityPoolId: identityPool.id, Logins })).status).toBe(200)
    ports.advance(1000)
    expect(await call('GetId', { IdentityPoolId: identityPool.id, Logins })).toEqual(refused)
  })

  it('refuses what it cannot trust, in words that never hold the token', async () => {
    const { call, getId, loginOf } = open()
    const ana = loginOf('ana')
    const idToken = ana[identityPool.provider] ?? ''
    const [head, body, signature = ''] = idToken.split('.')
    const promoted = btoa(JSON.stringify({ 'cognito:username': 'vic', exp: 1e12 })).replaceAll('=', '')
    const flipped = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)
    const cases: [Record<string, string>, string][] = [
      [
        { [identityPool.provider]: `${head}.${body}.${flipped}` },
        'Invalid login token. Token signature invalid.',
      ],
      [
        { [identityPool.provider]: `${head}.${promoted}.${signature}` },
        'Invalid login token. Token signature invalid.',
      ],
      [
        { [identityPool.provider]: 'not-a-token' },
        'Invalid login token. Not a valid OpenId Connect identity token.',
      ],
      [{ 'accounts.google.com': idToken }, 'Token is not from a supported provider of this identity pool.'],
    ]
    for (const [Logins, message] of cases) {
      expect(await call('GetId', { IdentityPoolId: identityPool.id, Logins })).toEqual({
        status: 400,
        body: { __type: 'NotAuthorizedException', message },
      })
    }
    const IdentityId = await getId(ana)
    expect((await call('GetCredentialsForIdentity', { IdentityId })).body).toEqual({
      __type: 'NotAuthorizedException',
      message: `Access to Identity '${IdentityId}' is forbidden.`,
    })
    expect((await call('GetCredentialsForIdentity', { IdentityId, Logins: loginOf('vic') })).body).toEqual({
      __type: 'NotAuthorizedException',
      message:
        "Logins don't match. Please include at least one valid login for this identity or identity pool.",
    })
  })

  it('knows one pool and the identities it has given', async () => {
    const { call } = open()
    const nowhere = 'eu-west-1:00000000-0000-4000-8000-00000000dead'
    expect((await call('GetId', { IdentityPoolId: nowhere })).body).toEqual({
      __type: 'ResourceNotFoundException',
      message: `IdentityPool '${nowhere}' not found.`,
    })
    expect((await call('GetCredentialsForIdentity', { IdentityId: nowhere })).body).toEqual({
      __type: 'ResourceNotFoundException',
      message: `Identity '${nowhere}' not found.`,
    })
    expect((await call('GetId', {})).body['__type']).toBe('ValidationException')
    expect((await call('GetId', { IdentityPoolId: identityPool.id, Logins: [] })).body['__type']).toBe(
      'SerializationException',
    )
    expect((await call('ListIdentities', {})).body['__type']).toBe('UnknownOperationException')
  })
})
