import { isJsonObject, type JsonObject, type JsonValue, setMember } from '../lib/json.ts'
import { type CallScope, evaluateText } from './evaluate-intrinsic.ts'
import { looksLikeCall } from './parse-intrinsic.ts'
import { selectPath } from './scoped-path.ts'

/** The value of a path or a call. Throws `PathNotFound`, `IntrinsicFailure`. */
export function selectOrCall(text: string, scope: CallScope, field?: string): JsonValue {
  return looksLikeCall(text) ? evaluateText(text, scope) : selectPath(text, scope, field)
}

/** Resolves every member whose name ends in `.$`. Throws `PathNotFound`, `IntrinsicFailure`. */
export function fillTemplate(template: JsonValue, scope: CallScope): JsonValue {
  if (Array.isArray(template)) return template.map((item) => fillTemplate(item, scope))
  if (!isJsonObject(template)) return template
  const filled: JsonObject = {}
  for (const [key, value] of Object.entries(template)) {
    if (key.endsWith('.$') && typeof value === 'string') {
      setMember(filled, key.slice(0, -2), selectOrCall(value, scope, key))
    } else {
      setMember(filled, key, fillTemplate(value, scope))
    }
  }
  return filled
}
