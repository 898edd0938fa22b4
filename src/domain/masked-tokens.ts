import { TaskToken, withoutEscapes } from './task-token.ts'

/** A character of a token, also escaped in JSON or in an address; bounded, so that reading a text takes time linear in its length. */
const character = String.raw`(?:[A-Za-z0-9_+/-]|\\{1,8}/|\\{1,8}u00(?:2[bBfF])|%(?:25){0,3}2[bBfF])`
const padding = String.raw`(?:=|\\{1,8}u003[dD]|%(?:25){0,3}3[dD])`
/** Not within a word, but after an escape. */
const start = String.raw`(?:(?<![A-Za-z0-9_+/%-])|(?<=\\[bfnrt])|(?<=%[0-9a-fA-F]{2})|(?<=%(?![0-9a-fA-F]{2})))(?<!\\(?=[bfnrt]))`
/** Lines as programs break base64. */
const lineBreak = String.raw`(?:\r?\n|\\{1,8}n)`

const run = (shortest: number): RegExp => new RegExp(`${start}${character}{${shortest},}${padding}{0,2}`, 'g')
const runs = run(98)
const pieces = run(40)
const blocks = new RegExp(
  `${start}(?:[A-Za-z0-9+/]{60,97}${lineBreak})+[A-Za-z0-9+/]{1,97}${padding}{0,2}`,
  'g',
)

/**
 * The text with every string that looks like a task token replaced by `token 9f3a-c27e`, its fingerprint. For what AWS or a worker says
 * and a screen shows: a cause may repeat the input with the token in it. ARNs, UUIDs, hashes and names stay as they are.
 */
export function maskTokens(text: string): string {
  if (text.length < 98) return text
  return text.replaceAll(blocks, masked).replaceAll(runs, masked)
}

/** True where a text holds what looks like a task token, or a piece of one from 40 characters on. */
export function holdsTokenPiece(text: string): boolean {
  return [...text.matchAll(pieces)].some(([found]) => looksRandom(withoutPath(found)))
}

function masked(found: string): string {
  const token = withoutPath(found)
  if (!looksRandom(token)) return found
  const plain = withoutEscapes(token).replaceAll(/\s/g, '')
  return `${found.slice(0, found.length - token.length)}token ${new TaskToken(plain).fingerprint}`
}

/** The folders of an address or a file before a token; they are in small letters, which tokens do not begin with. */
function withoutPath(found: string): string {
  return found.replace(/^\/?(?:[a-z0-9_-]{1,40}\/){1,9}|^\//, '')
}

/**
 * Base64 of random bytes has as many capitals as small letters, and digits beside both. Names and paths have few digits, and small letters
 * after each capital; UUIDs and hashes have no capitals, or nothing else. The limits are far below what 98 random characters have.
 */
function looksRandom(text: string): boolean {
  let [capitals, smalls, besideDigits, changes] = [0, 0, 0, 0]
  let before = ''
  for (const char of text) {
    const kind = kindOf(char)
    if (kind === 'capital') capitals += 1
    else if (kind === 'small') smalls += 1
    if (before !== '' && kind !== before) {
      changes += 1
      if (kind === 'digit' || before === 'digit') besideDigits += 1
    }
    before = kind
  }
  const isShare = (count: number, share: number): boolean => count >= share * text.length
  return (
    isShare(capitals, 0.2) && isShare(smalls, 0.12) && isShare(besideDigits, 0.06) && isShare(changes, 0.35)
  )
}

function kindOf(char: string): 'capital' | 'small' | 'digit' | 'sign' {
  if (char >= 'a' && char <= 'z') return 'small'
  if (char >= 'A' && char <= 'Z') return 'capital'
  return char >= '0' && char <= '9' ? 'digit' : 'sign'
}
