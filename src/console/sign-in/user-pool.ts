import { readIdTokenClaims } from '../../aws/credentials.ts'
import { AppFailure } from '../../domain/app-error.ts'
import { createStore, type ReadableStore } from '../../lib/store.ts'
import type { Ports } from '../ports.ts'
import { createSignInKeeper, type KeptSignIn } from './kept-sign-in.ts'
import { createOAuthClient, type Tokens, type UserPoolConfig } from './oauth-client.ts'
import { ownPlace } from './own-place.ts'
import type { SignInAnswer } from './sign-in-answer.ts'
import { SignInFailure, type SignInTrouble } from './sign-in-trouble.ts'
import type { Tab } from './tab.ts'

export interface Person {
  /** As the user pool knows them, for telling two apart. */
  readonly sub: string | undefined
  readonly name: string
  readonly groups: readonly string[]
}

/** How far an attempt to sign in has come. */
export type Attempt =
  | { readonly kind: 'none' }
  /** This page is being left for the login. */
  | { readonly kind: 'leaving' }
  /** A window is open for it. Whether it still is cannot be known: the policy of this page cuts the two apart. */
  | { readonly kind: 'inWindow' }
  | { readonly kind: 'finishing' }
  | { readonly kind: 'failed'; readonly trouble: SignInTrouble }

export type UserPoolState =
  /** It is not known yet whether what this tab keeps is its own. */
  | { readonly kind: 'starting' }
  | { readonly kind: 'signedOut'; readonly attempt: Attempt }
  | { readonly kind: 'signedIn'; readonly person: Person }
  /** The refresh token is no longer taken: AWS credentials at hand are good until they end, and there will be no others. */
  | {
      readonly kind: 'lapsed'
      readonly person: Person
      readonly attempt: Attempt
      /** It was an earlier page of this tab that had signed in, and nothing came of it in this one. */
      readonly inherited: boolean
    }

/** One user pool's sign-in of this tab. Several connections may share it. */
export interface UserPool {
  /** Issuer and client: what makes two connections share a sign-in. */
  readonly key: string
  /** The host where people sign in. */
  readonly loginHost: string
  readonly state: ReadableStore<UserPoolState>
  /** Takes up what this tab keeps. A copy of another tab's is dropped, and the login asked for one of this tab's own. */
  open(): Promise<void>
  /** Goes to the login, or opens it in a window, which must be in the course of a click. Never rejects. */
  signIn(where: 'here' | 'window'): Promise<void>
  /** Whether a sign-in of this page waits for that answer, and where the person was when it began. */
  waiting(answer: SignInAnswer): Promise<{ readonly returnTo: string } | null>
  /** Takes the answer. Never rejects: what went wrong stands in the state. */
  finish(answer: SignInAnswer): Promise<void>
  /** An ID token that is good for some minutes yet, renewed one at a time. `serverNowMs`: epoch milliseconds. Rejects with `AppFailure`. */
  idToken(serverNowMs: number): Promise<string>
  /** Calls `hear` whenever an ID token has just come, with its `iat` in epoch milliseconds. */
  onIdToken(hear: (issuedMs: number) => void): void
  /** It was not accepted: the next one asked for is a new one. */
  refuse(): void
  /** Ends the refresh token and forgets everything; false where the pool could not be told. */
  end(): Promise<boolean>
  /** Where the login's own session ends; from there back to the console. */
  readonly logoutUrl: string
}

/** An ID token is renewed this long before it ends, or after half of its life. */
const RENEW_BEFORE_MS = 5 * 60_000

const NO_ATTEMPT: Attempt = { kind: 'none' }

export function createUserPool(config: UserPoolConfig, ports: Ports, tab: Tab): UserPool {
  const key = userPoolKey(config)
  const oauth = createOAuthClient(config, tab, () => ports.wall())
  const keeper = createSignInKeeper(key, tab.storage)
  const state = createStore<UserPoolState>({ kind: 'starting' })
  /** When the ID token was received, by `Ports.passed`; null: none came to this page. */
  let receivedMs: number | null = null
  let refused = false
  let ready: Promise<void> = Promise.resolve()
  let renewal: Promise<string> | undefined
  /** How often it was ended: what comes of a sign-in that began before is nobody's. */
  let ends = 0
  const hearers: ((issuedMs: number) => void)[] = []

  const attempt = (next: Attempt): void => {
    state.update((before) => {
      if (before.kind === 'lapsed') return { ...before, attempt: next }
      // Whoever is signed in stays so, whatever becomes of an attempt.
      return before.kind === 'signedIn' ? before : { kind: 'signedOut', attempt: next }
    })
  }
  const take = ({ idToken, refreshToken }: Tokens, id: string): void => {
    keeper.keep({ id, idToken, refreshToken })
    receivedMs = ports.passed()
    refused = false
    const { iat } = readIdTokenClaims(idToken)
    if (iat !== undefined) for (const hear of hearers) hear(iat * 1000)
    state.set({ kind: 'signedIn', person: personOf(idToken) })
  }

  const lapsed = (person: Person): UserPoolState => ({
    kind: 'lapsed',
    person,
    attempt: NO_ATTEMPT,
    inherited: receivedMs === null,
  })

  const open = async (): Promise<void> => {
    const kept = keeper.get()
    if (kept === null) {
      state.set({ kind: 'signedOut', attempt: NO_ATTEMPT })
    } else if (await tab.hold(lockName(kept.id))) {
      state.set({ kind: 'signedIn', person: personOf(kept.idToken) })
    } else {
      // The other tab goes on with it. Where refresh tokens are used once, two tabs with one would sign each other out.
      keeper.forget()
      state.set({ kind: 'signedOut', attempt: NO_ATTEMPT })
      await signIn('here')
    }
  }

  const signIn = async (where: 'here' | 'window'): Promise<void> => {
    // Before anything is waited for: later it is no longer in the course of the click.
    const opened = where === 'window' ? tab.openWindow() : tab
    if (opened === null) return attempt({ kind: 'failed', trouble: { kind: 'noWindow' } })
    attempt({ kind: where === 'window' ? 'inWindow' : 'leaving' })
    try {
      opened.go(await oauth.begin(where, tab.place()))
    } catch {
      // The browser gives no random numbers or digests, as on a page that came without TLS.
      attempt({ kind: 'failed', trouble: { kind: 'unusable' } })
    }
  }

  const finish = async (answer: SignInAnswer): Promise<void> => {
    attempt({ kind: 'finishing' })
    const endsBefore = ends
    try {
      const tokens = await oauth.finish(answer)
      const id = crypto.randomUUID()
      await tab.hold(lockName(id))
      const before = state.get()
      // Signed out meanwhile, or signed in by another window, perhaps as somebody else.
      if (ends !== endsBefore || before.kind === 'signedIn') {
        if (tokens.refreshToken !== null) await oauth.revoke(tokens.refreshToken)
        return
      }
      const someoneElse = before.kind === 'lapsed' && before.person.sub !== personOf(tokens.idToken).sub
      take(tokens, id)
      // What the other person read and pasted is not this one's to see.
      if (someoneElse) tab.go(ownPlace(tab.place(), tab.origin))
    } catch (cause) {
      const trouble: SignInTrouble = cause instanceof SignInFailure ? cause.trouble : { kind: 'unusable' }
      attempt({ kind: 'failed', trouble })
    }
  }

  const renew = async (kept: KeptSignIn): Promise<string> => {
    try {
      if (kept.refreshToken === null) throw new AppFailure({ kind: 'signedOut' })
      const tokens = await oauth.refresh(kept.refreshToken, kept.idToken)
      if (keeper.get()?.id === kept.id) take(tokens, kept.id)
      // Signed out while it was under way: nobody is to have what came.
      else if (tokens.refreshToken !== null) await oauth.revoke(tokens.refreshToken)
      return tokens.idToken
    } catch (cause) {
      if (cause instanceof AppFailure && cause.error.kind === 'signedOut' && keeper.get()?.id === kept.id) {
        keeper.forget()
        state.set(lapsed(personOf(kept.idToken)))
      }
      throw cause
    }
  }

  const isFresh = (idToken: string, serverNowMs: number): boolean => {
    if (refused) return false
    const { iat = 0, exp = 0 } = readIdTokenClaims(idToken)
    const lifeMs = (exp - iat) * 1000
    const goodForMs = Math.max(lifeMs / 2, lifeMs - RENEW_BEFORE_MS)
    // Received by this page, its age is known without any clock being right.
    if (receivedMs !== null) return ports.passed() - receivedMs <= goodForMs
    return serverNowMs <= iat * 1000 + goodForMs
  }

  return {
    key,
    loginHost: new URL(config.loginUrl).host,
    state,
    open() {
      ready = open()
      return ready
    },
    signIn,
    waiting: (answer) => oauth.waiting(answer),
    finish(answer) {
      ready = finish(answer)
      return ready
    },
    async idToken(serverNowMs) {
      await ready
      const kept = keeper.get()
      if (kept === null) {
        // The browser was told to forget what this site keeps.
        state.update((before) => (before.kind === 'signedIn' ? lapsed(before.person) : before))
        throw new AppFailure({ kind: 'signedOut' })
      }
      if (isFresh(kept.idToken, serverNowMs)) return kept.idToken
      renewal ??= renew(kept).finally(() => {
        renewal = undefined
      })
      return renewal
    },
    onIdToken: (hear) => void hearers.push(hear),
    refuse() {
      refused = true
    },
    async end() {
      const kept = keeper.get()
      keeper.forget()
      ends += 1
      state.set({ kind: 'signedOut', attempt: NO_ATTEMPT })
      await Promise.all([ready, renewal?.catch(() => undefined)])
      return kept?.refreshToken == null || (await oauth.revoke(kept.refreshToken))
    },
    logoutUrl: oauth.logoutUrl,
  }
}

/** What makes two connections of config.json share a sign-in. */
export function userPoolKey({ issuer, clientId }: Pick<UserPoolConfig, 'issuer' | 'clientId'>): string {
  return `${issuer} ${clientId}`
}

function lockName(id: string): string {
  return `heartbeat-console.sign-in ${id}`
}

function personOf(idToken: string): Person {
  const { name, email, sub, 'cognito:groups': groups = [] } = readIdTokenClaims(idToken)
  return { sub, name: name ?? email ?? sub ?? 'signed in', groups }
}
