import { isJsonObject, type JsonObject, type JsonValue } from '../lib/json.ts'
import { expressionIn } from './expression-text.ts'
import type { Place } from './problem.ts'

/** Says what is wrong with a JSONata expression; undefined: nothing. */
export type ExpressionCheck = (expression: string) => string | undefined

/** Fields of a state whose texts are no expressions, or belong to states inside it. */
const withoutExpressions: ReadonlySet<string> = new Set([
  'Type',
  'Comment',
  'Next',
  'Default',
  'Resource',
  'Branches',
  'ItemProcessor',
  'Iterator',
])

/** Reports the expressions of a JSONata state that cannot be compiled; those of the states inside it are their own. */
export function checkExpressions(state: JsonObject, place: Place, fault: ExpressionCheck | undefined): void {
  if (fault === undefined) return
  for (const [field, value] of Object.entries(state)) {
    if (!withoutExpressions.has(field)) checkExpressionsIn(value, place.at(field), fault)
  }
}

function checkExpressionsIn(value: JsonValue, place: Place, fault: ExpressionCheck): void {
  if (typeof value === 'string') {
    const expression = expressionIn(value)
    const found = expression === undefined ? undefined : fault(expression)
    if (found !== undefined) place.report(`The JSONata expression '${expression}' is not valid. ${found}`)
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkExpressionsIn(item, place.at(index), fault)
  } else if (isJsonObject(value)) {
    for (const [key, member] of Object.entries(value)) checkExpressionsIn(member, place.at(key), fault)
  }
}
