import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'

export interface SigningScope {
  readonly date: string
  readonly region: string
  readonly service: string
}

const cacheLimit = 500

/** Signing keys change once a day, so each is derived once: four of the five HMACs of a signature. */
export class SigningKeys {
  readonly #keys = new Map<string, Uint8Array>()

  of(secret: string, scope: SigningScope): Uint8Array {
    const name = `${scope.date}/${scope.region}/${scope.service}/${secret}`
    const known = this.#keys.get(name)
    if (known !== undefined) return known
    let key: Uint8Array = utf8ToBytes(`AWS4${secret}`)
    for (const part of [scope.date, scope.region, scope.service, 'aws4_request']) {
      key = hmac(sha256, key, utf8ToBytes(part))
    }
    if (this.#keys.size >= cacheLimit) this.#keys.clear()
    this.#keys.set(name, key)
    return key
  }
}
