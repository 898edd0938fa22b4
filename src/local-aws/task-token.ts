import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes } from '@noble/hashes/utils.js'
import { toBase64 } from '../lib/base64.ts'
import type { Random } from '../lib/random.ts'

const sealBytes = 8
// Real tokens begin alike, so nothing may tell them apart by their beginning.
const head = Uint8Array.of(0, 0, 0, 42, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1)

/** A new token: 400 to 700 characters of base64 with `+`, `/` and `=` among them, all of which break somewhere in URLs. */
export function newTaskToken(random: Random): string {
  for (;;) {
    // One byte more than a multiple of three leaves two `=`.
    const body = concatBytes(head, random.bytes(random.integer(93, 165) * 3 + 1))
    const token = toBase64(sealed(body))
    if (token.includes('+') && token.includes('/')) return token
  }
}

/** True for a text that AWS may have issued, perhaps elsewhere; false for one it never could have. */
export function isTaskToken(text: string): boolean {
  let bytes: Uint8Array
  try {
    bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
  } catch {
    return false
  }
  return bytes.length > sealBytes && toBase64(sealed(bytes.subarray(0, -sealBytes))) === text
}

function sealed(body: Uint8Array): Uint8Array {
  return concatBytes(body, sha256(body).subarray(0, sealBytes))
}
