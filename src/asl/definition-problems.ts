import { isTooDeep } from '../lib/json.ts'
import { JsonPlaces, positionsIn, syntaxFault } from './json-position.ts'
import { expressionFault } from './jsonata-expression.ts'
import { parseDefinition } from './parse-definition.ts'

/** What is wrong with a state machine's definition, and where. */
export interface DefinitionProblem {
  /** JSON pointer (RFC 6901) to what is wrong; of a text that is no JSON, the whole. */
  readonly pointer: string
  /** Both counted from 1, in UTF-16 units; of what is missing, where it belongs. */
  readonly line: number
  readonly column: number
  readonly reason: string
}

/**
 * Everything for which CreateStateMachine refuses a definition, in the order in which it is written; empty: nothing. Of a text that is no
 * JSON it is the first fault. JSONata expressions are compiled, none is run.
 */
export function definitionProblems(text: string): DefinitionProblem[] {
  if (isTooDeep(text))
    return [{ pointer: '', line: 1, column: 1, reason: 'Lists and objects lie too deep in one another' }]
  const positionAt = positionsIn(text)
  const fault = syntaxFault(text)
  if (fault !== undefined) return [{ pointer: '', ...positionAt(fault.offset), reason: fault.reason }]
  const parsed = parseDefinition(text, expressionFault)
  if (parsed.kind === 'ok') return []
  const places = new JsonPlaces(text)
  return parsed.problems
    .map(({ pointer, message }) => ({ pointer, message, offset: places.offsetOf(pointer) }))
    .sort((a, b) => a.offset - b.offset)
    .map(({ pointer, message, offset }) => ({
      pointer: pointer.map((key) => `/${escaped(key)}`).join(''),
      ...positionAt(offset),
      reason: message,
    }))
}

/** A name as one step of a JSON pointer. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
