import { fromBase64, toBase64 } from '../lib/base64.ts'
import { canonicalJson, isJsonObject, type JsonObject, type JsonValue, parseJson } from '../lib/json.ts'
import { type Random, seededRandom } from '../lib/random.ts'
import { uuidOf } from '../lib/uuid.ts'
import { hashAlgorithms, hashText } from './hash-text.ts'
import type { IntrinsicName } from './parse-intrinsic.ts'

// Rules: Developer Guide, "Intrinsic functions for JSONPath states", and results recorded from AWS where the two leave something open.

/** An intrinsic function was given what it cannot work with. */
export class IntrinsicFault extends Error {
  override readonly name = 'IntrinsicFault'
}

type Intrinsic = (args: readonly JsonValue[], random: Random) => JsonValue

/** Characters of a text that Base64Encode, Base64Decode and Hash take at most. */
const longestText = 10_000
/** Elements of what ArrayRange gives at most. */
const longestRange = 1000
const integers = [-2_147_483_648, 2_147_483_647] as const

/** Every intrinsic function but States.Format, whose template must be seen with its backslashes. They throw `IntrinsicFault`. */
export const intrinsicFunctions: Readonly<Record<Exclude<IntrinsicName, 'Format'>, Intrinsic>> = {
  StringToJson: ([value]) => {
    const text = textIn(value)
    // Recorded: nothing, or white space alone, is null.
    const json = text.trim() === '' ? null : parseJson(text)
    if (json === undefined) throw new IntrinsicFault('The argument is not a valid JSON text.')
    return json
  },
  JsonToString: ([value = null]) => JSON.stringify(value),
  Array: (args) => [...args],
  ArrayPartition: ([value, size]) => {
    const list = listIn(value)
    const length = roundedIn(size)
    if (length < 1) throw new IntrinsicFault('The chunk size must be a number above 0.')
    return Array.from({ length: Math.ceil(list.length / length) }, (_, index) =>
      list.slice(index * length, (index + 1) * length),
    )
  },
  ArrayContains: ([value, sought = null]) => {
    const wanted = canonicalJson(sought)
    return listIn(value).some((item) => canonicalJson(item) === wanted)
  },
  ArrayRange: ([from, to, by]) => {
    const first = roundedIn(from)
    const last = roundedIn(to)
    const step = roundedIn(by)
    if (step === 0) throw new IntrinsicFault('The step must not be 0.')
    const length = Math.max(0, Math.floor((last - first) / step) + 1)
    if (length > longestRange) throw new IntrinsicFault(`The array has more than ${longestRange} elements.`)
    return Array.from({ length }, (_, index) => first + index * step)
  },
  ArrayGetItem: ([value, index]) => {
    const item = listIn(value)[wholeIn(index)]
    if (item === undefined) throw new IntrinsicFault('The index is outside of the array.')
    return item
  },
  ArrayLength: ([value]) => listIn(value).length,
  ArrayUnique: ([value]) => [...new Map(listIn(value).map((item) => [canonicalJson(item), item])).values()],
  Base64Encode: ([value]) => toBase64(new TextEncoder().encode(shortTextIn(value))),
  Base64Decode: ([value]) => {
    const bytes = fromBase64(shortTextIn(value))
    if (bytes === undefined) throw new IntrinsicFault('The argument is not a valid Base64 text.')
    return new TextDecoder().decode(bytes)
  },
  Hash: ([value, algorithm]) => {
    const hash = hashText(shortTextIn(value), textIn(algorithm))
    if (hash === undefined) {
      throw new IntrinsicFault(`The algorithm must be one of ${hashAlgorithms.join(', ')}.`)
    }
    return hash
  },
  JsonMerge: ([first, second, deep]) => {
    // Deep merging is refused by AWS, too ("currently supports only the shallow merging mode").
    if (deep !== false)
      throw new IntrinsicFault('The third argument must be false: only a shallow merge is supported.')
    return { ...objectIn(first), ...objectIn(second) }
  },
  MathRandom: ([from, to, seed], random) => {
    const low = roundedIn(from)
    const high = roundedIn(to)
    if (low >= high) throw new IntrinsicFault('The start must be less than the end.')
    const source = seed === undefined ? random : seededRandom(`MathRandom ${roundedIn(seed)}`)
    return source.integer(low, high - 1)
  },
  MathAdd: ([first, second]) => {
    const [low, high] = integers
    const numbers = [roundedIn(first), roundedIn(second)]
    if (numbers.some((number) => number < low || number > high)) {
      throw new IntrinsicFault('An argument is outside of the range of an integer.')
    }
    return numbers.reduce((sum, number) => sum + number, 0)
  },
  StringSplit: ([value, separators]) => {
    // Recorded: each character of the second argument separates, and empty parts are left out.
    const stops = new Set(textIn(separators))
    const parts: string[] = ['']
    for (const char of textIn(value)) {
      if (stops.has(char)) parts.push('')
      else parts.push((parts.pop() ?? '') + char)
    }
    return parts.filter((part) => part !== '')
  },
  UUID: (_args, random) => uuidOf(random.bytes(16)),
}

/**
 * States.Format: puts the values in the place of each `{}` of the template, whose backslashes escape. Objects and lists are written as AWS
 * does (recorded: `{Arg1=1, Arg2=[]}`). Throws `IntrinsicFault`.
 */
export function formatText(template: JsonValue, values: readonly JsonValue[]): string {
  let used = 0
  const text = textIn(template).replace(/\\(.)|\{\}/gs, (_match, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped
    const value = values[used]
    used += 1
    return value === undefined ? '' : shown(value)
  })
  if (used !== values.length) {
    throw new IntrinsicFault(
      `The template has ${used} placeholders, but ${values.length} arguments were given.`,
    )
  }
  return text
}

function shown(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`
  if (isJsonObject(value)) {
    return `{${Object.entries(value)
      .map(([key, member]) => `${key}=${shown(member)}`)
      .join(', ')}}`
  }
  return String(value)
}

function textIn(value: JsonValue | undefined): string {
  if (typeof value !== 'string') throw new IntrinsicFault('An argument must be a string.')
  return value
}

function shortTextIn(value: JsonValue | undefined): string {
  const text = textIn(value)
  if (text.length > longestText)
    throw new IntrinsicFault(`An argument is longer than ${longestText} characters.`)
  return text
}

function listIn(value: JsonValue | undefined): JsonValue[] {
  if (!Array.isArray(value)) throw new IntrinsicFault('An argument must be an array.')
  return value
}

function objectIn(value: JsonValue | undefined): JsonObject {
  if (!isJsonObject(value)) throw new IntrinsicFault('An argument must be an object.')
  return value
}

function wholeIn(value: JsonValue | undefined): number {
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw new IntrinsicFault('An argument must be an integer.')
  return value
}

/** Numbers are rounded to the nearest integer, halves up (recorded). */
function roundedIn(value: JsonValue | undefined): number {
  if (typeof value !== 'number') throw new IntrinsicFault('An argument must be a number.')
  // -0 is no number of JSON.
  return Math.round(value) + 0
}
