import { isJsonObject, type JsonObject, type JsonValue, setMember } from '../lib/json.ts'
import { expressionIn } from './expression-text.ts'
import type { Evaluated } from './jsonata-expression.ts'

/** An expression in a field gave no value that the field can have. */
export class ExpressionFailure extends Error {
  override readonly name = 'ExpressionFailure'
  /** The field, and the way to the expression in it: `Output/result`. */
  readonly location: string
  readonly reason: string

  constructor(location: string, reason: string) {
    super(reason)
    this.location = location
    this.reason = reason
  }
}

export type Evaluate = (expression: string) => Promise<Evaluated>

/**
 * The value of a field: every text between `{%` and `%}` in it is evaluated, one at a time and in order, other texts stay. Throws
 * `ExpressionFailure` in the words AWS uses (recorded).
 */
export async function fillExpressions(
  template: JsonValue,
  location: string,
  evaluate: Evaluate,
): Promise<JsonValue> {
  if (typeof template === 'string') {
    const expression = expressionIn(template)
    return expression === undefined ? template : valueOf(expression, location, await evaluate(expression))
  }
  if (Array.isArray(template)) {
    const filled: JsonValue[] = []
    for (const [index, item] of template.entries()) {
      filled.push(await fillExpressions(item, `${location}/${index}`, evaluate))
    }
    return filled
  }
  if (!isJsonObject(template)) return template
  const filled: JsonObject = {}
  for (const [key, member] of Object.entries(template)) {
    setMember(filled, key, await fillExpressions(member, `${location}/${key}`, evaluate))
  }
  return filled
}

/** The words for an expression whose value is of another type than the field needs, or outside of its range. */
export function unexpectedType(
  template: JsonValue,
  location: string,
  expected: string,
  value: JsonValue,
): ExpressionFailure {
  const expression = typeof template === 'string' ? expressionIn(template) : undefined
  const what =
    expression === undefined ? `The field '${location}' has` : `${named(expression, location)} returned`
  return new ExpressionFailure(
    location,
    `${what} an unexpected result type. Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
  )
}

function valueOf(expression: string, location: string, evaluated: Evaluated): JsonValue {
  switch (evaluated.kind) {
    case 'value':
      return evaluated.value
    case 'nothing':
      throw new ExpressionFailure(location, `${named(expression, location)} returned nothing (undefined).`)
    case 'unsupported':
      throw new ExpressionFailure(
        location,
        `${named(expression, location)} returned an unsupported result type.`,
      )
    case 'threw': {
      const { code, message } = evaluated
      const fault = code === undefined ? message : `${code}: ${message}`
      throw new ExpressionFailure(
        location,
        `${named(expression, location)} threw an error during evaluation. ${fault}`,
      )
    }
  }
}

function named(expression: string, location: string): string {
  return `The JSONata expression '${expression}' specified for the field '${location}'`
}

function typeName(value: JsonValue): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
