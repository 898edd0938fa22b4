import type { Expression, Focus } from 'jsonata'
import { parseJson } from '../lib/json.ts'
import { type Random, seededRandom } from '../lib/random.ts'
import { uuidOf } from '../lib/uuid.ts'
import { hashAlgorithms, hashText } from './hash-text.ts'

/** What an evaluation takes from the world it happens in. */
export interface EvaluationWorld {
  /** Epoch milliseconds of `$now()` and `$millis()`. */
  readonly nowMs: number
  /** What `$random()`, `$shuffle()` and `$uuid()` draw on. */
  readonly random: Random
}

/** Both blanks and capitals: no expression can name it. */
export const worldName = ' the world of this evaluation '

/**
 * Gives a compiled expression the functions that Step Functions adds to JSONata (Developer Guide, "Transforming data with JSONata"), and
 * puts the time and the chance of the world in the place of the machine's.
 */
export function addFunctions(expression: Expression): void {
  expression.registerFunction(
    'now',
    function (this: Focus, picture?: string, timezone?: string) {
      const fromMillis: unknown = this.environment.lookup('fromMillis')
      // Sound: the library's own function, which it keeps in this form.
      const { implementation } = fromMillis as { implementation: (...args: unknown[]) => string }
      return implementation(worldOf(this).nowMs, picture, timezone)
    },
    '<s?s?:s>',
  )
  expression.registerFunction(
    'millis',
    function (this: Focus) {
      return worldOf(this).nowMs
    },
    '<:n>',
  )
  expression.registerFunction(
    'random',
    function (this: Focus, seed?: number) {
      return seed === undefined ? worldOf(this).random.next() : seededRandom(`random ${seed}`).next()
    },
    '<n?:n>',
  )
  expression.registerFunction(
    'shuffle',
    function (this: Focus, list?: unknown[]) {
      return list && shuffled(list, worldOf(this).random)
    },
    '<a:a>',
  )
  expression.registerFunction(
    'uuid',
    function (this: Focus) {
      return uuidOf(worldOf(this).random.bytes(16))
    },
    '<:s>',
  )
  expression.registerFunction('partition', partition, '<an:a<a>>')
  expression.registerFunction('range', range, '<nnn:a<n>>')
  expression.registerFunction('hash', hash, '<s-s:s>')
  expression.registerFunction('parse', parse, '<s-:x>')
}

function worldOf({ environment }: Focus): EvaluationWorld {
  // Sound: evaluateExpression binds it for every evaluation.
  return environment.lookup(worldName) as EvaluationWorld
}

function shuffled(list: readonly unknown[], random: Random): unknown[] {
  const copy = [...list]
  for (let index = copy.length - 1; index > 0; index -= 1) {
    const other = random.integer(0, index)
    ;[copy[index], copy[other]] = [copy[other], copy[index]]
  }
  return copy
}

/** The list in pieces of that size, the last one shorter where it does not come out even. */
function partition(list?: unknown[], size?: number): unknown[][] | undefined {
  if (list === undefined || size === undefined) return undefined
  const length = Math.floor(size)
  if (length < 1) throw new Error('The second argument of the partition function must be a number above 0')
  return Array.from({ length: Math.ceil(list.length / length) }, (_, index) =>
    list.slice(index * length, (index + 1) * length),
  )
}

/** Elements of what `$range` gives at most: those of States.ArrayRange. */
const longestRange = 1000

/** The numbers from the first to the second at most, by steps. As a sequence: of a single one JSONata makes the number itself (recorded). */
function range(first?: number, last?: number, step?: number): number[] | undefined {
  if (first === undefined || last === undefined || step === undefined) return undefined
  if (step === 0) throw new Error('The third argument of the range function must not be 0')
  const length = Math.max(0, Math.floor((last - first) / step) + 1)
  if (length > longestRange) throw new Error(`The range function gives at most ${longestRange} numbers`)
  const numbers = Array.from({ length }, (_, index) => first + index * step)
  return Object.defineProperty(numbers, 'sequence', { value: true })
}

function hash(text?: string, algorithm?: string): string | undefined {
  if (text === undefined || algorithm === undefined) return undefined
  const digits = hashText(text, algorithm)
  if (digits !== undefined) return digits
  throw new Error(`The second argument of the hash function must be one of ${hashAlgorithms.join(', ')}`)
}

function parse(text?: string): unknown {
  if (text === undefined) return undefined
  const value = parseJson(text)
  if (value === undefined) throw new Error('The argument of the parse function must be a JSON text')
  return value
}
