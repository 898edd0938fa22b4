import jsonata, { type Expression } from 'jsonata'
import type { JsonObject, JsonValue } from '../lib/json.ts'
import { BoundedRegExp, type RegExpBudget } from './bounded-regexp.ts'
import { addFunctions, type EvaluationWorld, worldName } from './jsonata-functions.ts'
import { type PlainValue, plainValue } from './plain-value.ts'

/** What an expression can name: `$states` and the variables. */
export type Bindings = Readonly<Record<string, JsonValue>>

export type Evaluated =
  | PlainValue
  /** `code` as JSONata has it, such as `T1006`. */
  | { readonly kind: 'threw'; readonly code: string | undefined; readonly message: string }

/** What keeps an expression from being compiled; undefined: nothing. */
export function expressionFault(expression: string): string | undefined {
  const compiled = compiledExpression(expression)
  return compiled.kind === 'faulty' ? compiled.message : undefined
}

/**
 * Evaluates an expression. It never rejects, takes the time and chance of the world that is given, and is bounded: an endless expression
 * ends after `mostSteps` in the same way on every machine, and so does one whose regular expressions try too many ways.
 */
export async function evaluateExpression(
  expression: string,
  bindings: Bindings,
  world: EvaluationWorld,
): Promise<Evaluated> {
  const compiled = compiledExpression(expression)
  if (compiled.kind === 'faulty') return { kind: 'threw', code: compiled.code, message: compiled.message }
  const evaluation: Evaluation = { ...world, steps: 0 }
  compiled.budget.steps = mostRegExpSteps
  try {
    const found: unknown = await compiled.expression.evaluate(undefined, {
      ...bindings,
      // "The $eval function is not supported" (Developer Guide).
      eval: undefined,
      [worldName]: evaluation,
    })
    return plainValue(found)
  } catch (error) {
    return { kind: 'threw', ...faultIn(error) }
  }
}

interface Evaluation extends EvaluationWorld {
  /** Nodes of the expression evaluated so far. */
  steps: number
}

/** About a second's work. AWS bounds evaluations, too, and does not document how. */
const mostSteps = 500_000
/** Of all regular expressions in one evaluation: less than a second's work, too. */
const mostRegExpSteps = 5_000_000
const limits = { stack: 1000, sequence: 1_000_000 }

type Compiled =
  | { readonly kind: 'compiled'; readonly expression: Expression; readonly budget: RegExpBudget }
  | { readonly kind: 'faulty'; readonly code: string | undefined; readonly message: string }

const remembered = 1000
const compiledOnes = new Map<string, Compiled>()

function compiledExpression(text: string): Compiled {
  const known = compiledOnes.get(text)
  if (known !== undefined) return known
  const compiled = compile(text)
  // Definitions come from outside, so the cache must not grow for ever.
  if (compiledOnes.size >= remembered) compiledOnes.clear()
  compiledOnes.set(text, compiled)
  return compiled
}

function compile(text: string): Compiled {
  let expression: Expression
  const budget: RegExpBudget = { steps: 0 }
  class Bounded extends BoundedRegExp {
    constructor(pattern: RegExp) {
      super(pattern, budget)
    }
  }
  try {
    // The library only calls it with a pattern it has read, and `exec` and `lastIndex` of what that gives.
    expression = jsonata(text, { ...limits, RegexEngine: Bounded as unknown as RegExpConstructor })
  } catch (error) {
    return { kind: 'faulty', ...faultIn(error) }
  }
  addFunctions(expression)
  // The library calls what is bound under this symbol before every node, and takes symbols where its type says string.
  expression.assign(Symbol.for('jsonata.__evaluate_entry') as unknown as string, countStep)
  return { kind: 'compiled', expression, budget }
}

interface Frame {
  timestamp: Date
  lookup(name: string): unknown
}

function countStep(_node: unknown, _input: unknown, frame: Frame): void {
  // Sound: evaluateExpression binds it for every evaluation.
  const evaluation = frame.lookup(worldName) as Evaluation
  // Dates that are read without a year are read as of now, which is the world's.
  if (evaluation.steps === 0) frame.timestamp = new Date(evaluation.nowMs)
  evaluation.steps += 1
  if (evaluation.steps > mostSteps) throw new Error('The expression takes too many steps')
}

/** The library throws objects of its own, and whatever JavaScript does. */
function faultIn(error: unknown): { code: string | undefined; message: string } {
  const { code, message }: { code?: unknown; message?: unknown } = Object(error)
  return {
    code: typeof code === 'string' ? code : undefined,
    message: typeof message === 'string' ? message : 'Unknown error',
  }
}

/** The bindings of a state: `$states` and its variables. A variable cannot hide `$states`. */
export function bindingsOf(states: JsonObject, variables: Bindings): Bindings {
  return { ...variables, states }
}
