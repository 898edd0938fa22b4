import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'

/** A place in a text, both counted from 1, in UTF-16 units. */
export interface TextPosition {
  readonly line: number
  readonly column: number
}

const strict = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false }

/** Where the values of a JSON text lie. The text must be valid JSON that is not too deep (`isTooDeep`). */
export class JsonPlaces {
  readonly #root: Node | undefined

  constructor(text: string) {
    this.#root = parseTree(text, [], strict)
  }

  /** UTF-16 offset of the value at `pointer`, a list of names and indexes; of its closest parent where it is missing. */
  offsetOf(pointer: readonly string[]): number {
    let node = this.#root
    for (const key of pointer) {
      const inner = node && memberOf(node, key)
      if (inner === undefined) break
      node = inner
    }
    return node?.offset ?? 0
  }
}

/** What first keeps a text from being JSON, and its UTF-16 offset; undefined: nothing. The text must not be too deep. */
export function syntaxFault(text: string): { readonly offset: number; readonly reason: string } | undefined {
  const errors: ParseError[] = []
  parseTree(text, errors, strict)
  const [first] = errors
  return first && { offset: first.offset, reason: wordsOf(printParseErrorCode(first.error)) }
}

/** Tells where an offset lies in a text. */
export function positionsIn(text: string): (offset: number) => TextPosition {
  const lineStarts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)]
  return (offset) => {
    let low = 0
    let high = lineStarts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((lineStarts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 }
  }
}

/** The last one of a name wins, as in JSON.parse. */
function memberOf(node: Node, key: string): Node | undefined {
  const { type, children = [] } = node
  if (type === 'array') return children[Number(key)]
  return children.findLast(({ children: [name] = [] }) => name?.value === key)?.children?.[1]
}

/** `CommaExpected` as `Comma expected`. */
function wordsOf(code: string): string {
  const [first = '', ...rest] = code.split(/(?=[A-Z])/)
  return [first, ...rest.map((word) => word.toLowerCase())].join(' ')
}
