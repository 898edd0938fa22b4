/** A value that JSON can hold. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject

export interface JsonObject {
  [key: string]: JsonValue
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** One text for each value: members in order of their names, so that objects that are alike are written alike. */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (!isJsonObject(value)) return JSON.stringify(value)
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`)
  return `{${members.join(',')}}`
}

/** JSON.parse takes any depth, but whatever walks a value runs out of stack at some thousands. */
const deepest = 1000

/** Undefined where the text is not JSON, or lists and objects lie more than 1000 deep in one another. */
export function parseJson(text: string): JsonValue | undefined {
  if (isTooDeep(text)) return undefined
  try {
    // JSON.parse gives nothing but JSON values; its type just does not say so.
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}

/** True where lists and objects lie deeper in one another than anything here reads. */
export function isTooDeep(text: string): boolean {
  return text.length > deepest && depthOf(text) > deepest
}

/** How deep brackets lie in one another, those in strings aside. */
function depthOf(text: string): number {
  let open = 0
  let most = 0
  let inString = false
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index]
    if (inString) {
      if (char === '\\') index += 1
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === '[' || char === '{') {
      open += 1
      most = Math.max(most, open)
    } else if (char === ']' || char === '}') open -= 1
  }
  return most
}

/** Sets a key as JSON.parse does: `__proto__` becomes an ordinary member and never touches the prototype. */
export function setMember<Value>(object: { [key: string]: Value }, key: string, value: Value): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
  } else {
    object[key] = value
  }
}
