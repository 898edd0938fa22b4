import { importJWK, SignJWT } from 'jose'
import * as v from 'valibot'
import { type ControlCalls, controlCall } from '../local-aws/control/control-http.ts'
import type { TrustedIssuer } from '../local-aws/identity/trusted-issuer.ts'
import { region } from '../local-aws/place.ts'
import { appClientId, claimsOf, type PersonName, people, userPoolId } from './people.ts'
import { newSigningKeys, type SigningKeys } from './signing-keys.ts'

const lifetimeSeconds = 3600

/** The key of `logins` for tokens of this issuer. */
export const namedProvider = `cognito-idp.${region}.amazonaws.com/${userPoolId}`

/** Signing in by name, without a login page: an issuer that gives everybody's ID token to whoever asks. */
export interface NamedSignIn {
  readonly issuer: TrustedIssuer
  /** `POST /_local/id-token`. */
  readonly controlCalls: ControlCalls
  /** An ID token as a user pool's, good for an hour from `nowMs` of wire time. */
  idToken(person: PersonName, nowMs: number): Promise<string>
}

/** Makes its keys, or takes those that are kept, when the first token is asked for. */
export function createNamedSignIn(keys: () => Promise<SigningKeys> = newSigningKeys): NamedSignIn {
  const issuer = `https://${namedProvider}`
  let made: Promise<SigningKeys> | undefined
  const ownKeys = (): Promise<SigningKeys> => {
    made ??= keys()
    return made
  }
  const idToken = async (person: PersonName, nowMs: number): Promise<string> => {
    const { signing } = await ownKeys()
    const issuedAt = Math.floor(nowMs / 1000)
    const claims = { ...claimsOf(people[person]), auth_time: issuedAt }
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: signing.kid ?? '' })
      .setIssuer(issuer)
      .setAudience(appClientId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetimeSeconds)
      .sign(await importJWK(signing, 'RS256'))
  }
  return {
    issuer: { issuer, audience: appClientId, keys: async () => (await ownKeys()).jwks },
    idToken,
    controlCalls: {
      'id-token': {
        POST: controlCall(v.strictObject({ person: personName }), async ({ person }, control) => ({
          idToken: await idToken(person, control.clock().wireMs),
        })),
      },
    },
  }
}

const personName = v.custom<PersonName>(
  (value) => typeof value === 'string' && Object.hasOwn(people, value),
  `expected one of ${Object.keys(people).join(', ')}`,
)
