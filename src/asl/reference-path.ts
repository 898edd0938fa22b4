import { isJsonObject, type JsonObject, type JsonValue, setMember } from '../lib/json.ts'

/** Member names and array indexes from the root of a value. */
export type Location = readonly (string | number)[]

// `$.a-b` is not RFC 9535, but States Language accepts it and people write it.
const step = /\.([^\s.[\]'"*?()@$,:]+)|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]/y

/** `$.a['b'][0]` taken apart; undefined where the path may name more than one place, or is none. */
export function parseReferencePath(path: string): Location | undefined {
  if (!path.startsWith('$')) return undefined
  const location: (string | number)[] = []
  let at = 1
  while (at < path.length) {
    step.lastIndex = at
    const match = step.exec(path)
    if (match === null) return undefined
    const [whole, dotted, single, double, index] = match
    if (index !== undefined) location.push(Number(index))
    else location.push(dotted ?? unescape(single ?? double ?? ''))
    at += whole.length
  }
  return location
}

/** The value there; undefined where there is none. */
export function valueAt(root: JsonValue, location: Location): JsonValue | undefined {
  let value: JsonValue | undefined = root
  for (const key of location) {
    if (typeof key === 'number') value = Array.isArray(value) ? value[key] : undefined
    else value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
    if (value === undefined) return undefined
  }
  return value
}

/**
 * A copy of `root` with `value` at `location`, objects made on the way where they are missing, as ResultPath does.
 * Undefined where the way leads through something that is neither an object nor a list with that index.
 */
export function withValueAt(root: JsonValue, location: Location, value: JsonValue): JsonValue | undefined {
  const [key, ...rest] = location
  if (key === undefined) return value
  if (typeof key === 'number') {
    if (!Array.isArray(root) || key >= root.length) return undefined
    const inner = withValueAt(root[key] ?? null, rest, value)
    return inner === undefined ? undefined : root.with(key, inner)
  }
  if (!isJsonObject(root)) return undefined
  const current = Object.hasOwn(root, key) ? root[key] : undefined
  const inner = withValueAt(isJsonObject(current) || Array.isArray(current) ? current : {}, rest, value)
  if (inner === undefined) return undefined
  const copy: JsonObject = { ...root }
  setMember(copy, key, inner)
  return copy
}

function unescape(text: string): string {
  return text.replace(/\\(.)/g, '$1')
}
