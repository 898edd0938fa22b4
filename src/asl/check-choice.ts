import { isJsonObject, type JsonObject, type JsonValue, setMember } from '../lib/json.ts'
import { innerRules, operatorOf } from './choice-operators.ts'
import * as check from './field-checks.ts'
import type { Place } from './problem.ts'
import type { QueryLanguage } from './state-machine.ts'

/** Reports what is wrong with a rule of a Choice state, except for where its Next leads. */
export function checkChoice(rule: JsonValue, place: Place, language: QueryLanguage): void {
  if (!isJsonObject(rule)) return place.report('Expected an object')
  if (language === 'JSONata') checkFields(rule, place, jsonataFields, ['Condition', 'Next'])
  else checkRule(rule, place, true)
}

const jsonataFields: Readonly<Record<string, check.Check>> = {
  Comment: check.text,
  Next: check.text,
  Condition: check.orExpression(check.flag),
  Assign: check.variables,
  Output: check.anything,
}
const ruleFields: Readonly<Record<string, check.Check>> = { Comment: check.text }
const topFields: Readonly<Record<string, check.Check>> = {
  ...ruleFields,
  Next: check.text,
  Assign: check.variableTemplate,
}

function checkFields(
  rule: JsonObject,
  place: Place,
  fields: Readonly<Record<string, check.Check>>,
  required: readonly string[],
): void {
  const missing = required.filter((name) => rule[name] === undefined)
  if (missing.length > 0) place.report(`These fields are required: [${missing.join(', ')}]`)
  for (const [name, value] of Object.entries(rule)) {
    const known = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (known === undefined) place.at(name).report('Field is not supported')
    else known(value, place.at(name))
  }
}

/** Only the outermost rule has Next and Assign. */
function checkRule(rule: JsonObject, place: Place, outermost: boolean): void {
  const tests: string[] = []
  const others: JsonObject = {}
  for (const [field, value] of Object.entries(rule)) {
    if (field === 'Variable') check.path(value, place.at(field))
    else if (innerRules(field, value) !== undefined) {
      tests.push(field)
      checkInner(field, value, place.at(field))
    } else if (checkOperator(field, value, place)) tests.push(field)
    else setMember(others, field, value)
  }
  checkFields(others, place, outermost ? topFields : ruleFields, outermost ? ['Next'] : [])
  const combines = tests.some((field) => innerRules(field, null) !== undefined)
  if (tests.length === 0) place.report('A comparison operator is required')
  else if (tests.length > 1) place.report(`Only one of these fields is allowed: [${tests.join(', ')}]`)
  else if (combines === (rule.Variable !== undefined)) {
    place.report(
      combines ? "'Variable' is not allowed beside And, Or or Not" : 'These fields are required: [Variable]',
    )
  }
}

function checkInner(field: string, value: JsonValue, place: Place): void {
  const rules = innerRules(field, value) ?? []
  if (field === 'Not' ? !isJsonObject(value) : rules.length === 0) {
    place.report(field === 'Not' ? 'Expected an object' : 'Expected a list of rules, not an empty one')
  }
  for (const [index, inner] of rules.entries()) {
    const at = field === 'Not' ? place : place.at(index)
    if (isJsonObject(inner)) checkRule(inner, at, false)
    else at.report('Expected an object')
  }
}

/** False for a field that is no operator. */
function checkOperator(field: string, value: JsonValue, place: Place): boolean {
  if (field === 'IsPresent') {
    check.flag(value, place.at(field))
    return true
  }
  const found = operatorOf(field)
  if (found === undefined) return false
  const operand = found.byPath ? check.path : found.operator.check
  operand(value, place.at(field))
  return true
}
