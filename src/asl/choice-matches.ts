import type { JsonObject, JsonValue } from '../lib/json.ts'
import { isJsonObject } from '../lib/json.ts'
import { innerRules, operatorOf } from './choice-operators.ts'
import { findAtPath, type Scope, selectPath } from './scoped-path.ts'

/**
 * Whether a Choice Rule of JSONPath holds. `And` and `Or` look no further than they must. Throws `PathNotFound` where `Variable` or a
 * `...Path` leads nowhere: only IsPresent takes that.
 */
export function choiceMatches(rule: JsonObject, scope: Scope): boolean {
  for (const [field, value] of Object.entries(rule)) {
    const inner = innerRules(field, value)?.filter(isJsonObject)
    if (inner !== undefined) return combined(field, inner, scope)
  }
  const { Variable: path } = rule
  return typeof path === 'string' && comparison(rule, path, scope)
}

function combined(field: string, inner: readonly JsonObject[], scope: Scope): boolean {
  if (field === 'And') return inner.every((rule) => choiceMatches(rule, scope))
  const any = inner.some((rule) => choiceMatches(rule, scope))
  return field === 'Not' ? !any : any
}

function comparison(rule: JsonObject, path: string, scope: Scope): boolean {
  if (rule.IsPresent !== undefined) return (findAtPath(path, scope) !== undefined) === rule.IsPresent
  const value = selectPath(path, scope)
  return Object.entries(rule).some(([field, operand]) => {
    const found = operatorOf(field)
    if (found === undefined) return false
    return found.operator.matches(value, found.byPath ? operandAt(operand, scope) : operand)
  })
}

function operandAt(path: JsonValue, scope: Scope): JsonValue {
  return selectPath(typeof path === 'string' ? path : '', scope)
}
