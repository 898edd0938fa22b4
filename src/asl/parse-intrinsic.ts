import type { JsonValue } from '../lib/json.ts'
import { isScopedPath } from './scoped-path.ts'

/** How many arguments each intrinsic function takes, at least and at most (States Language, appendix B). */
const arities = {
  Format: [1, Number.POSITIVE_INFINITY],
  StringToJson: [1, 1],
  JsonToString: [1, 1],
  Array: [0, Number.POSITIVE_INFINITY],
  ArrayPartition: [2, 2],
  ArrayContains: [2, 2],
  ArrayRange: [3, 3],
  ArrayGetItem: [2, 2],
  ArrayLength: [1, 1],
  ArrayUnique: [1, 1],
  Base64Encode: [1, 1],
  Base64Decode: [1, 1],
  Hash: [2, 2],
  JsonMerge: [3, 3],
  MathRandom: [2, 3],
  MathAdd: [2, 2],
  StringSplit: [2, 2],
  UUID: [0, 0],
} as const satisfies Record<string, readonly [number, number]>

export type IntrinsicName = keyof typeof arities

/** A call such as `States.Format('{}', $.name)`, taken apart. */
export interface IntrinsicCall {
  readonly kind: 'call'
  readonly name: IntrinsicName
  readonly args: readonly IntrinsicArgument[]
}

export type IntrinsicArgument =
  | IntrinsicCall
  | { readonly kind: 'path'; readonly path: string }
  /** `raw` is what stands between the quotes, backslashes included. */
  | { readonly kind: 'text'; readonly raw: string }
  | { readonly kind: 'value'; readonly value: JsonValue }

/** So many calls may lie in one another (Developer Guide, intrinsic functions). */
const deepest = 10

/** True for a text that means to be a call, well-formed or not. */
export function looksLikeCall(text: string): boolean {
  return text.startsWith('States.')
}

/** Undefined where the text is no call, names no function, or has too many or too few arguments. */
export function parseIntrinsic(text: string): IntrinsicCall | undefined {
  const reader = new Reader(text)
  const call = reader.call(1)
  return call !== undefined && reader.atEnd() ? call : undefined
}

/** True for what a member whose name ends in `.$` may hold: a path, or the call of an intrinsic function. */
export function isPathOrCall(text: string): boolean {
  return looksLikeCall(text) ? parseIntrinsic(text) !== undefined : isScopedPath(text)
}

/** What a text literal stands for: a backslash may stand before `'`, `{`, `}` and another one. */
export function unescaped(raw: string): string {
  return raw.replace(/\\(.)/gs, '$1')
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  atEnd(): boolean {
    return this.#at === this.#text.length
  }

  call(depth: number): IntrinsicCall | undefined {
    const [, name] = this.#take(/States\.(\w+)\(/y) ?? []
    if (name === undefined || !Object.hasOwn(arities, name) || depth > deepest) return undefined
    const args = this.#arguments(depth)
    // Sound: the table has an entry of that name.
    const known = name as IntrinsicName
    const [least, most] = arities[known]
    if (args === undefined || args.length < least || args.length > most) return undefined
    return { kind: 'call', name: known, args }
  }

  #arguments(depth: number): IntrinsicArgument[] | undefined {
    const args: IntrinsicArgument[] = []
    if (this.#take(/\s*\)/y) !== undefined) return args
    for (;;) {
      this.#take(/\s*/y)
      const argument = this.#argument(depth)
      if (argument === undefined) return undefined
      args.push(argument)
      if (this.#take(/\s*\)/y) !== undefined) return args
      if (this.#take(/\s*,/y) === undefined) return undefined
    }
  }

  #argument(depth: number): IntrinsicArgument | undefined {
    if (this.#text.startsWith('States.', this.#at)) return this.call(depth + 1)
    if (this.#text[this.#at] === '$') return this.#path()
    const [, raw] = this.#take(/'((?:[^'\\]|\\['{}\\])*)'/y) ?? []
    if (raw !== undefined) return { kind: 'text', raw }
    const [value] = this.#take(/(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=\s*[,)])/y) ?? []
    // Sound: the pattern lets through nothing but JSON literals.
    return value === undefined ? undefined : { kind: 'value', value: JSON.parse(value) as JsonValue }
  }

  /** A path ends at the comma or bracket that is not inside its own brackets or quotes. */
  #path(): IntrinsicArgument | undefined {
    const start = this.#at
    let open = 0
    for (; this.#at < this.#text.length; this.#at += 1) {
      const char = this.#text[this.#at] ?? ''
      if (open > 0 && (char === "'" || char === '"')) this.#skipQuoted(char)
      else if (char === '[' || char === '(') open += 1
      else if (open === 0 && (char === ',' || char === ')')) break
      else if (char === ']' || char === ')') open -= 1
    }
    const path = this.#text.slice(start, this.#at).trimEnd()
    return isScopedPath(path) ? { kind: 'path', path } : undefined
  }

  #skipQuoted(quote: string): void {
    this.#at += 1
    while (this.#at < this.#text.length && this.#text[this.#at] !== quote) {
      this.#at += this.#text[this.#at] === '\\' ? 2 : 1
    }
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text) ?? undefined
    if (match !== undefined) this.#at += match[0].length
    return match
  }
}
