import { isJsonObject, type JsonObject, type JsonValue } from '../lib/json.ts'
import { expressionIn } from './expression-text.ts'
import { isPathOrCall } from './parse-intrinsic.ts'
import type { Place } from './problem.ts'
import { parseReferencePath } from './reference-path.ts'
import { isScopedPath, isScopedReference, isVariableName } from './scoped-path.ts'

/** Reports what is wrong with a field's value. */
export type Check = (value: JsonValue, place: Place) => void

/** The fields that an object may have, with the check of each. */
export type Fields = Readonly<Record<string, Check>>

/** Reports every field of the object that it may not have, or that has a wrong value. */
export function checkFields(object: JsonObject, place: Place, fields: Fields): void {
  for (const [name, value] of Object.entries(object)) {
    const check = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (check === undefined) place.at(name).report('Field is not supported')
    else check(value, place.at(name))
  }
}

/** Reports where the object has more than one field of the group. */
export function checkAtMostOne(object: JsonObject, place: Place, group: readonly string[]): void {
  const present = group.filter((name) => object[name] !== undefined)
  if (present.length > 1) place.report(`Only one of these fields is allowed: [${present.join(', ')}]`)
}

/** Reports where the object has none of the fields. */
export function checkAtLeastOne(object: JsonObject, place: Place, names: readonly string[]): void {
  if (names.some((name) => object[name] !== undefined)) return
  place.report(`One of these fields is required: [${names.join(', ')}]`)
}

export const anything: Check = () => undefined

export const text: Check = (value, place) => {
  if (typeof value !== 'string') place.report('Expected a string')
}

export const flag: Check = (value, place) => {
  if (typeof value !== 'boolean') place.report('Expected a boolean')
}

export const texts: Check = (value, place) => {
  if (!Array.isArray(value) || value.length === 0 || value.some((one) => typeof one !== 'string')) {
    place.report('Expected a list of strings')
  }
}

/** RFC 6901: the way to a value in a JSON document. */
export const jsonPointer: Check = (value, place) => {
  if (typeof value !== 'string' || !/^(\/([^~/]|~[01])*)+$/.test(value))
    place.report('Value is not a JSON Pointer')
}

export const object: Check = (value, place) => {
  if (!isJsonObject(value)) place.report('Expected an object')
}

export function oneOf(...names: readonly string[]): Check {
  return (value, place) => {
    if (typeof value !== 'string' || !names.includes(value))
      place.report(`Expected one of ${names.join(', ')}`)
  }
}

/** A whole number between the two, both included. 99999999 is the largest States Language has. */
export function wholeNumber(low: number, high = 99_999_999): Check {
  return (value, place) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) place.report('Expected an integer')
    else if (value < low) place.report(`Expected a number of at least ${low}`)
    else if (value > high) place.report(`Expected a number of at most ${high}`)
  }
}

/** Any number from `low` on, or between the two, both included. */
export function number(low: number, high = Number.POSITIVE_INFINITY): Check {
  return (value, place) => {
    if (typeof value !== 'number') place.report('Expected a number')
    else if (value < low) place.report(`Expected at least ${low}`)
    else if (value > high) place.report(`Expected at most ${high}`)
  }
}

export const anyNumber: Check = (value, place) => {
  if (typeof value !== 'number') place.report('Expected a number')
}

/** Of a distributed Map: part of the names of its Map Runs and their executions (Developer Guide, Map state). */
export const label: Check = (value, place) => {
  if (typeof value !== 'string' || value.length === 0 || value.length > 40) {
    place.report('A label must have 1 to 40 characters')
  } else if (/[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u.test(value)) {
    place.report('A label has a character it may not have')
  }
}

/** A JSONata expression between `{%` and `%}`, or what `check` allows. */
export function orExpression(check: Check): Check {
  return (value, place) => {
    if (typeof value !== 'string' || expressionIn(value) === undefined) check(value, place)
  }
}

/** A path into the input, into the context object (`$$`) or into a variable. */
export const path: Check = (value, place) => {
  if (typeof value !== 'string' || !isScopedPath(value)) place.report('Value is not a valid JSONPath')
}

export const pathOrNull: Check = (value, place) => {
  if (value !== null) path(value, place)
}

/** A path, or the call of an intrinsic function. */
export const pathOrCall: Check = (value, place) => {
  if (typeof value !== 'string' || !isPathOrCall(value)) place.report('Value is not a valid JSONPath')
}

/** Names one place, as the `...Path` fields must. */
export const referencePath: Check = (value, place) => {
  if (typeof value !== 'string' || !isScopedReference(value)) place.report('Value is not a Reference Path')
}

export const resultPath: Check = (value, place) => {
  if (value === null) return
  if (typeof value !== 'string' || parseReferencePath(value) === undefined) {
    place.report('Value is not a Reference Path')
  }
}

export const timestamp: Check = (value, place) => {
  if (typeof value !== 'string' || parseTimestamp(value) === undefined) {
    place.report('String does not match RFC3339 timestamp')
  }
}

/** Members that end in `.$` must hold a path or a call of an intrinsic function; AWS names the field, not the member, as the place. */
export const template: Check = (value, place) => checkTemplate(value, place)

function checkTemplate(value: JsonValue, field: Place): void {
  if (Array.isArray(value)) {
    for (const item of value) checkTemplate(item, field)
  } else if (isJsonObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (!key.endsWith('.$')) checkTemplate(member, field)
      else if (typeof member !== 'string' || !isPathOrCall(member)) {
        field.report(
          `The value for the field '${key}' must be a valid JSONPath or a valid intrinsic function call`,
        )
      }
    }
  }
}

export const templateObject: Check = (value, place) => {
  if (isJsonObject(value)) template(value, place)
  else place.report('Expected an object')
}

/** `Assign` of JSONata: an object whose members are variables. */
export const variables: Check = (value, place) => {
  if (isJsonObject(value)) checkNames(Object.keys(value), place)
  else place.report('Expected an object')
}

/** `Assign` of JSONPath. */
export const variableTemplate: Check = (value, place) => {
  templateObject(value, place)
  if (isJsonObject(value)) {
    checkNames(
      Object.keys(value).map((key) => (key.endsWith('.$') ? key.slice(0, -2) : key)),
      place,
    )
  }
}

function checkNames(names: readonly string[], place: Place): void {
  for (const name of names) {
    if (!isVariableName(name)) place.report(`'${name}' is not a valid variable name`)
    // The one name that is reserved (Developer Guide, variables).
    else if (name === 'states') place.report("The variable name 'states' is reserved")
  }
}

/** `Credentials`: which role a task is run under (recorded words). */
export const credentials: Check = (value, place) => {
  if (!isJsonObject(value)) place.report('Expected an object')
  else if (value.RoleArn === undefined) missingRole(place)
}

/** The same in JSONPath, where a path may give the role. */
export const credentialsTemplate: Check = (value, place) => {
  templateObject(value, place)
  if (isJsonObject(value) && value.RoleArn === undefined && value['RoleArn.$'] === undefined)
    missingRole(place)
}

function missingRole(place: Place): void {
  place.report("The field 'RoleArn' is required but was missing")
}

/** Epoch milliseconds of an RFC 3339 time with a zone; undefined where the text is none. */
export function parseTimestamp(value: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value)) return undefined
  const ms = Date.parse(value)
  return Number.isNaN(ms) ? undefined : ms
}
