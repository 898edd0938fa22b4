import { beforeEach, describe, expect, it } from 'vitest'
import { identityPool } from '../../src/local-aws/identity/identity-pool.ts'
import { namedProvider } from '../../src/people/named-sign-in.ts'
import { openEmptyAccount } from './testing-account.ts'
import { testBoto3 } from './testing-boto3.ts'
import { testPlace } from './testing-place.ts'

const place = testPlace()
const pool = { IdentityPoolId: identityPool.id }
const identityId = /^eu-west-1:[0-9a-f-]{36}$/

beforeEach(() => openEmptyAccount(place))

describe.each(['boto3', 'newBoto3'] as const)('CognitoIdentity.Client of %s', (which) => {
  const boto3 = testBoto3(place, which)
  const ask = (method: string, parameters: Readonly<Record<string, unknown>>) =>
    boto3.call('cognito-identity', method, parameters)
  const loginsOf = async (person: 'ana' | 'vic') => ({ [namedProvider]: await place.idTokenOf(person) })
  /** The identity that Cognito gives for a sign-in, or to a guest. */
  async function idOf(Logins?: Readonly<Record<string, string>>): Promise<string> {
    const output = await boto3.output('cognito-identity', 'get_id', { ...pool, ...(Logins && { Logins }) })
    return String(Object(output).IdentityId)
  }

  it('get_id: one identity for a person, another for each guest', async () => {
    const ana = await idOf(await loginsOf('ana'))
    expect(ana).toMatch(identityId)
    expect(await idOf(await loginsOf('ana'))).toBe(ana)
    const others = [await idOf(await loginsOf('vic')), await idOf(), await idOf()]
    expect(new Set([ana, ...others]).size).toBe(4)
  })

  it('get_credentials_for_identity: temporary keys, which expire in an hour', async () => {
    const Logins = await loginsOf('ana')
    const IdentityId = await idOf(Logins)
    const before = Date.now()
    const answer = await boto3.output('cognito-identity', 'get_credentials_for_identity', {
      IdentityId,
      Logins,
    })
    expect(answer).toEqual({
      IdentityId,
      Credentials: {
        AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
        SecretKey: expect.stringMatching(/^.{40}$/),
        SessionToken: expect.stringMatching(/^.{900,}$/),
        Expiration: expect.toSatisfy(
          (text) => Math.abs(Date.parse(String(text)) - before - 3_600_000) < 60_000,
        ),
      },
    })
  })

  it('refuses by their names a pool, an identity, a token and a provider that it does not know', async () => {
    const nobody = 'eu-west-1:00000000-0000-4000-8000-00000000000f'
    const IdentityId = await idOf(await loginsOf('ana'))
    const refused = { kind: 'refusal', documented: true, status: 400 }
    const none = { ...refused, code: 'ResourceNotFoundException' }
    expect(await ask('get_id', { IdentityPoolId: nobody })).toMatchObject(none)
    expect(await ask('get_credentials_for_identity', { IdentityId: nobody })).toMatchObject(none)
    const denied = { ...refused, code: 'NotAuthorizedException' }
    for (const Logins of [
      { [namedProvider]: 'no token' },
      { 'graph.facebook.com': 'x' },
      { [namedProvider]: `${await place.idTokenOf('ana')}x` },
    ]) {
      expect(await ask('get_id', { ...pool, Logins })).toMatchObject(denied)
      expect(await ask('get_credentials_for_identity', { IdentityId, Logins })).toMatchObject(denied)
    }
    // An identity is good for nobody but whom it was given to.
    const Logins = await loginsOf('vic')
    expect(await ask('get_credentials_for_identity', { IdentityId, Logins })).toMatchObject(denied)
    expect(await ask('get_credentials_for_identity', { IdentityId })).toMatchObject(denied)
  })
})
