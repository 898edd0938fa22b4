import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { type Random, seededRandom } from '../../lib/random.ts'
import { uuidOf } from '../../lib/uuid.ts'
import { AwsError } from '../aws-error.ts'
import { CredentialStore } from './credential-store.ts'
import { mintIdToken, personOfIdToken } from './id-token.ts'
import { identityPool, type Person } from './people.ts'
import { rootPrincipal } from './roles.ts'

/** Before the first bit of a UUID that tells its version. */
const guestRandomBytes = 6

/** Who people are and what they were given. It outlives the worlds: opening a scenario signs nobody out. */
export class LocalIdentity {
  readonly account: string
  readonly credentials: CredentialStore
  readonly random: Random
  readonly #tokenKey: Uint8Array
  #wireNow: () => number
  #credentialLifetimeSeconds: () => number = () => 3600
  #refusesLogins: () => boolean = () => false

  constructor(seed: number | string, account: string, wall: () => number) {
    this.account = account
    this.#wireNow = wall
    // A later start may not hand one person's old keys to another, so keys depend on the time; ID tokens survive a restart.
    this.random = seededRandom(`${seed}/identity/${wall()}`)
    this.#tokenKey = sha256(utf8ToBytes(`id-token-key/${seed}`))
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

  mintIdToken(person: Person): string {
    return mintIdToken(person, this.#tokenKey, this.wireNowMs)
  }

  /** An identity for a guest. It is known again by itself, so that a browser may keep it over a restart. */
  newGuestId(): string {
    return this.#guestId(this.random.bytes(guestRandomBytes))
  }

  isGuestId(identityId: string): boolean {
    const hex = identityId.slice(identityId.indexOf(':') + 1).replaceAll('-', '')
    if (!/^[0-9a-f]{32}$/.test(hex)) return false
    return this.#guestId(hexToBytes(hex).subarray(0, guestRandomBytes)) === identityId
  }

  /** What is not random in the id is a signature over what is. */
  #guestId(random: Uint8Array): string {
    const sign = hmac(sha256, this.#tokenKey, Uint8Array.from([...utf8ToBytes('guest/'), ...random]))
    return `${identityPool.region}:${uuidOf(Uint8Array.from([...random, ...sign]))}`
  }

  /** Throws Cognito's `NotAuthorizedException`. */
  personOf(idToken: string): Person {
    if (this.#refusesLogins()) {
      const now = Math.floor(this.wireNowMs / 1000)
      throw new AwsError('NotAuthorizedException', `Invalid login token. Token expired: ${now} >= ${now}`)
    }
    return personOfIdToken(idToken, this.#tokenKey, this.wireNowMs)
  }
}
