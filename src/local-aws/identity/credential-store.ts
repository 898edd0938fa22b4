import { toBase64 } from '../../lib/base64.ts'
import type { Random } from '../../lib/random.ts'
import type { Principal } from '../operation.ts'

/** What a call can be signed with. */
export interface Credential {
  readonly accessKeyId: string
  readonly secretKey: string
  readonly sessionToken?: string
  /** Wire time; absent for keys that do not expire. */
  readonly expiresAtMs?: number
  readonly principal: Principal
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const rememberedAfterExpiryMs = 24 * 3_600_000

/** Every credential the local AWS has given out, and the static ones. */
export class CredentialStore {
  readonly #byKey = new Map<string, Credential>()
  readonly #random: Random

  constructor(random: Random, fixed: readonly Credential[]) {
    this.#random = random
    for (const credential of fixed) this.#byKey.set(credential.accessKeyId, credential)
  }

  /**
   * The credential of a key, if the session token is the one that belongs to it. Static keys have none, and one that
   * is sent with them is ignored: many people have AWS_SESSION_TOKEN in their environment for good.
   */
  find(accessKeyId: string, sessionToken: string | undefined): Credential | undefined {
    const credential = this.#byKey.get(accessKeyId)
    if (credential !== undefined && credential.sessionToken === undefined) return credential
    return credential?.sessionToken === sessionToken ? credential : undefined
  }

  /** Temporary credentials as STS makes them: an `ASIA` key, a secret, a long session token. */
  issue(principal: Principal, nowMs: number, lifetimeSeconds: number): Required<Credential> {
    this.#forgetLongExpired(nowMs)
    const id = Array.from(this.#random.bytes(16), (byte) => letters[byte & 31]).join('')
    const credential: Required<Credential> = {
      accessKeyId: `ASIA${id}`,
      secretKey: toBase64(this.#random.bytes(30)),
      sessionToken: `IQoJb3JpZ2luX2Vj${toBase64(this.#random.bytes(720))}`,
      expiresAtMs: nowMs + lifetimeSeconds * 1000,
      principal,
    }
    this.#byKey.set(credential.accessKeyId, credential)
    return credential
  }

  #forgetLongExpired(nowMs: number): void {
    for (const [key, { expiresAtMs }] of this.#byKey) {
      if (expiresAtMs !== undefined && expiresAtMs + rememberedAfterExpiryMs < nowMs) this.#byKey.delete(key)
    }
  }
}
