import { type JsonValue, parseJson } from '../lib/json.ts'
import { quotes, unquoted, visibleText } from '../lib/pasted-text.ts'
import { MAX_TASK_TOKEN_LENGTH, TaskToken, tokenLikeStrings, withoutEscapes } from './task-token.ts'
import { type Mending, mendedToken, shortestToken } from './token-repair.ts'

export type TokenProblem =
  | 'empty'
  | 'tooLong'
  /** More text than any message with a token in it. */
  | 'tooLarge'
  /** White space within the token, and what stood there before is not certain. */
  | 'hasSpace'
  /** Escapes of an address that do not all become characters of a token. */
  | 'percentEncoded'
  /** An ellipsis: a program has left out the rest. */
  | 'cutOff'
  /** Several different tokens. */
  | 'several'
  /** JSON, an address or a text without a token. */
  | 'noToken'
  | 'arn'
  /** What this console shows in place of a token. */
  | 'fingerprint'
  /** AWS credentials, which must not be sent as a token. */
  | 'credentials'

export interface FoundToken {
  readonly kind: 'token'
  readonly token: TaskToken
  /** `whole`: all that was pasted is the token. */
  readonly from: 'whole' | 'json' | 'text'
  /** The changes that were undone in it. */
  readonly mended: readonly Mending[]
}

/** A token in pasted text, or why there is none. */
export type PastedToken = FoundToken | { readonly kind: 'problem'; readonly problem: TokenProblem }

/** The input of an activity task may have 262,144 characters, and each may be escaped in the JSON around it. */
const longestPaste = 1_000_000

/**
 * Reads the task token out of pasted text: the token alone, or with quotation marks, spaces and characters nobody sees around it; JSON
 * as `aws stepfunctions get-activity-task` prints it, also in JSON; `taskToken=…`, `taskToken: …`, `--task-token …`; a text with one
 * string that looks like a token. A change on the way is undone where only one token can have been there before. Otherwise the
 * problem says what to do. The time is linear in the length.
 */
export function readPastedToken(text: string, service: keyof typeof MAX_TASK_TOKEN_LENGTH): PastedToken {
  if (text.length > longestPaste) return problem('tooLarge')
  const found = read(visibleText(text), 0)
  if (found.kind === 'problem') return found
  const { value, from, mended } = found
  if (value.length > MAX_TASK_TOKEN_LENGTH[service]) return problem('tooLong')
  return { kind: 'token', token: new TaskToken(value), from, mended }
}

type Problem = Extract<PastedToken, { kind: 'problem' }>
type Found = { readonly kind: 'found'; readonly value: string } & Pick<FoundToken, 'from' | 'mended'>

function problem(kind: TokenProblem): Problem {
  return { kind: 'problem', problem: kind }
}

/** JSON within JSON deeper than this is not looked into: each level is read again. */
const deepestNesting = 5

function read(text: string, level: number): Found | Problem {
  const whole = unquoted(text.replace(/[,;]$/, ''))
  if (whole === '') return problem('empty')
  if (/^(?:task )?(?:token )?[0-9a-f]{4}-[0-9a-f]{4}$/i.test(whole)) return problem('fingerprint')
  const json = jsonIn(text)
  // A JSON string: the token with its escapes.
  if (typeof json === 'string' && level < deepestNesting) return read(visibleText(json), level + 1)
  if (typeof json === 'object' && json !== null) return readJson(json, text)
  return readNamed(text) ?? (isOneWord(whole) ? readWord(whole) : readText(whole))
}

/** Also in the quotation marks of a shell, and lines copied out of the middle of an object. */
function jsonIn(text: string): JsonValue | undefined {
  if (text.startsWith('"')) {
    const json = parseJson(text)
    if (json !== undefined) return json
  }
  const bare = unquoted(text)
  if (/^[[{]/.test(bare)) return parseJson(bare)
  return /^"[^"]*"\s*:/.test(text) ? parseJson(`{${text.replace(/,$/, '')}}`) : undefined
}

function readJson(json: JsonValue, text: string): Found | Problem {
  const named = { exactly: new Set<string>(), roughly: new Set<string>() }
  gather(json, '', 0, named)
  for (const values of [named.exactly, named.roughly]) {
    const found = only([...values].map((value) => mendedWord(unquoted(visibleText(value)), 'json')))
    if (found !== null) return found
  }
  return problem(looksLikeCredentials(text) ? 'credentials' : 'noToken')
}

const exactName = /^task[-_ ]?token$/i
const roughName = /token/i
/** Tokens of sign-ins and of pages, which are no task tokens. */
const otherToken = /access|auth|client|continuation|csrf|device|id[-_]?token|next|page|refresh|secur|session/i

/** The strings that JSON has under the name of a task token, also in JSON within it. */
function gather(
  value: JsonValue,
  name: string,
  level: number,
  named: { readonly exactly: Set<string>; readonly roughly: Set<string> },
): void {
  if (typeof value === 'string') {
    if (/^\s*["[{]/.test(value) && level < deepestNesting) {
      const inner = parseJson(value)
      if (inner !== undefined) gather(inner, name, level + 1, named)
    } else if (value !== '' && exactName.test(name)) named.exactly.add(value)
    else if (roughName.test(name) && !otherToken.test(name) && tokenLikeStrings(value)[0] === value)
      named.roughly.add(value)
  } else if (Array.isArray(value)) {
    for (const item of value) gather(item, name, level, named)
  } else if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
    const hasToken = members.some(([key, member]) => exactName.test(key) && typeof member === 'string')
    // A worker's input may hand down the token of another task.
    for (const [key, member] of members) if (!hasToken || key !== 'input') gather(member, key, level, named)
  }
}

/** The name, what stands between it and its value, and the value up to where it must end. Each piece is bounded, so it is linear. */
const namedValue = new RegExp(
  `(-?)task[-_ \\u2010-\\u2015]?token([\\s${quotes}]{0,20}(?::|=>?)?[\\s${quotes}]{0,20})([^${quotes}&,;{}()[\\]<>#|]+)`,
  'gi',
)
/** The next option of a command line, or the next name with a value. */
const nextName = /(?<=\s)(?:--?[A-Za-z]|[\w-]{1,60}\s{0,3}(?::|=(?!=|\s|$)))/

/** `taskToken=…`, `taskToken: …`, `--task-token …` in any text; null: there is none. */
function readNamed(text: string): Found | Problem | null {
  if (!/task[-_ \u2010-\u2015]?token/i.test(text)) return null
  const results: (Found | Problem)[] = []
  for (const [, option = '', between = '', rest = ''] of withoutEscapes(text).matchAll(namedValue)) {
    const line = rest.slice(0, vicinity)
    const end = line.search(nextName)
    const value = unquoted(end === -1 ? line : line.slice(0, end)).replace(/[.!?]{1,3}$/, '')
    const result = firstWord(value)
    // Where only a space follows, it may be a sentence about task tokens.
    const shortest = option !== '' || /\S/.test(between) ? shortestNamed : shortestToken
    const first = result.kind === 'problem' ? (value.split(/\s/, 1)[0] ?? '') : result.value
    if (looksLikeToken(first, result.kind === 'problem' ? shortestNamed : shortest)) results.push(result)
  }
  return only(results)
}

/** Emulators of AWS make tokens such as UUIDs. */
const shortestNamed = 16

function looksLikeToken(value: string, shortest: number): boolean {
  return value.length >= shortest && isTokenAlphabet(value) && /[^a-z]/i.test(value)
}

/** A named value with words after it ends at the first of them; what could be a piece of it leaves its end open. */
function firstWord(value: string): Found | Problem {
  const mended = mendedWord(value, 'text')
  if (mended.kind === 'found') return mended
  const [first = '', ...others] = value.split(/\s+/)
  const ends = isComplete(first) && others.every((word) => isOther(pieceAtStart(word)))
  return ends ? mendedWord(first, 'text') : mended
}

/** One of them, if all are the same; null where there are none. A problem counts only where there is no token. */
function only(results: readonly (Found | Problem)[]): Found | Problem | null {
  const tokens = results.filter((result) => result.kind === 'found')
  const [first] = tokens
  if (first === undefined) return results[0] ?? null
  return tokens.every(({ value }) => value === first.value) ? first : problem('several')
}

function mendedWord(value: string, from: FoundToken['from']): Found | Problem {
  if (isCutOff(value)) return problem('cutOff')
  const mended = mendedToken(value)
  if (typeof mended === 'object' && mended.value === '') return problem('noToken')
  return typeof mended === 'string' ? problem(mended) : { kind: 'found', from, ...mended }
}

function isOneWord(text: string): boolean {
  return !/\s/.test(text)
}

/** What has no white space is taken as it is: tokens of emulators have any shape. */
function readWord(word: string): Found | Problem {
  if (/^arn:/i.test(word)) return problem('arn')
  if (/^(?:AKIA|ASIA)[A-Z0-9]{12,}$/.test(word)) return problem('credentials')
  const isMore = partOfMore.test(word.replace(/=+$/, ''))
  return isMore ? readText(word) : mendedWord(word, 'whole')
}

/** In a word, what stands between a token and something else. */
const partOfMore = new RegExp(`[${quotes},;{}<>()[\\]]|[=:].`)

/** The one string in a text that looks like a token. */
function readText(text: string): Found | Problem {
  const mended = mendedWord(text, 'whole')
  if (mended.kind === 'found' && isTokenAlphabet(mended.value)) return mended
  if (looksLikeCredentials(text)) return problem('credentials')
  const runs = tokenLikeStrings(text).filter((run) => !/^[0-9a-f]+$/i.test(run))
  if (runs.length > 1) return problem(runs.every(isComplete) ? 'several' : 'hasSpace')
  const [run] = runs
  const words = wordsAround(withoutEscapes(text), run ?? '')
  if (run === undefined) return mended.kind === 'problem' && words.some(isPiece) ? mended : problem('noToken')
  const at = words.findIndex((word) => word.includes(run))
  const after = words[at]?.split(run).at(-1) ?? ''
  if (/^(?:…|\.{3})/.test(after)) return problem('cutOff')
  const beside = [
    after === '' ? pieceAtStart(words[at + 1] ?? '') : '',
    words[at]?.startsWith(run) ? pieceAtEnd(words[at - 1] ?? '') : '',
  ]
  const isCertain =
    !(text.length % 4 === 0 && /^[A-Za-z0-9+/= ]+$/.test(text)) &&
    !words.some((word, index) => index !== at && isPiece(word)) &&
    isComplete(run) &&
    beside.every((piece) => isOther(piece) || /^[0-9a-f]{4,}$/.test(piece))
  return isCertain ? { kind: 'found', value: run, from: 'text', mended: [] } : problem('hasSpace')
}

/** Twice as many characters as a token has, on either side of it: the rest of its pieces would be there. */
const vicinity = 4096

function wordsAround(text: string, run: string): readonly string[] {
  const at = text.indexOf(run)
  return text.slice(Math.max(0, at - vicinity), at + run.length + vicinity).split(/\s+/)
}

/** A long word that may be a piece of a broken token. */
function isPiece(word: string): boolean {
  return !isOtherWord(word) && (word.length >= 16 || word.endsWith('='))
}

/** The length of base64 is a multiple of four. */
function isComplete(run: string): boolean {
  return run.length % 4 === 0
}

const base64 = /[A-Za-z0-9+/=]/

function pieceAtStart(word: string): string {
  let end = 0
  while (base64.test(word[end] ?? '')) end += 1
  return word.slice(0, end)
}

function pieceAtEnd(word: string): string {
  let start = word.length
  while (base64.test(word[start - 1] ?? '')) start -= 1
  return word.slice(start)
}

/** A word or a number: certainly no piece of a token in base64. */
function isOther(piece: string): boolean {
  return /^(?:|[A-Z]?[a-z]{2,}|[A-Z]{4,}|\d+)$/.test(piece)
}

/** A word, a number, an id in hexadecimal, or with a character that base64 does not have. */
function isOtherWord(word: string): boolean {
  return isOther(word) || /^[0-9a-f]{4,}$|[^A-Za-z0-9+/=]/.test(word)
}

function isTokenAlphabet(value: string): boolean {
  return /^[\w+/=.~-]+$/.test(value)
}

function isCutOff(value: string): boolean {
  return /(?:…|\.{3})$/.test(value)
}

function looksLikeCredentials(text: string): boolean {
  return /\b(?:AKIA|ASIA)[A-Z0-9]{12}|(?:secret|session|security)[-_ ]?(?:access[-_ ]?)?(?:key|token)/i.test(
    text,
  )
}
