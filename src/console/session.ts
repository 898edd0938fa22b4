import { type AwsCredentials, cognitoCredentials, readIdTokenClaims } from '../aws/credentials.ts'
import { directHandler } from '../aws/direct-handler.ts'
import { type AppError, AppFailure } from '../domain/app-error.ts'
import { createStore, type ReadableStore } from '../lib/store.ts'
import type { ConnectionConfig } from './config.ts'
import type { Ports } from './ports.ts'
import type { SignIns } from './sign-in/sign-ins.ts'
import { userPoolKey } from './sign-in/user-pool.ts'

/** Who the console is to AWS. Times are epoch milliseconds of server time. */
export type SessionState =
  | { readonly kind: 'signingIn' }
  | {
      readonly kind: 'signedIn'
      readonly who: string
      /** Issuer and `sub` of the ID token, which are one person's alone; null: the sign-in names nobody. */
      readonly personId: string | null
      readonly groups: readonly string[]
      readonly untilMs: number | null
    }
  | { readonly kind: 'guest'; readonly untilMs: number | null }
  /** Somebody has to sign in. */
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'failed'; readonly error: AppError }

export interface Session {
  readonly state: ReadableStore<SessionState>
  /** Credentials that are good for some minutes yet; one refresh at a time. Rejects with `AppFailure`. */
  credentials(): Promise<AwsCredentials>
  /** AWS refused the credentials as expired: the next call gets new ones. */
  forget(): void
}

/** Credentials and ID tokens are renewed this long before they end, so that a request under way keeps good ones. */
const RENEW_BEFORE_MS = 5 * 60_000

/** Something that ends, and the moment to get another: early, but not at once where it is short-lived. Server time. */
interface Held<T> {
  readonly value: T
  readonly renewAtMs: number
}

function held<T>(value: T, endMs: number | null, nowMs: number): Held<T> {
  const lifeMs = (endMs ?? Number.POSITIVE_INFINITY) - nowMs
  return { value, renewAtMs: nowMs + Math.max(lifeMs / 2, lifeMs - RENEW_BEFORE_MS) }
}

/** What a session needs of the page's sign-ins. `isOver`: nobody has been at work for so long that all is about to be signed out. */
export interface SessionSignIns extends Pick<SignIns, 'pools' | 'pasted'> {
  readonly isOver?: () => boolean
}

export function createSession(
  connection: ConnectionConfig,
  region: string,
  ports: Ports,
  serverNowMs: () => number,
  signIns: SessionSignIns,
  /** An ID token has just come; `issuedMs` is its `iat`. */
  onIdToken: (issuedMs: number) => void = () => undefined,
): Session {
  const state = createStore<SessionState>({ kind: 'signingIn' })
  const { signIn } = connection
  const idToken = idTokensOf(signIn, ports, serverNowMs, signIns, onIdToken)
  const pasted =
    signIn.kind === 'pasted' ? signIns.pasted.find(({ key }) => key === connection.name) : undefined
  let current: Held<AwsCredentials> | undefined
  let refresh: Promise<AwsCredentials> | undefined
  pasted?.state.subscribe(() => {
    current = undefined
  })

  const obtain = async (): Promise<AwsCredentials> => {
    if (signIn.kind === 'keys') {
      state.set({ kind: 'signedIn', who: 'local keys', personId: null, groups: [], untilMs: null })
      return { accessKeyId: signIn.accessKeyId, secretAccessKey: signIn.secretAccessKey }
    }
    if (pasted !== undefined) {
      const credentials = pasted.credentials(serverNowMs())
      const untilMs = credentials.expiration?.getTime() ?? null
      state.set({ kind: 'signedIn', who: 'pasted credentials', personId: null, groups: [], untilMs })
      return credentials
    }
    const identityPoolId = connection.identityPoolId ?? ''
    const credentials = await cognitoCredentials({
      identityPoolId,
      // One identity pool gives the credentials for all regions.
      region: identityPoolId.split(':')[0] || region,
      endpoint: connection.endpoint,
      idToken: idToken === null ? null : idToken.get,
      requestHandler: ports.awsRequestHandler ?? directHandler(ports.fetch),
    })()
    const untilMs = credentials.expiration?.getTime() ?? null
    if (idToken === null) state.set({ kind: 'guest', untilMs })
    else {
      const claims = readIdTokenClaims(await idToken.get())
      const who = claims.name ?? claims.email ?? claims.sub ?? 'signed in'
      const personId = claims.sub === undefined ? null : `${claims.iss ?? ''} ${claims.sub}`
      state.set({ kind: 'signedIn', who, personId, groups: claims['cognito:groups'] ?? [], untilMs })
    }
    return credentials
  }

  return {
    state,
    async credentials() {
      // A machine that wakes has everything due at once: the first to be due is not to be a call.
      if (signIns.isOver?.() === true) throw new AppFailure({ kind: 'signedOut' })
      if (current !== undefined && serverNowMs() <= current.renewAtMs) return current.value
      refresh ??= obtain().finally(() => {
        refresh = undefined
      })
      try {
        const credentials = await refresh
        current = held(credentials, credentials.expiration?.getTime() ?? null, serverNowMs())
        return credentials
      } catch (cause) {
        // Renewing begins early: what is held is good until it really ends.
        if (
          current !== undefined &&
          serverNowMs() < (current.value.expiration?.getTime() ?? Number.POSITIVE_INFINITY)
        )
          return current.value
        if (cause instanceof AppFailure) {
          if (cause.error.kind === 'notSignedIn') idToken?.forget() // it may be the one that was refused
          state.set(
            cause.error.kind === 'signedOut' ? { kind: 'signedOut' } : { kind: 'failed', error: cause.error },
          )
        }
        throw cause
      }
    },
    forget() {
      current = undefined
      pasted?.refuse()
    },
  }
}

interface IdTokens {
  /** The current one, good for some minutes yet. Rejects with `AppFailure`. */
  get(): Promise<string>
  /** It was refused: the next call gets a new one. */
  forget(): void
}

/** null: there is no ID token in this kind of sign-in. */
function idTokensOf(
  signIn: ConnectionConfig['signIn'],
  ports: Ports,
  serverNowMs: () => number,
  { pools }: Pick<SignIns, 'pools'>,
  onIdToken: (issuedMs: number) => void,
): IdTokens | null {
  if (signIn.kind === 'localPerson')
    return localPersonsIdToken(signIn.url, signIn.person, ports, serverNowMs, onIdToken)
  if (signIn.kind !== 'userPool') return null
  const pool = pools.find(({ key }) => key === userPoolKey(signIn))
  if (pool === undefined) throw new TypeError('the sign-ins were made from another configuration')
  pool.onIdToken(onIdToken)
  return { get: () => pool.idToken(serverNowMs()), forget: () => pool.refuse() }
}

/** An ID token for a person of the local AWS, renewed before it ends; kept in memory. */
function localPersonsIdToken(
  url: string,
  person: string,
  ports: Ports,
  serverNowMs: () => number,
  onIdToken: (issuedMs: number) => void,
): IdTokens {
  let current: Held<string> | undefined
  const get = async (): Promise<string> => {
    if (current !== undefined && serverNowMs() <= current.renewAtMs) return current.value
    let answer: Response
    try {
      answer = await ports.fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person }),
        signal: AbortSignal.timeout(10_000),
      })
    } catch {
      throw new AppFailure({ kind: 'noAnswer', reachable: null, endpoint: new URL(url).origin })
    }
    const told: unknown = await answer.json().catch(() => null)
    const token = (told as { idToken?: unknown } | null)?.idToken // the local AWS's own answer
    if (!answer.ok || typeof token !== 'string') {
      throw new AppFailure({ kind: 'notSignedIn', message: `The local AWS knows no person "${person}".` })
    }
    const { iat, exp } = readIdTokenClaims(token)
    if (iat !== undefined) onIdToken(iat * 1000)
    current = held(token, (exp ?? 0) * 1000, serverNowMs())
    return token
  }
  return {
    get,
    forget() {
      current = undefined
    },
  }
}
