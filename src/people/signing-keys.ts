import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose'

/** The key pair of an issuer of ID tokens. */
export interface SigningKeys {
  /** With its private part: a secret. */
  readonly signing: JWK
  /** What whoever verifies needs: the public part. */
  readonly jwks: JSONWebKeySet
}

/** A new pair for RS256, as Cognito signs. */
export async function newSigningKeys(): Promise<SigningKeys> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return signingKeysOf(await exportJWK(privateKey))
}

/** The pair of a private key that was kept. Throws a `TypeError` where it is no RSA key. */
export function signingKeysOf(key: JWK): SigningKeys {
  const { kty, n, e, d } = key
  if (kty !== 'RSA' || n === undefined || e === undefined || d === undefined) {
    throw new TypeError('not a private RSA key')
  }
  // Cognito names its keys, too. Nothing else has this modulus, so its beginning will do.
  const named = { kid: n.slice(0, 22), alg: 'RS256', use: 'sig' }
  return { signing: { ...key, ...named }, jwks: { keys: [{ kty, n, e, ...named }] } }
}
