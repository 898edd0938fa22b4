import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../lib/json.ts'
import { checkChoice } from './check-choice.ts'
import { checkExpressions, type ExpressionCheck } from './check-expressions.ts'
import { checkAtLeastOne, checkAtMostOne, checkFields, type Fields } from './field-checks.ts'
import { checkMap } from './map-fields.ts'
import { Place, type Problem } from './problem.ts'
import {
  catcherFields,
  exclusiveFields,
  fieldsOf,
  machineFields,
  requiredFields,
  retrierFields,
  subflowFields,
} from './state-fields.ts'
import type { QueryLanguage, StateMachineDefinition, StateType } from './state-machine.ts'

export type ParsedDefinition =
  | { readonly kind: 'ok'; readonly machine: StateMachineDefinition }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] }

const stateTypes: readonly string[] = ['Task', 'Wait', 'Pass', 'Succeed', 'Fail', 'Choice', 'Parallel', 'Map']
const withoutTransition: readonly StateType[] = ['Succeed', 'Fail', 'Choice']

/**
 * Reads a state machine's definition as CreateStateMachine takes it. Expressions of JSONata are looked into only where a check of them is
 * given: the compiler is large, and most readers of a definition can do without it.
 */
export function parseDefinition(text: string, expressionFault?: ExpressionCheck): ParsedDefinition {
  const value = parseJson(text)
  if (value === undefined) {
    return {
      kind: 'invalid',
      problems: [{ code: 'INVALID_JSON_DESCRIPTION', path: '/', pointer: [], message: 'Not valid JSON' }],
    }
  }
  const root = new Place()
  if (!isJsonObject(value)) root.report('Definition must be a valid JSON object')
  else checkFlow(value, root, machineFields, { language: 'JSONPath', expressionFault })
  const problems = root.told()
  if (problems.length > 0) return { kind: 'invalid', problems }
  // Sound: checkFlow has looked at every field the type names.
  return { kind: 'ok', machine: value as unknown as StateMachineDefinition }
}

interface Around {
  /** Of a state that says nothing of its own; one inside a Parallel or Map goes by the state machine, not by the state around it. */
  readonly language: QueryLanguage
  readonly expressionFault: ExpressionCheck | undefined
}

function checkFlow(flow: JsonObject, place: Place, fields: Fields, around: Around): void {
  const missing = ['States', 'StartAt'].filter((name) => flow[name] === undefined)
  if (missing.length > 0) place.report(`These fields are required: [${missing.join(', ')}]`)
  checkFields(flow, place, fields)
  const states = flow.States
  if (!isJsonObject(states)) return
  const inside = { ...around, language: languageOf(flow, around.language) }
  if (Object.keys(states).length === 0) place.at('States').report('At least one state is required')
  const targets: Target[] = []
  if (typeof flow.StartAt === 'string') targets.push({ name: flow.StartAt, place: place.at('StartAt') })
  for (const [name, state] of Object.entries(states)) {
    const statePlace = place.at('States', name)
    if (name.length === 0 || name.length > 80) statePlace.report('A state name must have 1 to 80 characters')
    if (isJsonObject(state)) targets.push(...checkState(state, statePlace, inside))
    else statePlace.report('Expected an object')
  }
  checkTargets(states, targets, place)
}

interface Target {
  readonly name: string
  readonly place: Place
}

function checkTargets(states: JsonObject, targets: readonly Target[], place: Place): void {
  const named = new Set(targets.map(({ name }) => name))
  for (const target of targets) {
    if (Object.hasOwn(states, target.name)) continue
    const field = target.place.pointer.at(-1) ?? ''
    target.place.report(`Missing '${field}' target: ${target.name}`, 'MISSING_TRANSITION_TARGET')
  }
  for (const name of Object.keys(states)) {
    if (!named.has(name)) {
      place.at('States', name).report(`State "${name}" is not reachable.`, 'MISSING_TRANSITION_TARGET')
    }
  }
}

/** Checks one state and what lies inside it; gives the states it may lead to. */
function checkState(state: JsonObject, place: Place, around: Around): Target[] {
  const type = state.Type
  if (typeof type !== 'string' || !stateTypes.includes(type)) {
    if (type === undefined) place.report('These fields are required: [Type]')
    else {
      place.at('Type').report(`The field 'Type' should have one of these values: [${stateTypes.join(', ')}]`)
    }
    return []
  }
  // Sound: the list above holds every StateType.
  const stateType = type as StateType
  const language = languageOf(state, around.language)
  if (around.language === 'JSONata' && language === 'JSONPath') {
    place.report("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine")
  }
  checkFields(state, place, fieldsOf(stateType, language))
  checkTogether(state, place, stateType)
  checkInside(state, place, around)
  if (language === 'JSONata') checkExpressions(state, place, around.expressionFault)
  return [
    ...transitionsOf(state, place, stateType),
    ...errorHandling(state, place, language),
    ...choices(state, place, language),
  ]
}

function checkTogether(state: JsonObject, place: Place, type: StateType): void {
  const missing = (requiredFields[type] ?? []).filter((name) => state[name] === undefined)
  if (type === 'Map' && state.ItemProcessor === undefined && state.Iterator === undefined) {
    missing.push('ItemProcessor')
  }
  if (missing.length > 0) place.report(`These fields are required: [${missing.join(', ')}]`)
  for (const group of exclusiveFields) checkAtMostOne(state, place, group)
  if (type === 'Map') checkMap(state, place)
  if (type === 'Wait') checkAtLeastOne(state, place, ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'])
  const { HeartbeatSeconds: heartbeat, TimeoutSeconds: timeout } = state
  if (typeof heartbeat === 'number' && typeof timeout === 'number' && heartbeat >= timeout) {
    place.at('HeartbeatSeconds').report('HeartbeatSeconds must be smaller than TimeoutSeconds')
  }
}

function checkInside(state: JsonObject, place: Place, around: Around): void {
  const flows: [JsonValue | undefined, Place][] = [
    [state.ItemProcessor, place.at('ItemProcessor')],
    [state.Iterator, place.at('Iterator')],
  ]
  if (Array.isArray(state.Branches)) {
    for (const [index, branch] of state.Branches.entries()) flows.push([branch, place.at('Branches', index)])
    if (state.Branches.length === 0) place.at('Branches').report('Value cannot be empty')
  } else if (state.Branches !== undefined) place.at('Branches').report('Expected a list')
  for (const [flow, flowPlace] of flows) {
    if (isJsonObject(flow)) checkFlow(flow, flowPlace, subflowFields, around)
    else if (flow !== undefined) flowPlace.report('Expected an object')
  }
}

function transitionsOf(state: JsonObject, place: Place, type: StateType): Target[] {
  if (withoutTransition.includes(type)) return []
  if (state.End === undefined && state.Next === undefined) {
    place.report('One of these fields is required: [Next, End]')
  }
  if (state.End === false) place.at('End').report('End must be true')
  return typeof state.Next === 'string' ? [{ name: state.Next, place: place.at('Next') }] : []
}

function errorHandling(state: JsonObject, place: Place, language: QueryLanguage): Target[] {
  const targets: Target[] = []
  for (const [field, fields] of [
    ['Retry', retrierFields],
    ['Catch', catcherFields[language]],
  ] as const) {
    const list = state[field]
    if (list === undefined) continue
    if (!Array.isArray(list)) {
      place.at(field).report('Expected a list')
      continue
    }
    for (const [index, entry] of list.entries()) {
      const entryPlace = place.at(field, index)
      if (!isJsonObject(entry)) {
        entryPlace.report('Expected an object')
        continue
      }
      checkFields(entry, entryPlace, fields)
      const names = entry.ErrorEquals
      if (!Array.isArray(names) || names.length === 0 || names.some((name) => typeof name !== 'string')) {
        entryPlace.at('ErrorEquals').report('Expected a list of error names')
      } else if (names.includes('States.ALL') && (names.length > 1 || index < list.length - 1)) {
        // States Language, "Errors": the catch-all stands alone, in the last entry.
        entryPlace.at('ErrorEquals').report('States.ALL must appear alone and in the last entry')
      }
      if (field !== 'Catch') continue
      if (typeof entry.Next === 'string') targets.push({ name: entry.Next, place: entryPlace.at('Next') })
      else entryPlace.report('These fields are required: [Next]')
    }
  }
  return targets
}

function choices(state: JsonObject, place: Place, language: QueryLanguage): Target[] {
  if (state.Type !== 'Choice') return []
  const targets: Target[] = []
  if (typeof state.Default === 'string') targets.push({ name: state.Default, place: place.at('Default') })
  if (!Array.isArray(state.Choices)) {
    if (state.Choices !== undefined) place.at('Choices').report('Expected a list')
    return targets
  }
  if (state.Choices.length === 0) place.at('Choices').report('Value cannot be empty')
  for (const [index, rule] of state.Choices.entries()) {
    const rulePlace = place.at('Choices', index)
    checkChoice(rule, rulePlace, language)
    if (isJsonObject(rule) && typeof rule.Next === 'string') {
      targets.push({ name: rule.Next, place: rulePlace.at('Next') })
    }
  }
  return targets
}

function languageOf(object: JsonObject, inherited: QueryLanguage): QueryLanguage {
  return object.QueryLanguage === 'JSONata' || object.QueryLanguage === 'JSONPath'
    ? object.QueryLanguage
    : inherited
}
