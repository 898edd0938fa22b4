import { parseTimestamp } from '../../../asl/field-checks.ts'
import { bindingsOf, evaluateExpression } from '../../../asl/jsonata-expression.ts'
import { ExpressionFailure, fillExpressions, unexpectedType } from '../../../asl/jsonata-template.ts'
import { isJsonObject, type JsonObject, type JsonValue, setMember } from '../../../lib/json.ts'
import type { MapItem, StateResult, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { contextObject } from './context-object.ts'
import { evaluationFailure } from './state-failure.ts'
import { errorOutput, queryRandom, type StateReader } from './state-reader.ts'
import { variablesOf } from './variables.ts'

// Rules: Developer Guide, "Transforming data with JSONata" and "Passing data between states with variables".

/** Reads the fields of a state whose query language is JSONata. */
export const jsonataReader: StateReader = {
  async payload(store, visit, token) {
    const { Arguments } = visit.state
    return Arguments === undefined ? visit.input : valueOf(store, visit, Arguments, 'Arguments', { token })
  },
  async roleArn(store, visit) {
    const { Credentials } = visit.state
    if (Credentials === undefined) return undefined
    const credentials = await valueOf(store, visit, Credentials, 'Credentials')
    const role = isJsonObject(credentials) ? (credentials.RoleArn ?? null) : null
    if (typeof role === 'string') return role
    throw evaluationFailure(
      visit,
      unexpectedType(Credentials.RoleArn ?? null, 'Credentials/RoleArn', 'string', role),
    )
  },
  interval: (store, visit, field) => wholeNumber(store, visit, visit.state[field], field, 1),
  async untilMs(store, visit) {
    const { Seconds, Timestamp } = visit.state
    if (Seconds !== undefined) {
      return visit.enteredMs + ((await wholeNumber(store, visit, Seconds, 'Seconds', 0)) ?? 0) * 1000
    }
    const value = await valueOf(store, visit, Timestamp ?? '', 'Timestamp')
    if (typeof value !== 'string') {
      throw evaluationFailure(visit, unexpectedType(Timestamp ?? '', 'Timestamp', 'string', value))
    }
    const ms = parseTimestamp(value)
    if (ms !== undefined) return ms
    const reason = `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${value}`
    throw evaluationFailure(visit, { location: 'Timestamp', reason })
  },
  async text(store, visit, field) {
    const template = visit.state[field]
    if (template === undefined) return undefined
    const value = await valueOf(store, visit, template, field)
    if (typeof value === 'string') return value
    throw evaluationFailure(visit, unexpectedType(template, field, 'string', value))
  },
  async choice(store, visit) {
    for (const [index, rule] of visit.state.Choices.entries()) {
      const template = rule.Condition ?? false
      const location = `Choices/${index}/Condition`
      const value = await valueOf(store, visit, template, location)
      if (typeof value !== 'boolean') {
        throw evaluationFailure(visit, unexpectedType(template, location, 'boolean', value))
      }
      if (value) return rule
    }
    return undefined
  },
  async items(store, visit) {
    const { Items } = visit.state
    if (Items === undefined) {
      if (Array.isArray(visit.input)) return visit.input
      const reason = `Map state input must be an array but was: ${JSON.stringify(visit.input)}`
      throw evaluationFailure(visit, { location: undefined, reason })
    }
    const list = await valueOf(store, visit, Items, 'Items')
    if (Array.isArray(list)) return list
    throw evaluationFailure(visit, unexpectedType(Items, 'Items', 'array', list))
  },
  async itemInput(store, visit, item) {
    const { ItemSelector } = visit.state
    return ItemSelector === undefined
      ? item.value
      : valueOf(store, visit, ItemSelector, 'ItemSelector', { item })
  },
  async mapNumber(store, visit, field) {
    const template = visit.state[field]
    if (field !== 'ToleratedFailurePercentage') return wholeNumber(store, visit, template, field, 0)
    return template === undefined
      ? undefined
      : numberOf(store, visit, template, field, (value) => value >= 0 && value <= 100)
  },
  fill: (store, visit, template, location) => valueOf(store, visit, template, location),
  async wholeNumber(store, visit, { literal, location }) {
    return literal === undefined
      ? undefined
      : numberOf(store, visit, literal, location, (value) => Number.isInteger(value))
  },
  async inspect(_store, _visit, result, payload) {
    return {
      ...(payload !== undefined && { afterArguments: payload }),
      ...(result?.kind === 'result' && { result: JSON.stringify(result.value) }),
    }
  },
  async handOn(store, visit, result) {
    const { output, assign, at, otherwise, known } = leavings(visit, result)
    const assigned: JsonObject = {}
    // Both see the variables as they were when the state was entered.
    for (const [name, template] of Object.entries(assign ?? {})) {
      setMember(assigned, name, await valueOf(store, visit, template, `${at}Assign/${name}`, known))
    }
    return {
      output: output === undefined ? otherwise : await valueOf(store, visit, output, `${at}Output`, known),
      assigned,
    }
  },
}

interface Leavings {
  readonly output: JsonValue | undefined
  readonly assign: JsonObject | undefined
  /** Before the names of the two fields in a location. */
  readonly at: string
  /** The output where there is no Output. */
  readonly otherwise: JsonValue
  readonly known: Known
}

function leavings({ state, input }: Visit, result: StateResult): Leavings {
  const own = {
    output: 'Output' in state ? state.Output : undefined,
    assign: 'Assign' in state ? state.Assign : undefined,
  }
  switch (result.kind) {
    case 'nothing':
      return { ...own, at: '', otherwise: input, known: {} }
    case 'result':
      return { ...own, at: '', otherwise: result.value, known: { states: { result: result.value } } }
    case 'chosen': {
      const { rule } = result
      if (rule === undefined) return { ...own, at: '', otherwise: input, known: {} }
      const at = `Choices/${state.Type === 'Choice' ? state.Choices.indexOf(rule) : 0}/`
      return { output: rule.Output, assign: rule.Assign, at, otherwise: input, known: {} }
    }
    case 'caught': {
      const { catcher, failure } = result
      const error = errorOutput(failure)
      const at = `Catch/${'Catch' in state ? (state.Catch ?? []).indexOf(catcher) : 0}/`
      const known = { states: { errorOutput: error } }
      return { output: catcher.Output, assign: catcher.Assign, at, otherwise: error, known }
    }
  }
}

/** What an expression knows besides the input, the variables and the context object. */
interface Known {
  readonly token?: string | undefined
  readonly item?: MapItem
  readonly states?: JsonObject
}

/** The value of a field. Throws the failure that an expression's failing is. */
async function valueOf(
  store: StatesStore,
  visit: Visit,
  template: JsonValue,
  location: string,
  { token, item, states = {} }: Known = {},
): Promise<JsonValue> {
  const { branch, input } = visit
  const inside = item === undefined ? visit : { ...visit, branch: { ...branch, item } }
  const context = contextObject(inside, token)
  const bindings = bindingsOf({ input, ...states, context }, variablesOf(branch))
  const world = { nowMs: store.world.loop.nowMs, random: queryRandom(store, visit) }
  try {
    return await fillExpressions(template, location, (expression) =>
      evaluateExpression(expression, bindings, world),
    )
  } catch (error) {
    throw error instanceof ExpressionFailure ? evaluationFailure(visit, error) : error
  }
}

async function numberOf(
  store: StatesStore,
  visit: Visit,
  template: JsonValue,
  field: string,
  fits: (value: number) => boolean,
): Promise<number> {
  const value = await valueOf(store, visit, template, field)
  if (typeof value !== 'number')
    throw evaluationFailure(visit, unexpectedType(template, field, 'number', value))
  if (fits(value)) return value
  const reason = `The value of the field '${field}' is out of range: ${value}`
  throw evaluationFailure(visit, { location: field, reason })
}

async function wholeNumber(
  store: StatesStore,
  visit: Visit,
  template: JsonValue | undefined,
  field: string,
  low: number,
): Promise<number | undefined> {
  if (template === undefined) return undefined
  const fits = (value: number): boolean => Number.isInteger(value) && value >= low && value <= 99_999_999
  return numberOf(store, visit, template, field, fits)
}
