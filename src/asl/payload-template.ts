import { isJsonObject, type JsonObject, type JsonValue, setMember } from '../lib/json.ts'
import { jsonPath } from './json-path.ts'

/** What a path in a state may point into: `$` is the input, `$$` the context object. */
export interface Scope {
  readonly input: JsonValue
  readonly context: JsonValue
}

/** A path led nowhere. The values it was searched in are not kept: the context object holds a task token. */
export class PathNotFound extends Error {
  override readonly name = 'PathNotFound'
  readonly path: string
  /** The template's member that holds the path, `.$` included; undefined for a path of its own. */
  readonly field: string | undefined

  constructor(path: string, field?: string) {
    super(`Nothing at ${path}`)
    this.path = path
    this.field = field
  }
}

/** True for a text that is a path into the input or the context object. */
export function isScopedPath(text: string): boolean {
  return jsonPath(withoutContextMark(text)) !== undefined
}

/** True for `States.Format(...)` and its like. */
export function isIntrinsicCall(text: string): boolean {
  return /^States\.[A-Za-z0-9]+\(.*\)$/s.test(text)
}

/** Throws `PathNotFound`. A text that is no path leads nowhere either. */
export function selectPath(path: string, scope: Scope, field?: string): JsonValue {
  const found = jsonPath(withoutContextMark(path))?.select(
    path.startsWith('$$') ? scope.context : scope.input,
  )
  if (found === undefined) throw new PathNotFound(path, field)
  return found
}

/** Resolves every member whose name ends in `.$`. Throws `PathNotFound`. Intrinsic functions are not known yet. */
export function fillTemplate(template: JsonValue, scope: Scope): JsonValue {
  if (Array.isArray(template)) return template.map((item) => fillTemplate(item, scope))
  if (!isJsonObject(template)) return template
  const filled: JsonObject = {}
  for (const [key, value] of Object.entries(template)) {
    if (key.endsWith('.$') && typeof value === 'string') {
      setMember(filled, key.slice(0, -2), selectPath(value, scope, key))
    } else {
      setMember(filled, key, fillTemplate(value, scope))
    }
  }
  return filled
}

function withoutContextMark(path: string): string {
  return path.startsWith('$$') ? path.slice(1) : path
}
