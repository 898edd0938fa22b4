import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** 16 bytes written as a version 4 UUID. */
export function uuidOf(bytes: Uint8Array): string {
  const copy = Uint8Array.from(bytes.subarray(0, 16))
  copy[6] = ((copy[6] ?? 0) & 0x0f) | 0x40
  copy[8] = ((copy[8] ?? 0) & 0x3f) | 0x80
  const hex = bytesToHex(copy)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** The same text gives the same UUID, so that a person keeps it from run to run. */
export function uuidOfText(text: string): string {
  return uuidOf(sha256(utf8ToBytes(text)))
}
