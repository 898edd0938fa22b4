import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { type JsonValue, parseJson } from '../lib/json.ts'

/**
 * A task token: whoever holds it can answer for the task. Turning it into text or JSON shows the fingerprint only, so that
 * it cannot reach a log, a cache dump or a page by accident; `reveal` is for the request to AWS alone.
 */
export class TaskToken {
  readonly #value: string
  #fingerprint: string | undefined

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  /** The first 32 bits of the token's SHA-256, like `9f3a-c27e`: enough to tell two tokens apart, useless to an attacker. */
  get fingerprint(): string {
    if (this.#fingerprint === undefined) {
      const hex = bytesToHex(sha256(utf8ToBytes(this.#value))).slice(0, 8)
      this.#fingerprint = `${hex.slice(0, 4)}-${hex.slice(4)}`
    }
    return this.#fingerprint
  }

  equals(other: TaskToken): boolean {
    return this.#value === other.#value
  }

  toString(): string {
    return `task token ${this.fingerprint}`
  }

  toJSON(): string {
    return this.toString()
  }
}

/** Limits of `taskToken` in the API references: 1 to 2048 characters in Step Functions, 1 to 1024 in SWF. */
export const MAX_TASK_TOKEN_LENGTH = { states: 2048, swf: 1024 } as const

/**
 * What AWS's tokens look like: one whole run of base64 characters, `=` at its end only. Shorter runs are ids and hashes, longer
 * ones data.
 */
const TOKEN_LIKE = /(?<![A-Za-z0-9+/_%-])[A-Za-z0-9+/_-]{98,2048}={0,2}(?![A-Za-z0-9+/_=%-])/g

/** From the beginning of a word only: without that, each letter of a long text would begin a search of its own. */
const ADDRESS_TO_PATH = /(?<!\w)\w+:\/\/[^\s"'?#]*/g

/**
 * Every string in a JSON text that has the shape of a task token, in order, each once. What stands in an address's path is passed
 * over: nothing tells where the token begins there.
 */
export function tokenLikeStrings(json: string): string[] {
  const found = withoutEscapes(json).replaceAll(ADDRESS_TO_PATH, ' ').match(TOKEN_LIKE)
  return [
    ...new Set(found?.filter(({ length }) => length >= MIN_LENGTH && length <= MAX_TASK_TOKEN_LENGTH.states)),
  ]
}

const MIN_LENGTH = 100

/** Every string without white space that a JSON text has under a name like `TaskToken`, also in JSON within it; each once. */
export function namedTaskTokens(json: string): string[] {
  const found = new Set<string>()
  const visit = (value: JsonValue | undefined, name: string): void => {
    if (typeof value === 'string') {
      if (/^task[_-]?token$/i.test(name) && /^\S{1,2048}$/.test(value)) found.add(value)
      else if (/^\s*[[{]/.test(value)) visit(parseJson(value), '')
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) visit(member, key)
    }
  }
  if (/task[_-]?token/i.test(json)) visit(parseJson(json), '')
  return [...found]
}

/** A run of letters, digits and signs that is no word: long, or letters and digits mixed. Short words, numbers and paths are none. */
const OPAQUE_RUN =
  /[A-Za-z0-9+/=_-]{40,}|(?=[A-Za-z0-9+=_-]*[0-9])(?=[A-Za-z0-9+=_-]*[A-Za-z])[A-Za-z0-9+=_-]{20,}/

/**
 * Whether anything in a JSON text could hold a task token: a string as long and opaque as one, whatever is around it (an address, JSON
 * within JSON) and however it was encoded, or anything that is called a token. Also true of a text that is not whole. A token that was cut
 * into short pieces would not be found.
 */
export function mayHoldToken(json: string): boolean {
  const value = parseJson(json)
  return value === undefined || namesToken(value) || OPAQUE_RUN.test(decoded(unescaped(json)))
}

/** Whether a string stands under a name with `token` in it, also in JSON within JSON. */
function namesToken(value: JsonValue, name = ''): boolean {
  if (typeof value === 'string') {
    if (/token/i.test(name) && value !== '') return true
    const inner = /^\s*[[{]/.test(value) ? parseJson(value) : undefined
    return inner !== undefined && namesToken(inner)
  }
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, member]) => namesToken(member, Array.isArray(value) ? name : key))
}

/** The text behind the escapes of JSON and of addresses. Linear in its length. */
export function withoutEscapes(text: string): string {
  return decoded(unescaped(text))
}

/** The text behind the escapes of addresses, also of an address within one: `%2B` and `%252B` are both a plus. */
function decoded(text: string): string {
  return text.replaceAll(/%(?:25)*([2-7][0-9a-fA-F])/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

/**
 * The text behind JSON's escapes, also in JSON within JSON, where each backslash stands for more of them. A quote, a line break
 * and the like only end a run, so a space serves for all; the `n` of a line break must not become part of a token.
 */
function unescaped(json: string): string {
  return json.replaceAll(
    /\\+(?:u([0-9a-fA-F]{4})|(.))/gs,
    (_, hex: string | undefined, char: string | undefined) =>
      hex !== undefined ? String.fromCharCode(Number.parseInt(hex, 16)) : char === '/' ? '/' : ' ',
  )
}
