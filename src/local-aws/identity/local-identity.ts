import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { type Random, seededRandom } from '../../lib/random.ts'
import { uuidOf } from '../../lib/uuid.ts'
import { AwsError } from '../aws-error.ts'
import { CredentialStore } from './credential-store.ts'
import { identityPool } from './identity-pool.ts'
import { rootPrincipal } from './roles.ts'
import { providerOf, type TrustedIssuer } from './trusted-issuer.ts'
import { type Login, unsupportedProvider, verifyIdToken } from './verify-id-token.ts'

/** Before the first bit of a UUID that tells its version. */
const ownBytes = 6

/** Who people are and what they were given. It outlives the worlds: opening a scenario signs nobody out. */
export class LocalIdentity {
  readonly account: string
  readonly credentials: CredentialStore
  readonly random: Random
  readonly #issuers = new Map<string, TrustedIssuer>()
  readonly #identityKey: Uint8Array
  #wireNow: () => number
  #credentialLifetimeSeconds: () => number = () => 3600
  #refusesLogins: () => boolean = () => false

  constructor(seed: number | string, account: string, wall: () => number) {
    this.account = account
    this.#wireNow = wall
    // A later start may not hand one person's old keys to another, so keys depend on the time; identities survive a restart.
    this.random = seededRandom(`${seed}/identity/${wall()}`)
    this.#identityKey = sha256(utf8ToBytes(`identity-key/${seed}`))
    this.credentials = new CredentialStore(this.random.fork('credentials'), [
      { accessKeyId: 'test', secretKey: 'test', principal: rootPrincipal(account) },
    ])
  }

  /** From now on time, lifetimes and refusals are those of this run. */
  follow(wireNow: () => number, credentialLifetimeSeconds: () => number, refusesLogins: () => boolean): void {
    this.#wireNow = wireNow
    this.#credentialLifetimeSeconds = credentialLifetimeSeconds
    this.#refusesLogins = refusesLogins
  }

  get wireNowMs(): number {
    return this.#wireNow()
  }

  get credentialLifetimeSeconds(): number {
    return this.#credentialLifetimeSeconds()
  }

  /** From now on the identity pool takes ID tokens of this issuer, too. */
  trust(issuer: TrustedIssuer): void {
    this.#issuers.set(providerOf(issuer), issuer)
  }

  /** A new identity for a guest. */
  newGuestId(): string {
    return this.#identityId('guest', this.random.bytes(ownBytes))
  }

  /** The identity of somebody who has signed in, the same at every sign-in. */
  identityIdOf({ provider, subject }: Login): string {
    return this.#identityId('person', sha256(utf8ToBytes(`${provider}/${subject}`)).subarray(0, ownBytes))
  }

  /** Whose identity it is; undefined for an id that was never given. */
  kindOf(identityId: string): 'guest' | 'person' | undefined {
    const hex = identityId.slice(identityId.indexOf(':') + 1).replaceAll('-', '')
    if (!/^[0-9a-f]{32}$/.test(hex)) return undefined
    const own = hexToBytes(hex).subarray(0, ownBytes)
    return (['guest', 'person'] as const).find((kind) => this.#identityId(kind, own) === identityId)
  }

  /** The rest of an id is a signature over what is its own: so it is known again by itself, over a restart too. */
  #identityId(kind: 'guest' | 'person', own: Uint8Array): string {
    const sign = hmac(sha256, this.#identityKey, Uint8Array.from([...utf8ToBytes(`${kind}/`), ...own]))
    return `${identityPool.region}:${uuidOf(Uint8Array.from([...own, ...sign]))}`
  }

  /** Rejects with Cognito's `NotAuthorizedException`. Takes its time: not for a turn of a world. */
  async loginOf(provider: string, idToken: string): Promise<Login> {
    const nowMs = this.wireNowMs
    if (this.#refusesLogins()) {
      const now = Math.floor(nowMs / 1000)
      throw new AwsError('NotAuthorizedException', `Invalid login token. Token expired: ${now} >= ${now}`)
    }
    const issuer = this.#issuers.get(provider)
    if (issuer === undefined) throw unsupportedProvider()
    return verifyIdToken(idToken, issuer, nowMs)
  }
}
