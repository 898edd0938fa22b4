import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { AwsError } from '../aws-error.ts'
import type { CredentialStore } from '../identity/credential-store.ts'
import type { Principal } from '../operation.ts'
import type { WireRequest } from '../wire.ts'
import { parseAuthorization } from './authorization-header.ts'
import { canonicalRequest } from './canonical-request.ts'
import type { SigningKeys } from './signing-key.ts'

export interface Signer {
  readonly principal: Principal
  readonly region: string
}

export interface Verification {
  readonly credentials: CredentialStore
  readonly keys: SigningKeys
  readonly wireNowMs: number
  readonly service: string
}

/** How far a signature's time may be from AWS's. */
const allowedSkewMinutes = 5

/**
 * Verifies a call's Signature Version 4 and says who signed it, for which region. Throws AWS's errors for a missing,
 * malformed, expired or wrong signature, an unknown key and an expired session.
 */
export function verifySignature(call: WireRequest, on: Verification): Signer {
  const header = parseAuthorization(call.headers['authorization'])
  const hostRegion = /^[a-z-]+\.([a-z0-9-]+)\.amazonaws\.com/.exec(call.headers['host'] ?? '')?.[1]
  if (header.service !== on.service) {
    throw invalidSignature(`Credential should be scoped to correct service: '${on.service}'.`)
  }
  if (hostRegion !== undefined && hostRegion !== header.region) {
    throw invalidSignature(`Credential should be scoped to a valid region, not '${header.region}'.`)
  }
  const stamp = call.headers['x-amz-date'] ?? ''
  checkTime(stamp, header.date, on.wireNowMs)
  if (!header.signedHeaders.includes('host')) {
    throw invalidSignature("'Host' must be a 'SignedHeader' in the AWS Authorization.")
  }
  const credential = on.credentials.find(header.accessKeyId, call.headers['x-amz-security-token'])
  if (credential === undefined) {
    throw new AwsError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    )
  }
  if (credential.expiresAtMs !== undefined && credential.expiresAtMs <= on.wireNowMs) {
    throw new AwsError('ExpiredTokenException', 'The security token included in the request is expired')
  }
  const request = canonicalRequest(call, header.signedHeaders, bytesToHex(sha256(call.body)))
  const scope = `${header.date}/${header.region}/${header.service}/aws4_request`
  const signed = ['AWS4-HMAC-SHA256', stamp, scope, bytesToHex(sha256(utf8ToBytes(request ?? '')))].join('\n')
  const expected = bytesToHex(hmac(sha256, on.keys.of(credential.secretKey, header), utf8ToBytes(signed)))
  if (request === undefined || expected !== header.signature) {
    throw invalidSignature(
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    )
  }
  return { principal: credential.principal, region: header.region }
}

function checkTime(stamp: string, scopeDate: string, wireNowMs: number): void {
  const signedAtMs = parseStamp(stamp)
  if (signedAtMs === undefined) {
    throw new AwsError(
      'IncompleteSignatureException',
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    )
  }
  if (!stamp.startsWith(scopeDate)) {
    throw invalidSignature(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scopeDate}' != '${stamp.slice(0, 8)}', from '${stamp}'.`,
    )
  }
  const skewMs = allowedSkewMinutes * 60_000
  const now = formatStamp(wireNowMs)
  if (signedAtMs < wireNowMs - skewMs) {
    const limit = formatStamp(wireNowMs - skewMs)
    throw invalidSignature(
      `Signature expired: ${stamp} is now earlier than ${limit} (${now} - ${allowedSkewMinutes} min.)`,
    )
  }
  if (signedAtMs > wireNowMs + skewMs) {
    const limit = formatStamp(wireNowMs + skewMs)
    throw invalidSignature(
      `Signature not yet current: ${stamp} is still later than ${limit} (${now} + ${allowedSkewMinutes} min.)`,
    )
  }
}

function invalidSignature(message: string): AwsError {
  return new AwsError('InvalidSignatureException', message)
}

function parseStamp(stamp: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp)
  if (match === null) return undefined
  const [, year, month, day, hour, minute, second] = match
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(ms) ? undefined : ms
}

function formatStamp(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '')
}
