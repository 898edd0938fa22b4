import { compile, type JSONPathQuery } from 'json-p3'
import type { JsonValue } from '../lib/json.ts'
import { type Location, parseReferencePath, valueAt } from './reference-path.ts'

/** A JSONPath ready to be applied. */
export interface JsonPath {
  /** True where it names one place at most: its result is the value there, otherwise a list of values. */
  readonly definite: boolean
  /** Undefined where a definite path leads nowhere. */
  select(root: JsonValue): JsonValue | undefined
}

const remembered = 1000
const compiled = new Map<string, JsonPath | undefined>()

/** The path; undefined where the text is none. Reference paths as States Language has them, otherwise RFC 9535. */
export function jsonPath(text: string): JsonPath | undefined {
  if (compiled.has(text)) return compiled.get(text)
  const location = parseReferencePath(text)
  const path = location === undefined ? queryPath(text) : referencePath(location)
  // Definitions come from outside, so the cache must not grow for ever.
  if (compiled.size >= remembered) compiled.clear()
  compiled.set(text, path)
  return path
}

function referencePath(location: Location): JsonPath {
  return { definite: true, select: (root) => valueAt(root, location) }
}

function queryPath(text: string): JsonPath | undefined {
  let query: JSONPathQuery
  try {
    query = compile(text)
  } catch {
    return undefined
  }
  const definite = query.singularQuery()
  return {
    definite,
    select(root) {
      // The library's JSONValue is the same set of values under another name.
      const values = query.query(root).values() as JsonValue[]
      return definite ? values[0] : values
    },
  }
}
