/** A seeded source of randomness: the same seed gives the same numbers on every machine. */
export interface Random {
  /** A float in [0, 1). */
  next(): number
  /** A whole number in [low, high], both included. */
  integer(low: number, high: number): number
  /** One element of a list that is not empty. */
  pick<T>(items: readonly [T, ...T[]]): T
  /** `count` random bytes. */
  bytes(count: number): Uint8Array
  /** A source of its own whose numbers do not depend on how often this one is asked later. */
  fork(name: string): Random
}

/** The generator is sfc32, seeded through a 32-bit string hash; not for anything that must be secret. */
export function seededRandom(seed: number | string): Random {
  let [a, b, c, d] = hash(String(seed))
  const next32 = (): number => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return t >>> 0
  }
  for (let i = 0; i < 12; i += 1) next32()
  const next = (): number => next32() / 4294967296
  return {
    next,
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
    bytes(count) {
      const bytes = new Uint8Array(count)
      for (let index = 0; index < count; index += 1) bytes[index] = next32()
      return bytes
    },
    fork: (name) => seededRandom(`${seed}/${name}`),
  }
}

function hash(text: string): [number, number, number, number] {
  const state: [number, number, number, number] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 1]
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    state[0] = Math.imul(state[0] ^ code, 597399067)
    state[1] = Math.imul(state[1] ^ code, 2869860233)
    state[2] = Math.imul(state[2] ^ code, 951274213)
  }
  return state
}
