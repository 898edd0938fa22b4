import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

const algorithms = { MD5: md5, 'SHA-1': sha1, 'SHA-256': sha256, 'SHA-384': sha384, 'SHA-512': sha512 }

/** The algorithms that States.Hash and `$hash` know (Developer Guide). */
export const hashAlgorithms: readonly string[] = Object.keys(algorithms)

/** The hash of a text's UTF-8 bytes in hexadecimal digits; undefined for an algorithm that States Language does not have. */
export function hashText(text: string, algorithm: string): string | undefined {
  if (!Object.hasOwn(algorithms, algorithm)) return undefined
  // Sound: the table has an entry of that name.
  return bytesToHex(algorithms[algorithm as keyof typeof algorithms](utf8ToBytes(text)))
}
