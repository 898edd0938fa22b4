import { compileRegExp, type Instruction, type Program } from './regexp-program.ts'

/** What regular expressions may still do; shared by those of one evaluation. */
export interface RegExpBudget {
  steps: number
}

/**
 * A regular expression that matches as JavaScript's does, one step at a time: where that takes more of them than the budget has, `exec`
 * throws, in the same way on every machine. One that tries every way to part a text, such as `(a+)+$`, would hold up the program for
 * ever otherwise, and nothing can interrupt JavaScript's own.
 */
export class BoundedRegExp {
  /** Where the next search begins. */
  lastIndex = 0
  readonly #program: Program
  readonly #multiline: boolean
  readonly #budget: RegExpBudget

  constructor(pattern: RegExp, budget: RegExpBudget) {
    this.#program = programOf(pattern)
    this.#multiline = pattern.multiline
    this.#budget = budget
  }

  /** The first match from `lastIndex` on, with its groups, as RegExp's with the flag g; null where there is none. */
  exec(text: string): RegExpExecArray | null {
    for (let start = this.lastIndex; start <= text.length; start += 1) {
      const slots = new Run(this.#program, text, this.#multiline, this.#budget).from(start)
      if (slots === undefined) continue
      const [, end = start] = slots
      this.lastIndex = end
      const found = Array.from({ length: this.#program.groups }, (_, group) => groupIn(text, slots, group))
      // Sound: a match has a text of its own; groups that took no part in it are undefined, as in RegExp's.
      return Object.assign(found as [string, ...string[]], { index: start, input: text })
    }
    this.lastIndex = 0
    return null
  }
}

const remembered = 200
const programs = new Map<string, Program>()

function programOf(pattern: RegExp): Program {
  const key = String(pattern)
  const known = programs.get(key)
  if (known !== undefined) return known
  const program = compileRegExp(pattern)
  // Patterns come from outside, so the cache must not grow for ever.
  if (programs.size >= remembered) programs.clear()
  programs.set(key, program)
  return program
}

function groupIn(text: string, slots: readonly number[], group: number): string | undefined {
  const start = slots[2 * group] ?? -1
  const end = slots[2 * group + 1] ?? -1
  return start < 0 || end < 0 ? undefined : text.slice(start, end)
}

/** One try from one place. Ways that were not taken lie on a stack, and so does what has to be undone to take them. */
class Run {
  readonly #program: Program
  readonly #text: string
  readonly #multiline: boolean
  readonly #budget: RegExpBudget
  readonly #slots: number[]
  readonly #undo: { readonly slot: number; readonly value: number }[] = []

  constructor(program: Program, text: string, multiline: boolean, budget: RegExpBudget) {
    this.#program = program
    this.#text = text
    this.#multiline = multiline
    this.#budget = budget
    this.#slots = Array.from({ length: program.slots }, () => -1)
  }

  from(start: number): readonly number[] | undefined {
    return this.#match(this.#program.instructions, start) ? this.#slots : undefined
  }

  #match(code: readonly Instruction[], start: number): boolean {
    const ways: { readonly at: number; readonly place: number; readonly undo: number }[] = []
    let at = 0
    let place = start
    for (;;) {
      const instruction = code[at]
      if (instruction === undefined) return true
      if (this.#budget.steps <= 0) throw new Error('The regular expression takes too many steps')
      this.#budget.steps -= 1
      let next: number | undefined = at + 1
      switch (instruction.kind) {
        case 'unit': {
          const unit = this.#text[instruction.back ? place - 1 : place]
          if (unit !== undefined && instruction.fits(unit)) place += instruction.back ? -1 : 1
          else next = undefined
          break
        }
        case 'split':
          ways.push({ at: at + instruction.second, place, undo: this.#undo.length })
          next = at + instruction.first
          break
        case 'jump':
          next = at + instruction.to
          break
        case 'save':
          this.#set(instruction.slot, place)
          break
        case 'forget':
          for (let slot = instruction.from; slot < instruction.to; slot += 1) this.#set(slot, -1)
          break
        case 'moved':
          if (this.#slots[instruction.slot] === place) next = undefined
          break
        case 'edge':
          if (!this.#isEdge(instruction.of, place)) next = undefined
          break
        case 'same': {
          const found = this.#repeats(instruction.group, place, instruction.back)
          if (found === undefined) next = undefined
          else place = found
          break
        }
        case 'look':
          if (!this.#sees(instruction, place)) next = undefined
      }
      if (next !== undefined) {
        at = next
        continue
      }
      const way = ways.pop()
      if (way === undefined) return false
      this.#undoTo(way.undo)
      at = way.at
      place = way.place
    }
  }

  #sees({ negative, program }: Extract<Instruction, { kind: 'look' }>, place: number): boolean {
    const undo = this.#undo.length
    const seen = this.#match(program, place)
    if (!seen || negative) this.#undoTo(undo)
    return seen !== negative
  }

  /** Where a group's text ends that stands here once more; the place itself for a group that has none. */
  #repeats(group: number, place: number, back: boolean): number | undefined {
    const text = groupIn(this.#text, this.#slots, group) ?? ''
    const from = back ? place - text.length : place
    if (from < 0 || !this.#program.alike(this.#text.slice(from, from + text.length), text)) return undefined
    return back ? from : from + text.length
  }

  #isEdge(edge: '^' | '$' | 'b' | 'B', place: number): boolean {
    const before = this.#text[place - 1]
    const after = this.#text[place]
    switch (edge) {
      case '^':
        return before === undefined || (this.#multiline && isLineEnd(before))
      case '$':
        return after === undefined || (this.#multiline && isLineEnd(after))
      default:
        return (isWord(before) !== isWord(after)) === (edge === 'b')
    }
  }

  #set(slot: number, value: number): void {
    this.#undo.push({ slot, value: this.#slots[slot] ?? -1 })
    this.#slots[slot] = value
  }

  #undoTo(length: number): void {
    while (this.#undo.length > length) {
      const last = this.#undo.pop()
      if (last !== undefined) this.#slots[last.slot] = last.value
    }
  }
}

function isLineEnd(unit: string): boolean {
  return /[\n\r\u2028\u2029]/.test(unit)
}

function isWord(unit: string | undefined): boolean {
  return unit !== undefined && /\w/.test(unit)
}
