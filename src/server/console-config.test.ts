import { describe, expect, it } from 'vitest'
import { localConfig } from '../local-aws/local-config.ts'
import { addressesInUse, regionsInUse } from './console-config.ts'

describe('addressesInUse', () => {
  it('is the local AWS alone for a local page', () => {
    const addresses = addressesInUse(localConfig('http://127.0.0.1:4566/', { person: 'vic' }))
    expect(new Set(addresses.map((address) => new URL(address).origin))).toEqual(
      new Set(['http://127.0.0.1:4566']),
    )
    expect(addresses).toContain('http://127.0.0.1:4566/_local/id-token')
  })

  it("is AWS's own hosts where no endpoint is named", () => {
    const connection = {
      name: 'prod',
      regions: ['eu-west-1', 'cn-north-1'],
      identityPoolId: 'us-east-1:00000000-0000-4000-8000-000000000002',
    }
    expect(addressesInUse({ connections: [connection] })).toEqual([
      'https://states.eu-west-1.amazonaws.com',
      'https://swf.eu-west-1.amazonaws.com',
      'https://states.cn-north-1.amazonaws.com.cn',
      'https://swf.cn-north-1.amazonaws.com.cn',
      'https://cognito-identity.us-east-1.amazonaws.com',
    ])
  })

  it('has the login of a user pool, and not its issuer, which is a name', () => {
    const signIn = {
      kind: 'userPool',
      issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Pool',
      clientId: 'client',
      loginUrl: 'https://login.example',
    } as const
    const addresses = addressesInUse(localConfig('http://127.0.0.1:4566', signIn))
    expect(addresses.filter((one) => one === signIn.loginUrl)).toHaveLength(1)
    expect(addresses).not.toContain(signIn.issuer)
  })

  it.each(['keys', 'pasted'])('has no host of Cognito where the sign-in is %s', (kind) => {
    const connection = { regions: ['eu-west-1'], identityPoolId: 'eu-west-1:0', signIn: { kind } }
    const addresses = addressesInUse({ connections: [connection] })
    expect(addresses).toEqual([
      'https://states.eu-west-1.amazonaws.com',
      'https://swf.eu-west-1.amazonaws.com',
    ])
    const endpoint = 'http://127.0.0.1:4566'
    const relayed = { ...connection, endpoint, transport: 'relay' }
    expect(addressesInUse({ connections: [relayed] })).toEqual([])
    // Cognito is called at the endpoint, too.
    const guest = { ...relayed, signIn: { kind: 'guest' } }
    expect(addressesInUse({ connections: [guest] })).toEqual([endpoint])
  })

  it.each([
    ['relay', []],
    [{ states: 'relay', swf: 'auto' }, ['https://swf.eu-west-1.amazonaws.com']],
    [{ states: 'direct', swf: 'relay' }, ['https://states.eu-west-1.amazonaws.com']],
    ['auto', ['https://states.eu-west-1.amazonaws.com', 'https://swf.eu-west-1.amazonaws.com']],
  ])('names no host that is called through the own one alone: transport %j', (transport, hosts) => {
    const connection = { regions: ['eu-west-1'], transport, identityPoolId: 'eu-west-1:0' }
    expect(addressesInUse({ connections: [connection] })).toEqual([
      ...hosts,
      'https://cognito-identity.eu-west-1.amazonaws.com',
    ])
  })

  it.each([
    undefined,
    [],
    { connections: 'none' },
    { connections: [null, 1, { regions: 'x', endpoint: 'not an address', signIn: 7 }] },
    { connections: [{ endpoint: 'https://*.example.com' }] },
    { connections: [{ regions: [3, 'eu-west-1; script-src *'], identityPoolId: 5 }] },
  ])('finds nothing in the malformed %j, and does not fail', (config) => {
    expect(addressesInUse(config)).toEqual([])
  })
})

describe('regionsInUse', () => {
  it('is every region once, and none that is malformed', () => {
    const connections = [{ regions: ['eu-west-1', 'us-east-1'] }, { regions: ['us-east-1', 3, '../x'] }, null]
    expect(regionsInUse({ connections })).toEqual(['eu-west-1', 'us-east-1'])
    expect(regionsInUse('none')).toEqual([])
  })
})
