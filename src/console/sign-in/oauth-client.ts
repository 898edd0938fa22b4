import { InMemoryWebStorage, OidcClient, WebStorageStateStore } from 'oidc-client-ts'
import { readIdTokenClaims } from '../../aws/credentials.ts'
import { AppFailure } from '../../domain/app-error.ts'
import { signedInPath, signedOutPath } from '../../lib/sign-in-paths.ts'
import { ownPlace } from './own-place.ts'
import { addressOf, type SignInAnswer } from './sign-in-answer.ts'
import { SignInFailure, type SignInTrouble } from './sign-in-trouble.ts'
import type { Tab } from './tab.ts'

/** A user pool's app client, as config.json names it. */
export interface UserPoolConfig {
  /** `https://cognito-idp.{region}.amazonaws.com/{userPoolId}` */
  readonly issuer: string
  readonly clientId: string
  /** Where its managed login is. */
  readonly loginUrl: string
}

export interface Tokens {
  readonly idToken: string
  /** null where the pool gave none, or none anew. */
  readonly refreshToken: string | null
}

/** The calls of OAuth that a console makes of a user pool: the code flow with PKCE, refresh, revocation. */
export interface OAuthClient {
  /**
   * Prepares a sign-in; the address to go to. `here`: this page goes there, and what is needed to finish lies in the tab's storage.
   * `window`: another one does, and it lies in this page's memory.
   */
  begin(where: 'here' | 'window', returnTo: string): Promise<string>
  /** Which kind of sign-in waits for this answer, and where the person was; null: none does. */
  waiting(
    answer: SignInAnswer,
  ): Promise<{ readonly where: 'here' | 'window'; readonly returnTo: string } | null>
  /** Exchanges the code. Rejects with `SignInFailure`; an answer is taken once, whatever comes of it. */
  finish(answer: SignInAnswer): Promise<Tokens>
  /** Rejects with `AppFailure`: `signedOut` where the refresh token is no longer taken. */
  refresh(refreshToken: string, idToken: string): Promise<Tokens>
  /** Ends a refresh token; false where that could not be done. */
  revoke(refreshToken: string): Promise<boolean>
  /** Where the login's own cookie is ended (Cognito's `/logout`); from there back to the console. */
  readonly logoutUrl: string
}

/** Whoever takes longer to sign in begins anew: seconds. */
export const SIGN_IN_WITHIN_SECONDS = 15 * 60
const ANSWER_WITHIN_SECONDS = 10

export function createOAuthClient(config: UserPoolConfig, tab: Tab, wall: () => number): OAuthClient {
  const login = config.loginUrl.replace(/\/$/, '')
  const clientWith = (store: Storage, otherTypes: string[] = []): OidcClient =>
    new OidcClient({
      authority: config.issuer,
      client_id: config.clientId,
      redirect_uri: `${tab.origin}${signedInPath}`,
      scope: 'openid email profile',
      // Given, not discovered: Cognito's discovery lies on another host and names no page for signing out.
      metadata: {
        issuer: config.issuer,
        authorization_endpoint: `${login}/oauth2/authorize`,
        token_endpoint: `${login}/oauth2/token`,
        revocation_endpoint: `${login}/oauth2/revoke`,
      },
      stateStore: new WebStorageStateStore({ prefix: 'heartbeat-console.signing-in ', store }),
      staleStateAgeInSeconds: SIGN_IN_WITHIN_SECONDS,
      requestTimeoutInSeconds: ANSWER_WITHIN_SECONDS,
      // The login's cookies have no part in these calls.
      fetchRequestCredentials: 'omit',
      revokeTokenAdditionalContentTypes: otherTypes,
    })
  // The answer to a revocation is empty, of whatever type. Asked for in other calls, HTML is what some errors would come as.
  const revoking = clientWith(new InMemoryWebStorage(), ['text/html', 'text/plain'])
  const clients = { here: clientWith(tab.storage), window: clientWith(new InMemoryWebStorage()) }

  const stored = async (answer: SignInAnswer) => {
    for (const where of ['here', 'window'] as const) {
      try {
        const { state } = await clients[where].readSigninResponseState(addressOf(answer, tab.origin))
        // Other user pools keep theirs in the same storage.
        if (state.authority === config.issuer && state.client_id === config.clientId) return { where, state }
      } catch {
        // It is not this one.
      }
    }
    return null
  }

  return {
    async begin(where, returnTo) {
      const request = await clients[where].createSigninRequest({
        state: { returnTo, begunMs: wall() } satisfies Begun,
        nonce: crypto.randomUUID(),
      })
      return request.url
    },
    async waiting(answer) {
      const found = await stored(answer)
      return found === null
        ? null
        : { where: found.where, returnTo: begunOf(found.state.data, tab.origin).returnTo }
    },
    async finish(answer) {
      const found = await stored(answer)
      if (found === null) throw new SignInFailure({ kind: 'unknownAnswer' })
      const { where, state } = found
      const client = clients[where]
      const address = addressOf(answer, tab.origin)
      if (wall() - begunOf(state.data, tab.origin).begunMs > SIGN_IN_WITHIN_SECONDS * 1000) {
        await client.readSigninResponseState(address, true) // which takes it away
        throw new SignInFailure({ kind: 'tooLate' })
      }
      let response: Awaited<ReturnType<OidcClient['processSigninResponse']>>
      try {
        response = await client.processSigninResponse(address)
      } catch (cause) {
        throw new SignInFailure(troubleOf(cause, answer, login))
      }
      const { id_token: idToken, refresh_token: refreshToken } = response
      if (idToken === undefined || !isMeantFor(idToken, config)) throw new SignInFailure({ kind: 'unusable' })
      return { idToken, refreshToken: refreshToken ?? null }
    },
    async refresh(refreshToken, idToken) {
      try {
        const { sub = '', iat = 0, exp = 0 } = readIdTokenClaims(idToken)
        const response = await clients.here.useRefreshToken({
          state: {
            refresh_token: refreshToken,
            // The new one must be of the same person and sign-in.
            id_token: idToken,
            session_state: null,
            profile: { sub, iat, exp, iss: config.issuer, aud: config.clientId },
          },
          timeoutInSeconds: ANSWER_WITHIN_SECONDS,
        })
        const fresh = response.id_token ?? idToken
        // Where the pool gives none, oidc-client-ts hands back the old one.
        if (fresh === idToken || !isMeantFor(fresh, config)) throw new SignInFailure({ kind: 'unusable' })
        // With rotation the old one is used up; without it there is no new one.
        return { idToken: fresh, refreshToken: response.refresh_token ?? refreshToken }
      } catch (cause) {
        throw new AppFailure(refreshErrorOf(cause, login))
      }
    },
    async revoke(refreshToken) {
      try {
        await revoking.revokeToken(refreshToken, 'refresh_token')
        return true
      } catch {
        return false
      }
    },
    logoutUrl: `${login}/logout?${String(
      new URLSearchParams({ client_id: config.clientId, logout_uri: `${tab.origin}${signedOutPath}` }),
    )}`,
  }
}

/** What is remembered of a sign-in until its answer comes. */
interface Begun {
  readonly returnTo: string
  /** By this machine's clock. */
  readonly begunMs: number
}

/** Whatever became of the storage: a place of this origin and nothing else, and long ago where the time is missing. */
function begunOf(data: unknown, origin: string): Begun {
  const { returnTo, begunMs } = (data ?? {}) as Partial<Record<keyof Begun, unknown>> // checked member by member
  return {
    returnTo: ownPlace(returnTo, origin),
    begunMs: typeof begunMs === 'number' ? begunMs : 0,
  }
}

/** Whether an ID token is of this user pool and for this client; whether it is genuine is for Cognito to say. */
function isMeantFor(idToken: string, { issuer, clientId }: UserPoolConfig): boolean {
  const { iss, aud } = readIdTokenClaims(idToken)
  return iss === issuer && (Array.isArray(aud) ? aud.includes(clientId) : aud === clientId)
}

/** The error code of an OAuth answer; the object itself holds what was sent, and must not get out of here. */
function oauthErrorOf(cause: unknown): string | null {
  if (!(cause instanceof Error) || cause.name !== 'ErrorResponse') return null
  const { error } = cause as { error?: unknown } // oidc-client-ts's ErrorResponse
  return typeof error === 'string' ? error.slice(0, 100) : 'unknown'
}

function isNoAnswer(cause: unknown): boolean {
  return cause instanceof TypeError || (cause instanceof Error && cause.name === 'ErrorTimeout')
}

function troubleOf(cause: unknown, answer: SignInAnswer, login: string): SignInTrouble {
  const error = oauthErrorOf(cause)
  if (error !== null) return { kind: answer.error === null ? 'codeRefused' : 'refused', error }
  if (isNoAnswer(cause)) return { kind: 'noAnswer', host: new URL(login).host }
  return { kind: 'unusable' }
}

function refreshErrorOf(cause: unknown, login: string): AppFailure['error'] {
  const error = oauthErrorOf(cause)
  if (error === 'invalid_grant') return { kind: 'signedOut' }
  if (error !== null)
    return { kind: 'notSignedIn', message: `The user pool does not renew the sign-in: ${error}.` }
  if (isNoAnswer(cause)) return { kind: 'noAnswer', reachable: null, endpoint: new URL(login).origin }
  return { kind: 'awsFault', code: 'UserPoolFault', message: '', status: 500 }
}
