import { fillTemplate, type Scope, selectPath } from '../../../asl/payload-template.ts'
import { parseReferencePath, withValueAt } from '../../../asl/reference-path.ts'
import type {
  Catcher,
  MapState,
  ParallelState,
  PassState,
  State,
  SucceedState,
  TaskState,
  WaitState,
} from '../../../asl/state-machine.ts'
import type { JsonValue } from '../../../lib/json.ts'
import { utf8Length } from '../../validation.ts'
import type { Failure, MapItem, Visit } from '../model.ts'
import { contextObject } from './context-object.ts'
import { readingPaths, runtimeFailure, StateFailure } from './state-failure.ts'

// The order is States Language's: InputPath, Parameters, the work, ResultSelector, ResultPath, OutputPath.

type WithPaths = TaskState | WaitState | PassState | SucceedState | ParallelState | MapState

/** The input after InputPath. */
export function effectiveInput(visit: Visit<WithPaths>): JsonValue {
  return throughPath(visit, visit.state.InputPath, visit.input)
}

/** The effective input after Parameters. `token` is what `$$.Task.Token` gives. */
export function filledParameters(
  visit: Visit<TaskState | PassState | ParallelState>,
  token?: string,
): JsonValue {
  const input = effectiveInput(visit)
  const template = visit.state.Parameters
  if (template === undefined) return input
  return readingPaths(visit, () => fillTemplate(template, scope(visit, input, token)))
}

/** What the state hands on, given the result of its work. */
export function outputWithResult(
  visit: Visit<TaskState | PassState | ParallelState | MapState>,
  result: JsonValue,
): JsonValue {
  const { state } = visit
  let selected = result
  if (state.Type !== 'Pass' && state.ResultSelector !== undefined) {
    const selector = state.ResultSelector
    selected = readingPaths(visit, () => fillTemplate(selector, scope(visit, result)))
  }
  return throughOutputPath(visit, placed(visit, state.ResultPath, selected))
}

/** What a state hands on whose failure was caught: OutputPath does not count then (recorded). */
export function outputWithError(visit: Visit, { ResultPath }: Catcher, { error, cause }: Failure): JsonValue {
  return placed(visit, ResultPath, { Error: error ?? null, Cause: cause ?? null })
}

/** One item's `ItemSelector`, or what it was called before, filled; the item itself where there is none. */
export function iterationInput(visit: Visit<MapState>, input: JsonValue, item: MapItem): JsonValue {
  const { state } = visit
  const template = state.ItemSelector ?? state.Parameters
  if (template === undefined) return item.value
  const branch = { ...visit.branch, item }
  return readingPaths(visit, () =>
    fillTemplate(template, { input, context: contextObject({ ...visit, branch }) }),
  )
}

/** The value after OutputPath. */
export function throughOutputPath(visit: Visit<WithPaths>, value: JsonValue): JsonValue {
  return throughPath(visit, visit.state.OutputPath, value)
}

/** The number a `...Path` field points at. */
export function valueAtPath(visit: Visit<State>, input: JsonValue, path: string): JsonValue {
  return readingPaths(visit, () => selectPath(path, scope(visit, input)))
}

/** A payload as history has it. Throws where it is longer than the 262144 bytes AWS allows. */
export function payloadText(visit: Visit, value: JsonValue): string {
  const text = JSON.stringify(value)
  // A UTF-16 unit takes three bytes at most, so most payloads need no counting.
  if (text.length * 3 > 262_144 && utf8Length(text) > 262_144) {
    throw new StateFailure({
      error: 'States.DataLimitExceeded',
      cause: `The state/task '${visit.name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    })
  }
  return text
}

function throughPath(visit: Visit, path: string | null | undefined, value: JsonValue): JsonValue {
  if (path === undefined) return value
  if (path === null) return {}
  return readingPaths(visit, () => selectPath(path, scope(visit, value)))
}

function placed(visit: Visit, path: string | null | undefined, result: JsonValue): JsonValue {
  if (path === undefined) return result
  if (path === null) return visit.input
  const location = parseReferencePath(path) ?? []
  const output = withValueAt(visit.input, location, result)
  if (output !== undefined) return output
  throw new StateFailure({
    error: 'States.ResultPathMatchFailure',
    cause: runtimeFailure(visit, `Unable to apply ReferencePath ${path} to the input.`).failure.cause,
  })
}

function scope(visit: Visit, input: JsonValue, token?: string): Scope {
  return { input, context: contextObject(visit, token) }
}
