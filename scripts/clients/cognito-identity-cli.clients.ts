import { beforeEach, describe, expect, it } from 'vitest'
import { identityPool } from '../../src/local-aws/identity/identity-pool.ts'
import { namedProvider } from '../../src/people/named-sign-in.ts'
import { openEmptyAccount } from './testing-account.ts'
import { testAwsCli } from './testing-aws-cli.ts'
import { testPlace } from './testing-place.ts'

const place = testPlace()

beforeEach(() => openEmptyAccount(place))

describe.each(['awsCli', 'newAwsCli'] as const)('aws cognito-identity of %s', (which) => {
  const aws = testAwsCli(place, which)

  it('signs a person in without any keys of their own', async () => {
    const logins = ['--logins', `${namedProvider}=${await place.idTokenOf('ana')}`]
    const nobody = { keys: undefined }
    const getId = ['cognito-identity', 'get-id', '--identity-pool-id', identityPool.id, ...logins]
    const id = String(await aws.json([...getId, '--query', 'IdentityId'], nobody))
    expect(id).toMatch(/^eu-west-1:[0-9a-f-]{36}$/)
    const getCredentials = ['cognito-identity', 'get-credentials-for-identity', '--identity-id', id]
    const query = ['--query', 'keys(Credentials)']
    const names = await aws.json([...getCredentials, ...logins, ...query], nobody)
    expect(names).toEqual(['AccessKeyId', 'SecretKey', 'SessionToken', 'Expiration'])
    expect(await aws.refusal(getCredentials, nobody)).toMatchObject({
      code: 'NotAuthorizedException',
      operation: 'GetCredentialsForIdentity',
    })
  })

  it('does not know another pool', async () => {
    const other = 'eu-west-1:00000000-0000-4000-8000-00000000000f'
    expect(await aws.refusal(['cognito-identity', 'get-id', '--identity-pool-id', other])).toMatchObject({
      code: 'ResourceNotFoundException',
      operation: 'GetId',
    })
  })
})
