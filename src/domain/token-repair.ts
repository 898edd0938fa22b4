import { withoutEscapes } from './task-token.ts'

/** A change that was undone: a token broken into lines, `+` that became spaces, `%2B` and the like. */
export type Mending = 'lineBreaks' | 'plusSigns' | 'percentEncoding'

interface Mended {
  readonly value: string
  readonly mended: readonly Mending[]
}

/** Shorter than this, nothing tells a broken token from words. */
export const shortestToken = 98

/** Twice as much as a token has: line breaks and indents are no more than its characters. */
const longestBroken = 4096

/** Programs break base64 after 64 or 76 characters, terminals at their width; longer lines may be tokens of their own. */
const narrowest = 60
const widest = 97

/**
 * The token that was there before it was broken into lines, went through an address or had its slashes escaped; or the problem where
 * white space or an escape is left, and more than one token could have been there. No token of AWS holds white space, `%` or `\`.
 */
export function mendedToken(text: string): Mended | 'hasSpace' | 'percentEncoded' {
  const isEncoded = /%(?:25)*(?:2[BF]|3D)/i.test(text)
  const plain = isEncoded || text.includes('\\') ? withoutEscapes(text).trim() : text
  if (isEncoded && plain.includes('%')) return 'percentEncoded'
  const mended: readonly Mending[] = isEncoded ? ['percentEncoding'] : []
  if (!/\s/.test(plain)) return { value: plain, mended }
  if (plain.length > longestBroken) return 'hasSpace'
  const lines = joinedLines(plain)
  if (lines !== null) return { value: lines, mended: [...mended, 'lineBreaks'] }
  const plus = withPlusSigns(plain)
  return plus === null ? 'hasSpace' : { value: plus, mended: [...mended, 'plusSigns'] }
}

/** Lines of one width, the last at most as wide. Where a field of one line has made spaces of the breaks, only base64 is certain. */
function joinedLines(text: string): string | null {
  const lines = text.split(/\s+/)
  const last = lines.pop() ?? ''
  const width = lines[0]?.length ?? 0
  const value = [...lines, last].join('')
  const isRegular = lines.every(({ length }) => length === width) && last.length <= width
  const isCertain = text.includes('\n')
    ? width >= narrowest && width <= widest
    : (width === 64 || width === 76) && value.length % 4 === 0
  return isRegular && isCertain && isWhole(value, /^[\w+/-]+={0,2}$/) ? value : null
}

/**
 * An address turns `+` into a space. The length of base64 is a multiple of four, which it is not where two tokens stand beside each
 * other or one is missing; and its pieces are neither words nor numbers.
 */
function withPlusSigns(text: string): string | null {
  const pieces = text.split(' ')
  const value = pieces.join('+')
  if (value.length % 4 !== 0 || !isWhole(value, /^[A-Za-z0-9+/]+={0,2}$/)) return null
  if (value.length / pieces.length < 16) return null
  if (pieces.some((piece) => /^(?:[A-Z]?[a-z]+|[A-Z]{3,}|\d+)$/.test(piece))) return null
  return pieces.every((piece) => piece.length >= shortestToken && piece.length % 4 === 0) ? null : value
}

function isWhole(value: string, alphabet: RegExp): boolean {
  return value.length >= shortestToken && alphabet.test(value) && !/^[0-9a-f]+$/i.test(value)
}
