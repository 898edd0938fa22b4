import { createLocalJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose'
import { AwsError } from '../aws-error.ts'
import { providerOf, type TrustedIssuer } from './trusted-issuer.ts'

/** Who has signed in, as a genuine ID token says. */
export interface Login {
  readonly provider: string
  readonly subject: string
  /** The ARN of the role that the token prefers; undefined where it names none. */
  readonly preferredRole: string | undefined
}

/**
 * Whose token it is: signed by RS256 with a key of the issuer, for its app client, not expired at `nowMs` of wire time, and an ID token.
 * Throws `NotAuthorizedException` in the words that people have reported of Cognito Identity, which never hold the token.
 */
export async function verifyIdToken(token: string, from: TrustedIssuer, nowMs: number): Promise<Login> {
  if (unverified(token).iss !== from.issuer) throw refused("Issuer doesn't match providerName")
  const { sub, token_use: use, 'cognito:preferred_role': role } = await verified(token, from, nowMs)
  if (use !== 'id' || sub === undefined) throw notAnIdToken()
  return {
    provider: providerOf(from),
    subject: sub,
    preferredRole: typeof role === 'string' ? role : undefined,
  }
}

/** What Cognito answers to a login of a user pool, or an app client, that the identity pool does not know. */
export function unsupportedProvider(): AwsError {
  return notAuthorized('Token is not from a supported provider of this identity pool.')
}

function unverified(token: string): JWTPayload {
  try {
    return decodeJwt(token)
  } catch {
    throw notAnIdToken()
  }
}

async function verified(
  token: string,
  { issuer, audience, keys }: TrustedIssuer,
  nowMs: number,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(await keys()), {
      algorithms: ['RS256'],
      issuer,
      audience,
      requiredClaims: ['exp'],
      currentDate: new Date(nowMs),
    })
    return payload
  } catch (error) {
    throw error instanceof errors.JOSEError ? inCognitosWords(error, nowMs) : error
  }
}

function inCognitosWords(error: errors.JOSEError, nowMs: number): AwsError {
  if (error instanceof errors.JWTExpired) {
    return refused(`Token expired: ${Math.floor(nowMs / 1000)} >= ${error.payload.exp}`)
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.reason === 'missing') return refused(`Missing a required claim: ${error.claim}`)
    return error.claim === 'aud' ? unsupportedProvider() : notAnIdToken()
  }
  return refused("Couldn't verify signed token.")
}

function notAnIdToken(): AwsError {
  return refused('Not a valid OpenId Connect identity token.')
}

function refused(why: string): AwsError {
  return notAuthorized(`Invalid login token. ${why}`)
}

function notAuthorized(message: string): AwsError {
  return new AwsError('NotAuthorizedException', message)
}
