import type { JsonValue } from '../lib/json.ts'
import { jsonPath } from './json-path.ts'
import { parseReferencePath } from './reference-path.ts'

/** What a path in a state may point into: `$` is the input, `$$` the context object, `$name` a variable. */
export interface Scope {
  readonly input: JsonValue
  readonly context: JsonValue
  /** The value of a variable; undefined where none of that name can be read. Without it there are no variables. */
  readonly variable?: (name: string) => JsonValue | undefined
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

const variableStart = /^\$([\p{ID_Start}_][\p{ID_Continue}]*)/u

/** True for a name that a variable may have: a Unicode identifier of at most 80 characters (Developer Guide, variables). */
export function isVariableName(name: string): boolean {
  return name.length <= 80 && /^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(name)
}

/** True for a text that is a path into the input, the context object or a variable. */
export function isScopedPath(text: string): boolean {
  return jsonPath(apart(text).path) !== undefined
}

/** True where such a path can name one place at most, as reference paths do. */
export function isScopedReference(text: string): boolean {
  return parseReferencePath(apart(text).path) !== undefined
}

/** Undefined where the path leads nowhere, or the text is no path. */
export function findAtPath(text: string, { input, context, variable }: Scope): JsonValue | undefined {
  const { root, name, path } = apart(text)
  const value = root === 'input' ? input : root === 'context' ? context : variable?.(name)
  return value === undefined ? undefined : jsonPath(path)?.select(value)
}

/** Throws `PathNotFound`. A text that is no path leads nowhere either. */
export function selectPath(path: string, scope: Scope, field?: string): JsonValue {
  const found = findAtPath(path, scope)
  if (found === undefined) throw new PathNotFound(path, field)
  return found
}

/** Takes a path apart into what it points into and a JSONPath whose `$` is that. */
function apart(text: string): { root: 'input' | 'context' | 'variable'; name: string; path: string } {
  if (text.startsWith('$$')) return { root: 'context', name: '', path: text.slice(1) }
  const [whole, name] = variableStart.exec(text) ?? []
  if (whole === undefined || name === undefined) return { root: 'input', name: '', path: text }
  return { root: 'variable', name, path: `$${text.slice(whole.length)}` }
}
