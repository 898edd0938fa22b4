import type { MapState, Subflow } from '../../../asl/state-machine.ts'
import type { JsonValue } from '../../../lib/json.ts'
import type { MapItem, Visit } from '../model.ts'
import { effectiveInput, iterationInput, valueAtPath } from './data-flow.ts'
import { runtimeFailure } from './state-failure.ts'

export interface MapPlan {
  readonly flow: Subflow
  readonly items: readonly { readonly item: MapItem; readonly input: JsonValue }[]
  /** 0: no limit of its own. */
  readonly maxConcurrency: number
}

/** What a Map state is to run. Throws `StateFailure` where a path leads nowhere or to something else than it should. */
export function mapPlan(visit: Visit<MapState>): MapPlan {
  const { state } = visit
  const input = effectiveInput(visit)
  const list = state.ItemsPath === undefined ? input : valueAtPath(visit, input, state.ItemsPath)
  if (!Array.isArray(list)) {
    const path = state.ItemsPath ?? '$'
    throw runtimeFailure(visit, `Reference path "${path}" must point to array.`)
  }
  const maxConcurrency = numberIn(visit, input, 'MaxConcurrency') ?? 0
  const items = list.map((value, index) => {
    const item = { index, value }
    return { item, input: iterationInput(visit, input, item) }
  })
  // Sound: parseDefinition wants one of the two.
  return { flow: (state.ItemProcessor ?? state.Iterator) as Subflow, items, maxConcurrency }
}

type NumberField = 'MaxConcurrency' | 'ToleratedFailureCount' | 'ToleratedFailurePercentage'

/** The number a field or its `...Path` gives; undefined where the state has neither. */
export function numberIn(visit: Visit<MapState>, input: JsonValue, field: NumberField): number | undefined {
  const { state } = visit
  const path = state[`${field}Path`]
  const literal = state[field]
  if (path === undefined) return typeof literal === 'number' ? literal : undefined
  const value = valueAtPath(visit, input, path)
  const whole = field !== 'ToleratedFailurePercentage'
  if (typeof value !== 'number' || (whole && !Number.isInteger(value))) {
    const kind = whole ? 'integer' : 'float'
    const shown = typeof value === 'string' ? value : JSON.stringify(value)
    throw runtimeFailure(
      visit,
      `The ${field}Path field refers to value "${shown}" which is not a valid ${kind}: ${path}`,
    )
  }
  if (!whole && (value < 0 || value > 100)) {
    throw runtimeFailure(visit, `${field} must be between 0 and 100.`)
  }
  if (value < 0) throw runtimeFailure(visit, `${field} cannot be negative.`)
  return value
}
