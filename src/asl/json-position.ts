/**
 * Where in a JSON text the value at `pointer` begins (or ends up missing: its closest parent), in UTF-16 units.
 * `pointer` is a list of names and indexes; the text must be valid JSON.
 */
export function offsetInJson(text: string, pointer: readonly string[]): number {
  const scanner = new Scanner(text)
  let offset = scanner.skipSpace(0)
  for (const key of pointer) {
    const inner = scanner.memberOf(offset, key)
    if (inner === undefined) break
    offset = inner
  }
  return offset
}

class Scanner {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  skipSpace(at: number): number {
    let index = at
    while (/\s/.test(this.#text[index] ?? '')) index += 1
    return index
  }

  /** The offset of a member's value in the object or array at `at`. The last one wins, as in JSON.parse. */
  memberOf(at: number, key: string): number | undefined {
    const opening = this.#text[at]
    if (opening !== '{' && opening !== '[') return undefined
    let found: number | undefined
    let index = this.skipSpace(at + 1)
    for (let position = 0; this.#text[index] !== '}' && this.#text[index] !== ']'; position += 1) {
      let name = String(position)
      if (opening === '{') {
        const end = this.#skipString(index)
        name = String(JSON.parse(this.#text.slice(index, end)))
        index = this.skipSpace(this.skipSpace(end) + 1)
      }
      if (name === key) found = index
      index = this.skipSpace(this.#skipValue(index))
      if (this.#text[index] === ',') index = this.skipSpace(index + 1)
      else if (index >= this.#text.length) break
    }
    return found
  }

  #skipString(at: number): number {
    let index = at + 1
    while (index < this.#text.length && this.#text[index] !== '"') index += this.#text[index] === '\\' ? 2 : 1
    return index + 1
  }

  #skipValue(at: number): number {
    if (this.#text[at] === '"') return this.#skipString(at)
    if (this.#text[at] !== '{' && this.#text[at] !== '[') {
      let index = at
      while (/[^\s,\]}]/.test(this.#text[index] ?? ' ')) index += 1
      return index
    }
    let depth = 0
    let index = at
    while (index < this.#text.length) {
      const char = this.#text[index]
      if (char === '"') {
        index = this.#skipString(index)
        continue
      }
      if (char === '{' || char === '[') depth += 1
      if (char === '}' || char === ']') depth -= 1
      index += 1
      if (depth === 0) break
    }
    return index
  }
}
