import { parseTimestamp } from '../../../asl/field-checks.ts'
import { selectPath } from '../../../asl/payload-template.ts'
import type { WaitState } from '../../../asl/state-machine.ts'
import type { JsonValue } from '../../../lib/json.ts'
import type { Finish, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { contextObject } from './context-object.ts'
import { effectiveInput, throughOutputPath } from './data-flow.ts'
import { runtimeFailure } from './state-failure.ts'

export function runWait(store: StatesStore, visit: Visit<WaitState>, finish: Finish): void {
  const input = effectiveInput(visit)
  visit.branch.timer = store.world.loop.at(untilMs(visit, input), () => {
    finish.exit(() => throughOutputPath(visit, input))
  })
}

function untilMs(visit: Visit<WaitState>, input: JsonValue): number {
  const { Seconds, SecondsPath, Timestamp, TimestampPath } = visit.state
  if (typeof Seconds === 'number') return visit.enteredMs + Seconds * 1000
  if (SecondsPath !== undefined) return visit.enteredMs + secondsAt(visit, input, SecondsPath) * 1000
  if (TimestampPath === undefined) return parseTimestamp(Timestamp ?? '') ?? visit.enteredMs
  const value = referenced(visit, input, 'TimestampPath', TimestampPath)
  const ms = typeof value === 'string' ? parseTimestamp(value) : undefined
  if (ms !== undefined) return ms
  const shown = JSON.stringify(value)
  throw runtimeFailure(
    visit,
    `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${TimestampPath} == ${shown}`,
  )
}

function secondsAt(visit: Visit<WaitState>, input: JsonValue, path: string): number {
  const value = referenced(visit, input, 'SecondsPath', path)
  const shown = `${path} == ${JSON.stringify(value)}`
  if (typeof value !== 'number' || !Number.isInteger(value) || value > 99_999_999) {
    throw runtimeFailure(visit, `The SecondsPath parameter cannot be parsed as a long value: ${shown}`)
  }
  if (value < 0)
    throw runtimeFailure(visit, `The SecondsPath parameter references a negative value: ${shown}`)
  return value
}

function referenced(visit: Visit<WaitState>, input: JsonValue, field: string, path: string): JsonValue {
  try {
    return selectPath(path, { input, context: contextObject(visit) })
  } catch {
    throw runtimeFailure(visit, `The ${field} parameter does not reference an input value: ${path}`)
  }
}
