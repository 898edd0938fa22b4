import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { parseJson } from '../../lib/json.ts'
import { AwsError } from '../aws-error.ts'
import type { World } from '../world/world.ts'

/** AWS documents 24 hours for every `nextToken` of Step Functions. */
const lifetimeMs = 24 * 3_600_000

/** Issues and reads `nextToken`s. A token is good for the request it came from alone. */
export class PageTokens {
  readonly #world: World
  readonly #salt: string

  constructor(world: World) {
    this.#world = world
    this.#salt = bytesToHex(world.random.fork('page-tokens').bytes(16))
  }

  /** `request` tells one request from another; `position` is where the next page goes on. */
  issue(request: string, position: string | number): string {
    const content = JSON.stringify([this.#world.loop.nowMs, position])
    return btoa(`${this.#seal(request, content)}${encodeURIComponent(content)}`)
  }

  /** The position in it. Throws `InvalidToken` for one that is forged, expired or from another request. */
  read(request: string, token: string): string | number {
    const text = decode(token)
    const content = safely(() => decodeURIComponent(text.slice(32)))
    if (content === undefined || text.slice(0, 32) !== this.#seal(request, content)) throw invalidToken()
    const parsed = parseJson(content)
    const [issuedMs, position] = Array.isArray(parsed) ? parsed : []
    if (typeof issuedMs !== 'number' || this.#world.loop.nowMs > issuedMs + lifetimeMs) throw invalidToken()
    if (typeof position !== 'string' && typeof position !== 'number') throw invalidToken()
    return position
  }

  #seal(request: string, content: string): string {
    return bytesToHex(sha256(utf8ToBytes(`${this.#salt}\n${request}\n${content}`))).slice(0, 32)
  }
}

/** The answer to a bad `nextToken` and to a bad task token alike. */
export function invalidToken(): AwsError {
  return new AwsError('InvalidToken', "Invalid Token: 'Invalid token'")
}

function decode(token: string): string {
  return safely(() => atob(token)) ?? ''
}

function safely(read: () => string): string | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
