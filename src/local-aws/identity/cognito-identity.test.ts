import { importJWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { identityPool } from '../../local-aws/identity/identity-pool.ts'
import { createLocalAwsWithPeople } from '../../people/local-aws-with-people.ts'
import { namedProvider } from '../../people/named-sign-in.ts'
import type { PersonName } from '../../people/people.ts'
import { newSigningKeys } from '../../people/signing-keys.ts'
import { handPorts } from '../test-ports.ts'

/** One that is undefined is left out. */
type Claims = Readonly<Record<string, unknown>>

type Signing = 'RS256' | 'HS256' | 'none' | 'another key'

/** A user pool somewhere else, which signs whatever it is told. */
async function aPool(nowMs: number) {
  const { signing, jwks } = await newSigningKeys()
  const issuer = { issuer: 'http://127.0.0.1:9/eu-west-1_Other', audience: 'client', keys: async () => jwks }
  const idToken = async (claims: Claims, how: Signing): Promise<string> => {
    const payload = JSON.parse(
      JSON.stringify({
        iss: issuer.issuer,
        aud: 'client',
        sub: 'somebody',
        token_use: 'id',
        exp: nowMs / 1000 + 60,
        ...claims,
      }),
    ) as JWTPayload // an object, written above
    if (how === 'none') return new UnsecuredJWT(payload).encode()
    const kid = signing.kid ?? ''
    if (how === 'HS256') {
      const secret = new TextEncoder().encode(JSON.stringify(jwks.keys[0]))
      return new SignJWT(payload).setProtectedHeader({ alg: how, kid }).sign(secret)
    }
    const key = how === 'another key' ? (await newSigningKeys()).signing : signing
    return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid }).sign(await importJWK(key, 'RS256'))
  }
  return {
    issuer,
    login: async (claims: Claims, how: Signing = 'RS256') => ({
      '127.0.0.1:9/eu-west-1_Other': await idToken(claims, how),
    }),
  }
}

/** Calls Cognito as a browser does: unsigned. */
function open() {
  const ports = handPorts(Date.UTC(2026, 0, 1))
  const localAws = createLocalAwsWithPeople({ seed: 'cognito', ports, scenario: 'quiet' })
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
  const loginOf = async (person: PersonName) => ({ [namedProvider]: await localAws.idTokenOf(person) })
  return { ports, localAws, call, getId, loginOf }
}

describe('Cognito Identity', () => {
  it('gives a person the same identity every time, and guests one each', async () => {
    const { getId, loginOf } = open()
    const ana = await getId(await loginOf('ana'))
    expect(ana).toMatch(/^eu-west-1:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(await getId(await loginOf('ana'))).toBe(ana)
    expect(await getId(await loginOf('vic'))).not.toBe(ana)
    const restarted = open()
    expect(await restarted.getId(await restarted.loginOf('ana'))).toBe(ana)
    expect(await getId()).not.toBe(await getId())
  })

  it('vends credentials that last as long as the setting says', async () => {
    const { ports, localAws, call, getId, loginOf } = open()
    localAws.control.changeSettings({ credentialLifetimeSeconds: 900 })
    const Logins = await loginOf('ana')
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
    const Logins = await loginOf('ana')
    const { body } = await call('GetCredentialsForIdentity', { IdentityId: await getId(), Logins })
    expect(body['IdentityId']).toBe(await getId(Logins))
  })

  it('refuses an ID token that has expired, by the wire clock', async () => {
    const { ports, localAws, call, loginOf } = open()
    const Logins = await loginOf('ana')
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
    const ana = await loginOf('ana')
    const idToken = ana[namedProvider] ?? ''
    const [head, body = '', signature = ''] = idToken.split('.')
    const claims: object = JSON.parse(atob(body.replaceAll('-', '+').replaceAll('_', '/')))
    const promoted = btoa(JSON.stringify({ ...claims, exp: 1e12 })).replaceAll('=', '')
    const flipped = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)
    const cases: [Record<string, string>, string][] = [
      [
        { [namedProvider]: `${head}.${body}.${flipped}` },
        "Invalid login token. Couldn't verify signed token.",
      ],
      [
        { [namedProvider]: `${head}.${promoted}.${signature}` },
        "Invalid login token. Couldn't verify signed token.",
      ],
      [{ [namedProvider]: 'not-a-token' }, 'Invalid login token. Not a valid OpenId Connect identity token.'],
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
    expect(
      (await call('GetCredentialsForIdentity', { IdentityId, Logins: await loginOf('vic') })).body,
    ).toEqual({
      __type: 'NotAuthorizedException',
      message:
        "Logins don't match. Please include at least one valid login for this identity or identity pool.",
    })
  })

  it('gives nothing to who is in no group, and no role but those that trust it', async () => {
    const { ports, localAws, call, getId, loginOf } = open()
    const nora = await loginOf('nora')
    expect(
      (await call('GetCredentialsForIdentity', { IdentityId: await getId(nora), Logins: nora })).body,
    ).toEqual({
      __type: 'NotAuthorizedException',
      message: `The ambiguous role mapping rules for: ${namedProvider} denied this request.`,
    })
    const pool = await aPool(ports.wall())
    localAws.trust(pool.issuer)
    const Logins = await pool.login({
      'cognito:preferred_role': 'arn:aws:iam::123456789012:role/FleetWorker',
    })
    expect(
      (await call('GetCredentialsForIdentity', { IdentityId: await getId(Logins), Logins })).body,
    ).toMatchObject({
      __type: 'InvalidIdentityPoolConfigurationException',
    })
  })

  it('takes the ID tokens of the issuers it trusts, for their app clients', async () => {
    const { ports, localAws, call } = open()
    const pool = await aPool(ports.wall())
    const told = async (claims: Claims, how?: Signing) => {
      const Logins = await pool.login(claims, how)
      const { body } = await call('GetId', { IdentityPoolId: identityPool.id, Logins })
      return body['message'] ?? 'taken'
    }
    const unsupported = 'Token is not from a supported provider of this identity pool.'
    expect(await told({})).toBe(unsupported)
    localAws.trust(pool.issuer)
    expect(await told({})).toBe('taken')
    expect(await told({ aud: 'another-client' })).toBe(unsupported)
    expect(await told({ aud: undefined })).toBe('Invalid login token. Missing a required claim: aud')
    expect(await told({ iss: 'https://elsewhere.example' })).toBe(
      "Invalid login token. Issuer doesn't match providerName",
    )
    // An access token, were one to look like this.
    expect(await told({ token_use: 'access' })).toBe(
      'Invalid login token. Not a valid OpenId Connect identity token.',
    )
    const unverified = "Invalid login token. Couldn't verify signed token."
    // Signed with what is public: its key as a shared secret, or nothing at all.
    expect(await told({}, 'HS256')).toBe(unverified)
    expect(await told({}, 'none')).toBe(unverified)
    expect(await told({}, 'another key')).toBe(unverified)
    expect(await told({ exp: Math.floor(ports.wall() / 1000) })).toMatch(
      /^Invalid login token. Token expired: /,
    )
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
