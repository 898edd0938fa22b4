import { toBase64 } from '../lib/base64.ts'
import type { Random } from '../lib/random.ts'

/** Real tokens begin alike (AWS documentation, GetActivityTask and SendTaskSuccess). */
const head = Uint8Array.of(0, 0, 0, 42, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1)

/** A token as AWS makes them: 120 to 700 characters of base64, with or without `=` at its end. */
export function aBase64Token(random: Random): string {
  return toBase64(Uint8Array.of(...head, ...random.bytes(random.integer(75, 500))))
}
