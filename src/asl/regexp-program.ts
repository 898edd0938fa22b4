/** One instruction of a regular expression that was compiled; `to` and the like count from the instruction itself. */
export type Instruction =
  /** One UTF-16 unit, and the place behind it; `back`: the one before, and the place before that. */
  | { readonly kind: 'unit'; readonly fits: (unit: string) => boolean; readonly back: boolean }
  /** Goes on at `first` and, where that comes to nothing, at `second`. */
  | { readonly kind: 'split'; readonly first: number; readonly second: number }
  | { readonly kind: 'jump'; readonly to: number }
  /** Remembers the place. */
  | { readonly kind: 'save'; readonly slot: number }
  /** Forgets the groups of an iteration before. */
  | { readonly kind: 'forget'; readonly from: number; readonly to: number }
  /** Goes on only if the place is another one than the slot has: an iteration that matches nothing is none. */
  | { readonly kind: 'moved'; readonly slot: number }
  | { readonly kind: 'edge'; readonly of: '^' | '$' | 'b' | 'B' }
  | { readonly kind: 'same'; readonly group: number; readonly back: boolean }
  | { readonly kind: 'look'; readonly negative: boolean; readonly program: readonly Instruction[] }

export interface Program {
  readonly instructions: readonly Instruction[]
  /** The whole match is group 0. */
  readonly groups: number
  readonly slots: number
  /** Whether two texts are the same, as the pattern takes capitals. */
  readonly alike: (one: string, other: string) => boolean
}

/** A regular expression with counts so large that it cannot be taken apart. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge'

  constructor() {
    super('The regular expression counts too far')
  }
}

const mostInstructions = 20_000

/**
 * Takes a regular expression of JavaScript's (without the flags u and v) apart. Its source is sound, for JavaScript has read it: only where
 * an atom ends is looked for, and what a single unit may be is left to JavaScript.
 */
export function compileRegExp({ source, ignoreCase }: RegExp): Program {
  // An empty alternative always matches, with every group it has.
  const shape = new RegExp(`${source}|`).exec('')
  const groups = shape?.length ?? 1
  const compiler = new Compiler(source, ignoreCase, groups, Object.keys(shape?.groups ?? {}))
  const instructions = compiler.whole()
  const alike = (one: string, other: string): boolean =>
    one === other || (ignoreCase && one.toUpperCase() === other.toUpperCase())
  return { instructions, groups, slots: compiler.slots, alike }
}

type Code = readonly Instruction[]

class Compiler {
  readonly #source: string
  readonly #ignoreCase: boolean
  readonly #groups: number
  readonly #names: readonly string[]
  readonly #groupOfName = new Map<string, number>()
  readonly #fitting = new Map<string, (unit: string) => boolean>()
  #at = 0
  #group = 0
  slots: number

  constructor(source: string, ignoreCase: boolean, groups: number, names: readonly string[]) {
    this.#source = source
    this.#ignoreCase = ignoreCase
    this.#groups = groups
    this.#names = names
    this.slots = 2 * groups
    this.#numberNames()
  }

  whole(): Code {
    return [{ kind: 'save', slot: 0 }, ...this.#alternatives(false), { kind: 'save', slot: 1 }]
  }

  #alternatives(back: boolean): Code {
    const first = this.#sequence(back)
    if (this.#source[this.#at] !== '|') return first
    this.#at += 1
    const rest = this.#alternatives(back)
    return this.#checked([
      { kind: 'split', first: 1, second: first.length + 2 },
      ...first,
      { kind: 'jump', to: rest.length + 1 },
      ...rest,
    ])
  }

  #sequence(back: boolean): Code {
    const terms: Code[] = []
    while (this.#at < this.#source.length && !'|)'.includes(this.#source[this.#at] ?? '')) {
      terms.push(this.#term(back))
    }
    return this.#checked((back ? terms.toReversed() : terms).flat())
  }

  #term(back: boolean): Code {
    const before = this.#group
    const atom = this.#atom(back)
    const match = /[*+?]\??|\{(\d+)(,(\d*))?\}\??/y
    match.lastIndex = this.#at
    const [quantifier, low, more, high] = match.exec(this.#source) ?? []
    if (quantifier === undefined) return atom
    this.#at += quantifier.length
    const [least, most] = bounds(quantifier, low, more, high)
    return this.#repeated(atom, { least, most, lazy: /.\?$/.test(quantifier), before })
  }

  #repeated(
    atom: Code,
    { least, most, lazy, before }: { least: number; most: number; lazy: boolean; before: number },
  ): Code {
    const forget: Code =
      this.#group > before ? [{ kind: 'forget', from: 2 * before + 2, to: 2 * this.#group + 2 }] : []
    const once = [...forget, ...atom]
    const slot = this.slots
    this.slots += 1
    const another: Code = [{ kind: 'save', slot }, ...once, { kind: 'moved', slot }]
    const choice = (skip: number): Instruction =>
      lazy ? { kind: 'split', first: skip, second: 1 } : { kind: 'split', first: 1, second: skip }
    if (once.length * (least + (Number.isFinite(most) ? most - least : 1)) > mostInstructions)
      throw new TooLarge()
    const code = Array.from({ length: least }, () => once).flat()
    if (!Number.isFinite(most)) {
      const length = another.length
      return this.#checked([...code, choice(length + 2), ...another, { kind: 'jump', to: -length - 1 }])
    }
    // Each one that may be left out is followed by the others that may.
    let rest: Code = []
    for (let count = least; count < most; count += 1) {
      rest = this.#checked([choice(another.length + rest.length + 1), ...another, ...rest])
    }
    return this.#checked([...code, ...rest])
  }

  #atom(back: boolean): Code {
    const source = this.#source
    const start = this.#at
    switch (source[start]) {
      case '^':
      case '$':
        this.#at += 1
        return [{ kind: 'edge', of: source[start] }]
      case '(':
        return this.#grouped(back)
      case '[':
        this.#at = start + (/^\[(?:\\[^]|[^\]\\])*\]/.exec(source.slice(start))?.[0].length ?? 1)
        break
      case '\\': {
        const special = this.#escaped(back)
        if (special !== undefined) return special
        break
      }
      default:
        this.#at += 1
    }
    return [{ kind: 'unit', fits: this.#fits(source.slice(start, this.#at)), back }]
  }

  /** An escape that stands for no unit; undefined: the escape was passed over, and is one. */
  #escaped(back: boolean): Code | undefined {
    const rest = this.#source.slice(this.#at)
    const edge = /^\\([bB])/.exec(rest)?.[1]
    if (edge === 'b' || edge === 'B') {
      this.#at += 2
      return [{ kind: 'edge', of: edge }]
    }
    const named = this.#names.length > 0 ? /^\\k<([^>]+)>/.exec(rest) : null
    if (named !== null) {
      this.#at += named[0].length
      return [{ kind: 'same', group: this.#groupOfName.get(named[1] ?? '') ?? 0, back }]
    }
    const [digits, number] = /^\\([1-9]\d*)/.exec(rest) ?? []
    if (digits !== undefined && Number(number) < this.#groups) {
      this.#at += digits.length
      return [{ kind: 'same', group: Number(number), back }]
    }
    const unit = /^\\(?:x[\da-f]{2}|u[\da-f]{4}|c[a-z]|[0-3][0-7]{0,2}|[4-7][0-7]?|[^])/i.exec(rest)
    this.#at += unit?.[0].length ?? 1
    return undefined
  }

  #grouped(back: boolean): Code {
    const [opening = '('] = /^\((?:\?(?:[:=!]|<[=!]|<[^>]+>))?/.exec(this.#source.slice(this.#at)) ?? []
    this.#at += opening.length
    const looks = /^\(\?(<?)([=!])$/.exec(opening)
    const captures = opening === '(' || (opening.startsWith('(?<') && looks === null)
    if (captures) this.#group += 1
    const group = this.#group
    const inside = this.#alternatives(looks === null ? back : looks[1] === '<')
    this.#at += 1
    if (looks !== null) return [{ kind: 'look', negative: looks[2] === '!', program: inside }]
    if (!captures) return inside
    const [start, end] = [2 * group, 2 * group + 1]
    return [{ kind: 'save', slot: back ? end : start }, ...inside, { kind: 'save', slot: back ? start : end }]
  }

  #fits(atom: string): (unit: string) => boolean {
    if (!this.#ignoreCase && atom.length === 1 && atom !== '.') return (unit) => unit === atom
    const known = this.#fitting.get(atom)
    if (known !== undefined) return known
    // A brace or a bracket that opens nothing stands for itself.
    const pattern = new RegExp(
      `^(?:${/^[{}\]]$/.test(atom) ? `\\${atom}` : atom})$`,
      this.#ignoreCase ? 'i' : '',
    )
    const found = new Map<string, boolean>()
    const fits = (unit: string): boolean => {
      let answer = found.get(unit)
      if (answer === undefined) {
        answer = pattern.test(unit)
        found.set(unit, answer)
      }
      return answer
    }
    this.#fitting.set(atom, fits)
    return fits
  }

  /** Names may be used before their groups. */
  #numberNames(): void {
    const outside = this.#source.replace(/\\[^]|\[(?:\\[^]|[^\]\\])*\]/g, '')
    let group = 0
    for (const [, name] of outside.matchAll(/\((?!\?(?:[:=!]|<[=!]))(?:\?<([^>]+)>)?/g)) {
      group += 1
      if (name !== undefined) this.#groupOfName.set(name, group)
    }
  }

  #checked(code: Code): Code {
    if (code.length > mostInstructions) throw new TooLarge()
    return code
  }
}

function bounds(quantifier: string, low?: string, more?: string, high?: string): [number, number] {
  if (low === undefined) {
    return [quantifier.startsWith('+') ? 1 : 0, quantifier.startsWith('?') ? 1 : Number.POSITIVE_INFINITY]
  }
  if (more === undefined) return [Number(low), Number(low)]
  return [Number(low), high === undefined || high === '' ? Number.POSITIVE_INFINITY : Number(high)]
}
