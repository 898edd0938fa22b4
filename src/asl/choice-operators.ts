import { isJsonObject, type JsonValue } from '../lib/json.ts'
import * as check from './field-checks.ts'

// The comparison operators of a Choice Rule (States Language, "Choice State"; Developer Guide, Choice state).

type Compare = (order: number) => boolean

const comparisons: Readonly<Record<string, Compare>> = {
  Equals: (order) => order === 0,
  LessThan: (order) => order < 0,
  GreaterThan: (order) => order > 0,
  LessThanEquals: (order) => order <= 0,
  GreaterThanEquals: (order) => order >= 0,
}

interface OrderedType {
  readonly check: check.Check
  /** Something that can be put in order; undefined for a value of another type, which matches nothing. */
  read(value: JsonValue): string | number | undefined
}

const orderedTypes: Readonly<Record<string, OrderedType>> = {
  // By UTF-16 units, as both AWS's language and this one have it.
  String: { check: check.text, read: (value) => (typeof value === 'string' ? value : undefined) },
  Numeric: { check: check.anyNumber, read: (value) => (typeof value === 'number' ? value : undefined) },
  Timestamp: { check: check.timestamp, read: timestampIn },
}

const typeTests: Readonly<Record<string, (value: JsonValue) => boolean>> = {
  IsNull: (value) => value === null,
  IsNumeric: (value) => typeof value === 'number',
  IsString: (value) => typeof value === 'string',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => timestampIn(value) !== undefined,
}

/** An operator other than IsPresent, which is about the path and not about a value. */
export interface Operator {
  /** Of the operand, written out. */
  readonly check: check.Check
  /** Whether the operand may stand behind a path, under the operator's name and `Path`. */
  readonly hasPath: boolean
  matches(value: JsonValue, operand: JsonValue): boolean
}

/** By name, without the `...Path` variants. */
export const operators: Readonly<Record<string, Operator>> = {
  ...Object.fromEntries(
    Object.entries(orderedTypes).flatMap(([type, ordered]) =>
      Object.entries(comparisons).map(([name, compare]) => [
        `${type}${name}`,
        {
          check: ordered.check,
          hasPath: true,
          matches: (value: JsonValue, operand: JsonValue) => {
            const order = orderOf(ordered.read(value), ordered.read(operand))
            return order !== undefined && compare(order)
          },
        },
      ]),
    ),
  ),
  BooleanEquals: {
    check: check.flag,
    hasPath: true,
    matches: (value, operand) => typeof value === 'boolean' && value === operand,
  },
  StringMatches: {
    check: check.text,
    hasPath: false,
    matches: (value, operand) =>
      typeof value === 'string' && typeof operand === 'string' && matchesPattern(value, operand),
  },
  ...Object.fromEntries(
    Object.entries(typeTests).map(([name, test]) => [
      name,
      {
        check: check.flag,
        hasPath: false,
        matches: (value: JsonValue, operand: JsonValue) => test(value) === operand,
      },
    ]),
  ),
}

/** The operator that a field names, and whether its operand is a path; undefined for a field that names none. */
export function operatorOf(
  field: string,
): { readonly operator: Operator; readonly byPath: boolean } | undefined {
  if (Object.hasOwn(operators, field)) {
    const operator = operators[field]
    return operator && { operator, byPath: false }
  }
  const name = field.endsWith('Path') ? field.slice(0, -'Path'.length) : ''
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined
  return operator?.hasPath === true ? { operator, byPath: true } : undefined
}

/** The rules inside And and Or, or the one inside Not; undefined for another field. */
export function innerRules(field: string, value: JsonValue): readonly JsonValue[] | undefined {
  if (field === 'Not') return isJsonObject(value) ? [value] : []
  if (field !== 'And' && field !== 'Or') return undefined
  return Array.isArray(value) ? value : []
}

function orderOf(a: string | number | undefined, b: string | number | undefined): number | undefined {
  if (a === undefined || b === undefined) return undefined
  return a === b ? 0 : a < b ? -1 : 1
}

function timestampIn(value: JsonValue): number | undefined {
  return typeof value === 'string' ? check.parseTimestamp(value) : undefined
}

/** `*` stands for any run of characters; a backslash before it, or before another backslash, takes that away. */
function matchesPattern(text: string, pattern: string): boolean {
  const parts = ['']
  for (const [whole, escaped] of pattern.matchAll(/\\([*\\])|[\s\S]/g)) {
    if (whole === '*') parts.push('')
    else parts.push((parts.pop() ?? '') + (escaped ?? whole))
  }
  const [first = '', ...rest] = parts
  const last = rest.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}
