import { choiceMatches } from '../../../asl/choice-matches.ts'
import type { CallScope } from '../../../asl/evaluate-intrinsic.ts'
import { parseTimestamp } from '../../../asl/field-checks.ts'
import { fillTemplate, selectOrCall } from '../../../asl/payload-template.ts'
import { parseReferencePath, withValueAt } from '../../../asl/reference-path.ts'
import { PathNotFound, selectPath } from '../../../asl/scoped-path.ts'
import type { State, WaitState } from '../../../asl/state-machine.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../lib/json.ts'
import { defined } from '../../defined.ts'
import type { MapItem, StateResult, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { contextObject } from './context-object.ts'
import { readingPaths, runtimeFailure, StateFailure } from './state-failure.ts'
import { errorOutput, queryRandom, type StateReader } from './state-reader.ts'
import { variableOf } from './variables.ts'

// The order is States Language's: InputPath, Parameters, the work, ResultSelector, ResultPath, OutputPath.

/** Reads the fields of a state whose query language is JSONPath. */
export const jsonPathReader: StateReader = {
  async payload(store, visit, token) {
    return filled(store, visit, visit.state.Parameters, effectiveInput(store, visit), token)
  },
  async roleArn(store, visit) {
    const { Credentials } = visit.state
    if (Credentials === undefined) return undefined
    const credentials = filled(store, visit, Credentials, effectiveInput(store, visit))
    const role = isJsonObject(credentials) ? credentials.RoleArn : undefined
    if (typeof role !== 'string') throw runtimeFailure(visit, 'The RoleArn of Credentials must be a string.')
    return role
  },
  async interval(store, visit, field) {
    const { state } = visit
    const literal = state[field]
    const path = state[`${field}Path`]
    if (path === undefined) return typeof literal === 'number' ? literal : undefined
    const value = valueAtPath(store, visit, path)
    if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 99_999_999) return value
    const shown = JSON.stringify(value)
    throw runtimeFailure(
      visit,
      `The ${field}Path parameter cannot be parsed as a long value: ${path} == ${shown}`,
    )
  },
  async untilMs(store, visit) {
    const { Seconds, SecondsPath, Timestamp, TimestampPath } = visit.state
    if (typeof Seconds === 'number') return visit.enteredMs + Seconds * 1000
    if (SecondsPath !== undefined) return visit.enteredMs + secondsAt(store, visit, SecondsPath) * 1000
    if (TimestampPath === undefined) return parseTimestamp(Timestamp ?? '') ?? visit.enteredMs
    return timestampAt(store, visit, TimestampPath)
  },
  async text(store, visit, field) {
    const { state } = visit
    const path = state[`${field}Path`]
    if (path === undefined) return state[field]
    const value = readingPaths(visit, () =>
      selectOrCall(path, scope(store, visit, visit.input), `${field}Path`),
    )
    if (typeof value === 'string') return value
    throw runtimeFailure(visit, `The ${field}Path field must point at a string: ${path}`)
  },
  async choice(store, visit) {
    const around = scope(store, visit, effectiveInput(store, visit))
    try {
      return visit.state.Choices.find((rule) => choiceMatches(rule, around))
    } catch (error) {
      if (!(error instanceof PathNotFound)) throw error
      throw runtimeFailure(
        visit,
        `Invalid path '${error.path}': The choice state's condition path references an invalid value.`,
      )
    }
  },
  async items(store, visit) {
    const { ItemsPath } = visit.state
    const list = ItemsPath === undefined ? effectiveInput(store, visit) : valueAtPath(store, visit, ItemsPath)
    if (Array.isArray(list)) return list
    throw runtimeFailure(visit, `Reference path "${ItemsPath ?? '$'}" must point to array.`)
  },
  async itemInput(store, visit, item) {
    const { state } = visit
    const template = state.ItemSelector ?? state.Parameters
    if (template === undefined) return item.value
    return filled(store, visit, template, effectiveInput(store, visit), undefined, item)
  },
  async mapNumber(store, visit, field) {
    const { state } = visit
    const literal = state[field]
    const path = state[`${field}Path`]
    if (path === undefined) return typeof literal === 'number' ? literal : undefined
    const whole = field !== 'ToleratedFailurePercentage'
    const value = numberAt(store, visit, field, path, whole)
    if (!whole && (value < 0 || value > 100))
      throw runtimeFailure(visit, `${field} must be between 0 and 100.`)
    if (value < 0) throw runtimeFailure(visit, `${field} cannot be negative.`)
    return value
  },
  async fill(store, visit, template) {
    return filled(store, visit, template, effectiveInput(store, visit))
  },
  async wholeNumber(store, visit, { name, literal, path }) {
    if (path === undefined) return typeof literal === 'number' ? literal : undefined
    return numberAt(store, visit, name, path, true)
  },
  async inspect(store, visit, result, payload) {
    const { state } = visit
    const own = state.Type === 'Pass' && state.Result !== undefined
    // Recorded: a Pass that has its Result is not asked for its input.
    const afterInputPath = own ? undefined : JSON.stringify(effectiveInput(store, visit))
    const source = result === undefined ? undefined : assignSource(store, visit, result)
    const worked = state.Type === 'Pass' || result?.kind === 'result'
    if (source === undefined || !worked) return defined({ afterInputPath, afterParameters: payload })
    const selector = 'ResultSelector' in state ? state.ResultSelector : undefined
    const selected = filled(store, visit, selector, source)
    return defined({
      afterInputPath,
      afterParameters: state.Type === 'Pass' && !own ? JSON.stringify(source) : payload,
      result: own || result?.kind === 'result' ? JSON.stringify(source) : undefined,
      afterResultSelector: JSON.stringify(selected),
      afterResultPath: JSON.stringify(placed(visit, resultPathOf(state), selected)),
    })
  },
  async handOn(store, visit, result) {
    const source = assignSource(store, visit, result)
    const template = assignTemplate(visit, result)
    const assigned = template === undefined ? {} : filled(store, visit, template, source)
    // Sound: a template that is an object gives one.
    return { output: outputOf(store, visit, result, source), assigned: assigned as JsonObject }
  },
}

/** What `$` is in Assign: the result, the error, or the input after InputPath (Developer Guide, variables). */
function assignSource(store: StatesStore, visit: Visit, result: StateResult): JsonValue {
  const { state } = visit
  switch (result.kind) {
    case 'result':
      return result.value
    case 'caught':
      return errorOutput(result.failure)
    default: {
      const input = effectiveInput(store, visit)
      return state.Type === 'Pass' ? (state.Result ?? filled(store, visit, state.Parameters, input)) : input
    }
  }
}

function assignTemplate({ state }: Visit, result: StateResult): JsonObject | undefined {
  if (result.kind === 'caught') return result.catcher.Assign
  if (result.kind === 'chosen' && result.rule !== undefined) return result.rule.Assign
  return 'Assign' in state ? state.Assign : undefined
}

function outputOf(store: StatesStore, visit: Visit, result: StateResult, source: JsonValue): JsonValue {
  const { state } = visit
  // OutputPath does not count where a failure was caught (recorded).
  if (result.kind === 'caught') return placed(visit, result.catcher.ResultPath, source)
  if (result.kind === 'result') {
    const selector = 'ResultSelector' in state ? state.ResultSelector : undefined
    const selected = filled(store, visit, selector, result.value)
    return throughOutputPath(store, visit, placed(visit, resultPathOf(state), selected))
  }
  const output = state.Type === 'Pass' ? placed(visit, state.ResultPath, source) : source
  return throughOutputPath(store, visit, output)
}

function resultPathOf(state: State): string | null | undefined {
  return 'ResultPath' in state ? state.ResultPath : undefined
}

/** The input after InputPath. */
function effectiveInput(store: StatesStore, visit: Visit): JsonValue {
  const { state, input } = visit
  return throughPath(store, visit, 'InputPath' in state ? state.InputPath : undefined, input)
}

/** The value after OutputPath. */
function throughOutputPath(store: StatesStore, visit: Visit, value: JsonValue): JsonValue {
  const { state } = visit
  return throughPath(store, visit, 'OutputPath' in state ? state.OutputPath : undefined, value)
}

function throughPath(
  store: StatesStore,
  visit: Visit,
  path: string | null | undefined,
  value: JsonValue,
): JsonValue {
  if (path === undefined) return value
  if (path === null) return {}
  return readingPaths(visit, () => selectPath(path, scope(store, visit, value)))
}

/** The template filled; the input where there is none. */
function filled(
  store: StatesStore,
  visit: Visit,
  template: JsonValue | undefined,
  input: JsonValue,
  token?: string,
  item?: MapItem,
): JsonValue {
  if (template === undefined) return input
  return readingPaths(visit, () => fillTemplate(template, scope(store, visit, input, token, item)))
}

/** What a `...Path` field points at. */
function valueAtPath(store: StatesStore, visit: Visit, path: string): JsonValue {
  return readingPaths(visit, () => selectPath(path, scope(store, visit, effectiveInput(store, visit))))
}

/** The number that the path of a field points at. */
function numberAt(store: StatesStore, visit: Visit, field: string, path: string, whole: boolean): number {
  const value = valueAtPath(store, visit, path)
  if (typeof value === 'number' && (!whole || Number.isInteger(value))) return value
  const kind = whole ? 'integer' : 'float'
  const shown = typeof value === 'string' ? value : JSON.stringify(value)
  throw runtimeFailure(
    visit,
    `The ${field}Path field refers to value "${shown}" which is not a valid ${kind}: ${path}`,
  )
}

function placed(visit: Visit, path: string | null | undefined, result: JsonValue): JsonValue {
  if (path === undefined) return result
  if (path === null) return visit.input
  const output = withValueAt(visit.input, parseReferencePath(path) ?? [], result)
  if (output !== undefined) return output
  throw new StateFailure({
    error: 'States.ResultPathMatchFailure',
    cause: runtimeFailure(visit, `Unable to apply ReferencePath ${path} to the input.`).failure.cause,
  })
}

function scope(
  store: StatesStore,
  visit: Visit<State>,
  input: JsonValue,
  token?: string,
  item?: MapItem,
): CallScope {
  const { branch } = visit
  const inside = item === undefined ? visit : { ...visit, branch: { ...branch, item } }
  return {
    input,
    context: contextObject(inside, token),
    variable: (name) => variableOf(branch, name),
    // Only what draws on chance pays for it.
    get random() {
      return queryRandom(store, visit)
    },
  }
}

function secondsAt(store: StatesStore, visit: Visit<WaitState>, path: string): number {
  const value = referenced(store, visit, 'SecondsPath', path)
  const shown = `${path} == ${JSON.stringify(value)}`
  if (typeof value !== 'number' || !Number.isInteger(value) || value > 99_999_999) {
    throw runtimeFailure(visit, `The SecondsPath parameter cannot be parsed as a long value: ${shown}`)
  }
  if (value < 0)
    throw runtimeFailure(visit, `The SecondsPath parameter references a negative value: ${shown}`)
  return value
}

function timestampAt(store: StatesStore, visit: Visit<WaitState>, path: string): number {
  const value = referenced(store, visit, 'TimestampPath', path)
  const ms = typeof value === 'string' ? parseTimestamp(value) : undefined
  if (ms !== undefined) return ms
  // Recorded: a text stands there without its quotes.
  const shown = typeof value === 'string' ? value : JSON.stringify(value)
  throw runtimeFailure(
    visit,
    `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${path} == ${shown}`,
  )
}

function referenced(store: StatesStore, visit: Visit<WaitState>, field: string, path: string): JsonValue {
  try {
    return selectPath(path, scope(store, visit, effectiveInput(store, visit)))
  } catch (error) {
    if (!(error instanceof PathNotFound)) throw error
    throw runtimeFailure(visit, `The ${field} parameter does not reference an input value: ${path}`)
  }
}
