import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { parseJson } from '../lib/json.ts'
import type { AwsError } from './aws-error.ts'
import type { World } from './world/world.ts'

/** AWS documents 24 hours for every `nextToken` of Step Functions and every `nextPageToken` of SWF. */
const lifetimeMs = 24 * 3_600_000

/** What is wrong with a token: `invalid` is forged, garbled or from another request. */
export type BadPageToken = 'invalid' | 'expired'

/** Issues and reads the tokens by which one service pages. A token is good for the request it came from alone. */
export class PageTokens {
  readonly #world: World
  readonly #refusal: (why: BadPageToken) => AwsError
  readonly #salt: string

  /** `refusal` is the error by which the service refuses a token. */
  constructor(world: World, refusal: (why: BadPageToken) => AwsError) {
    this.#world = world
    this.#refusal = refusal
    this.#salt = bytesToHex(world.random.fork('page-tokens').bytes(16))
  }

  /** `request` tells one request from another; `position` is where the next page goes on. */
  issue(request: string, position: string | number): string {
    const content = JSON.stringify([this.#world.loop.nowMs, position])
    return btoa(`${this.#seal(request, content)}${encodeURIComponent(content)}`)
  }

  /** The position in it. Throws the service's refusal of a bad token. */
  read(request: string, token: string): string | number {
    const text = decode(token)
    const content = safely(() => decodeURIComponent(text.slice(32)))
    if (content === undefined || text.slice(0, 32) !== this.#seal(request, content)) {
      throw this.#refusal('invalid')
    }
    const parsed = parseJson(content)
    const [issuedMs, position] = Array.isArray(parsed) ? parsed : []
    if (typeof issuedMs !== 'number') throw this.#refusal('invalid')
    if (typeof position !== 'string' && typeof position !== 'number') throw this.#refusal('invalid')
    if (this.#world.loop.nowMs > issuedMs + lifetimeMs) throw this.#refusal('expired')
    return position
  }

  #seal(request: string, content: string): string {
    return bytesToHex(sha256(utf8ToBytes(`${this.#salt}\n${request}\n${content}`))).slice(0, 32)
  }
}

/** Empty where it is no base64 as `btoa` writes it: `atob` also takes it with spaces in it and without its padding. */
function decode(token: string): string {
  const text = safely(() => atob(token)) ?? ''
  return btoa(text) === token ? text : ''
}

function safely(read: () => string): string | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
