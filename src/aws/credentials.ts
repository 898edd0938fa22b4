import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers'
import { AppFailure } from '../domain/app-error.ts'
import { awsHost } from '../lib/aws-hosts.ts'
import { answeredWithin, type SdkHandler } from '../lib/sdk-handler.ts'
import { checkedHandler } from './answer-check.ts'
import { translateError } from './translate-error.ts'

/** Temporary credentials as the SDK's clients take them. In memory only. */
export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}

export interface CognitoOptions {
  readonly identityPoolId: string
  readonly region: string
  readonly endpoint?: string | undefined
  /** The current ID token, asked for at every refresh; null: a guest. */
  readonly idToken: (() => Promise<string>) | null
  readonly requestHandler: SdkHandler
}

/**
 * Credentials of a Cognito identity pool (GetId, GetCredentialsForIdentity, enhanced flow). Asked anew at each call: the caller caches.
 * Rejects with `AppFailure`.
 */
export function cognitoCredentials(options: CognitoOptions): () => Promise<AwsCredentials> {
  const { identityPoolId, region, endpoint, idToken } = options
  const requestHandler = checkedHandler(answeredWithin(ANSWER_WITHIN_MS, options.requestHandler))
  const shownEndpoint = endpoint ?? `https://${awsHost('cognito-identity', region)}`
  return async () => {
    const token = await idToken?.()
    const provider = fromCognitoIdentityPool({
      identityPoolId,
      clientConfig: {
        region,
        maxAttempts: 1,
        requestHandler,
        ...(endpoint === undefined ? {} : { endpoint }),
      },
      ...(token === undefined ? {} : { logins: { [loginKey(token)]: token } }),
    })
    try {
      return await provider()
    } catch (cause) {
      // Cognito says why it takes no login; in any other message AWS may repeat the ID token that was sent.
      const holdsToken = !(cause instanceof Error && cause.name === 'NotAuthorizedException')
      throw new AppFailure(translateError(cause, { endpoint: shownEndpoint, holdsToken }))
    }
  }
}

/** Cognito that does not answer must not hold up reads and writes for ever: milliseconds. */
const ANSWER_WITHIN_MS = 10_000

/** The key of `logins`: the token's issuer without its scheme, `cognito-idp.{region}.amazonaws.com/{userPoolId}`. */
function loginKey(idToken: string): string {
  const { iss } = readIdTokenClaims(idToken)
  if (iss === undefined || iss === '')
    throw new AppFailure({ kind: 'notSignedIn', message: 'The ID token of the sign-in names no issuer.' })
  return iss.replace(/^https?:\/\//, '')
}

export interface IdTokenClaims {
  readonly iss?: string
  readonly sub?: string
  readonly name?: string
  readonly email?: string
  readonly aud?: string | readonly string[]
  /** When it was issued and when it ends, epoch seconds. */
  readonly iat?: number
  readonly exp?: number
  readonly 'cognito:groups'?: readonly string[]
}

/** The claims of an ID token, for showing only: whether it is genuine is for Cognito to say. */
export function readIdTokenClaims(idToken: string): IdTokenClaims {
  const payload = idToken.split('.')[1] ?? ''
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    )
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof claims === 'object' && claims !== null ? claims : {}
  } catch {
    return {}
  }
}
