import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../lib/random.ts'
import { CredentialStore } from '../identity/credential-store.ts'
import { rootPrincipal } from '../identity/roles.ts'
import type { WireRequest } from '../wire.ts'
import { SigningKeys } from './signing-key.ts'
import { type Verification, verifySignature } from './verify-signature.ts'

// Keys, time, requests and signatures of AWS's published Signature Version 4 test suite.
const signedAtMs = Date.UTC(2015, 7, 30, 12, 36, 0)
const key = 'AKIDEXAMPLE'
const credentials = new CredentialStore(seededRandom(1), [
  {
    accessKeyId: key,
    secretKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    principal: rootPrincipal('123456789012'),
  },
])
const on: Verification = { credentials, keys: new SigningKeys(), wireNowMs: signedAtMs, service: 'service' }

function signed(
  method: string,
  url: string,
  signature: string,
  headers: Record<string, string> = {},
): WireRequest {
  return {
    method,
    url,
    body: new Uint8Array(),
    headers: {
      host: 'example.amazonaws.com',
      'x-amz-date': '20150830T123600Z',
      authorization: `AWS4-HMAC-SHA256 Credential=${key}/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
      ...headers,
    },
  }
}

const vanilla = signed('POST', '/', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b')

function refusal(call: WireRequest, where: Verification = on): { code: string; message: string } {
  try {
    verifySignature(call, where)
  } catch (error) {
    // The code is what matters; a plain Error has none and fails the comparison.
    return error as { code: string; message: string } & Error
  }
  throw new Error('the signature was accepted')
}

describe('verifySignature', () => {
  it.each([
    ['get-vanilla', signed('GET', '/', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31')],
    ['post-vanilla', vanilla],
    [
      'get-vanilla-query-order-key-case',
      signed(
        'GET',
        '/?Param2=value2&Param1=value1',
        'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
      ),
    ],
  ])('accepts %s of the published suite', (_, call) => {
    expect(verifySignature(call, on)).toEqual({
      principal: rootPrincipal('123456789012'),
      region: 'us-east-1',
    })
  })

  it('takes an absolute address like a relative one', () => {
    expect(verifySignature({ ...vanilla, url: 'http://127.0.0.1:4566/' }, on).region).toBe('us-east-1')
  })

  it('refuses any other body, path, query, host or method', () => {
    const change = fc.oneof(
      fc.uint8Array({ minLength: 1 }).map((body) => ({ ...vanilla, body })),
      fc.stringMatching(/^[a-z]{1,8}$/).map((path) => ({ ...vanilla, url: `/${path}` })),
      fc.stringMatching(/^[a-z]{1,8}$/).map((query) => ({ ...vanilla, url: `/?${query}` })),
      fc
        .stringMatching(/^[a-z]{1,8}$/)
        .map((host) => ({ ...vanilla, headers: { ...vanilla.headers, host: `${host}.example.com` } })),
      fc.constantFrom('GET', 'PUT', 'DELETE').map((method) => ({ ...vanilla, method })),
    )
    fc.assert(
      fc.property(change, (call) => {
        expect(refusal(call)).toMatchObject({
          code: 'InvalidSignatureException',
          message: expect.stringContaining('does not match the signature you provided'),
        })
      }),
    )
  })

  it('gives a signature five minutes either way', () => {
    const minutes = (count: number): Verification => ({ ...on, wireNowMs: signedAtMs + count * 60_000 })
    expect(verifySignature(vanilla, minutes(5)).region).toBe('us-east-1')
    expect(verifySignature(vanilla, minutes(-5)).region).toBe('us-east-1')
    expect(refusal(vanilla, minutes(6))).toMatchObject({
      code: 'InvalidSignatureException',
      message:
        'Signature expired: 20150830T123600Z is now earlier than 20150830T123700Z (20150830T124200Z - 5 min.)',
    })
    expect(refusal(vanilla, minutes(-6))).toMatchObject({
      code: 'InvalidSignatureException',
      message:
        'Signature not yet current: 20150830T123600Z is still later than 20150830T123500Z (20150830T123000Z + 5 min.)',
    })
  })

  it('names what is missing', () => {
    const { authorization: _, ...bare } = vanilla.headers
    expect(refusal({ ...vanilla, headers: bare })).toMatchObject({
      code: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
    })
    const half = signed('POST', '/', '', {
      authorization: `AWS4-HMAC-SHA256 Credential=${key}/20150830/us-east-1/service/aws4_request`,
    })
    expect(refusal(half)).toMatchObject({
      code: 'IncompleteSignatureException',
      message:
        "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.",
    })
  })

  it.each(['other', vanilla.headers['authorization'] ?? '', 'Signature=0', 'Algorithm=x'])(
    'takes nothing beside the three parts of the Authorization header: %s',
    (more) => {
      const authorization = `${vanilla.headers['authorization']},${more}`
      expect(refusal({ ...vanilla, headers: { ...vanilla.headers, authorization } })).toMatchObject({
        code: 'IncompleteSignatureException',
        message: expect.stringMatching(/^'.*' not a valid key=value pair/),
      })
    },
  )

  it('knows neither a foreign key nor a key with a session token that is not its own', () => {
    const unknown = 'UnrecognizedClientException'
    const authorization = vanilla.headers['authorization']?.replace(key, 'AKIDSOMEONE') ?? ''
    expect(refusal({ ...vanilla, headers: { ...vanilla.headers, authorization } }).code).toBe(unknown)
    const issued = credentials.issue(rootPrincipal('123456789012'), signedAtMs, 3600)
    const temporary = {
      ...vanilla.headers,
      authorization: vanilla.headers['authorization']?.replace(key, issued.accessKeyId) ?? '',
    }
    expect(refusal({ ...vanilla, headers: temporary }).code).toBe(unknown)
    const withToken = { ...temporary, 'x-amz-security-token': 'x' }
    expect(refusal({ ...vanilla, headers: withToken }).code).toBe(unknown)
    const withItsOwn = { ...temporary, 'x-amz-security-token': issued.sessionToken }
    expect(refusal({ ...vanilla, headers: withItsOwn }).code).toBe('InvalidSignatureException')
  })

  it('ignores a session token that is sent with static keys', () => {
    const headers = { ...vanilla.headers, 'x-amz-security-token': 'left over in the environment' }
    expect(verifySignature({ ...vanilla, headers }, on).region).toBe('us-east-1')
  })

  it('finds no signed header that was not sent, whatever its name', () => {
    for (const name of ['x-not-sent', 'constructor', '__proto__']) {
      const authorization = vanilla.headers['authorization']?.replace('host;', `${name};host;`) ?? ''
      const refused = refusal({ ...vanilla, headers: { ...vanilla.headers, authorization } })
      expect(refused.message).not.toMatch('is not a function')
      expect(refused.code).toBe('InvalidSignatureException')
    }
  })

  it('holds the scope to the service and the region of the host', () => {
    expect(refusal(vanilla, { ...on, service: 'states' }).message).toBe(
      "Credential should be scoped to correct service: 'states'.",
    )
    const host = 'states.eu-west-1.amazonaws.com'
    expect(refusal({ ...vanilla, headers: { ...vanilla.headers, host } }).message).toContain('valid region')
  })
})
