import { type JsonObject, type JsonValue, setMember } from '../lib/json.ts'

export type PlainValue =
  | { readonly kind: 'value'; readonly value: JsonValue }
  /** Undefined, which is nothing at all in JSON. */
  | { readonly kind: 'nothing' }
  /** A function, a number without a value, or lists and objects too deep in one another. */
  | { readonly kind: 'unsupported' }

/** As deep as anything is read here (`parseJson`). */
const deepest = 1000

class Unsupported extends Error {
  override readonly name = 'Unsupported'
}

/**
 * What came out of an expression as JSON that shares nothing with what went in: JSONata marks its lists, and leaves undefined members and
 * functions where they are.
 */
export function plainValue(found: unknown): PlainValue {
  try {
    const value = plain(found, 0)
    return value === undefined ? { kind: 'nothing' } : { kind: 'value', value }
  } catch (error) {
    if (error instanceof Unsupported) return { kind: 'unsupported' }
    throw error
  }
}

function plain(found: unknown, depth: number): JsonValue | undefined {
  if (depth > deepest) throw new Unsupported()
  switch (typeof found) {
    case 'undefined':
      return undefined
    case 'boolean':
    case 'string':
      return found
    case 'number':
      if (!Number.isFinite(found)) throw new Unsupported()
      // -0 is no number of JSON.
      return found + 0
    case 'object':
      return found === null ? null : plainObject(found, depth)
    default:
      throw new Unsupported()
  }
}

function plainObject(found: object, depth: number): JsonValue {
  if (Array.isArray(found)) return found.map((item: unknown) => plain(item, depth + 1) ?? null)
  if ('_jsonata_lambda' in found || '_jsonata_function' in found) throw new Unsupported()
  const object: JsonObject = {}
  for (const [key, member] of Object.entries(found)) {
    const value = plain(member, depth + 1)
    if (value !== undefined) setMember(object, key, value)
  }
  return object
}
