import type { JSONWebKeySet } from 'jose'

/** A user pool whose ID tokens the identity pool takes. */
export interface TrustedIssuer {
  /** The `iss` of its tokens. Without its scheme it is the provider's name, the key of `Logins`. */
  readonly issuer: string
  /** The `aud` of its ID tokens: the id of the app client. */
  readonly audience: string
  /** Its public keys as they are now: asked for at every login. */
  keys(): Promise<JSONWebKeySet>
}

/** The key of `Logins` for an issuer, such as `cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Pool`. */
export function providerOf({ issuer }: Pick<TrustedIssuer, 'issuer'>): string {
  return issuer.replace(/^https?:\/\//, '')
}
