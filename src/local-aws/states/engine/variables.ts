import type { JsonObject, JsonValue } from '../../../lib/json.ts'
import { utf8Length } from '../../validation.ts'
import type { Branch, Visit } from '../model.ts'
import { payloadText } from './payload-text.ts'
import { runtimeFailure, StateFailure } from './state-failure.ts'

/** The value of a variable as a state of the branch reads it: its own, or that of a branch around it. */
export function variableOf({ variables, parent }: Branch, name: string): JsonValue | undefined {
  if (variables.has(name)) return variables.get(name)
  return parent === undefined ? undefined : variableOf(parent, name)
}

/** Every variable that a state of the branch can read. */
export function variablesOf({ variables, parent }: Branch): Record<string, JsonValue> {
  return { ...(parent === undefined ? {} : variablesOf(parent)), ...Object.fromEntries(variables) }
}

/**
 * The texts of what a state is about to assign, as history has them. Throws `StateFailure` where that is too much, or a name belongs to a
 * branch around it: such a variable can be read and not assigned (Developer Guide, variables; how AWS refuses it is not documented).
 */
export function assignedTexts(visit: Visit, assigned: JsonObject): Record<string, string> {
  const { parent } = visit.branch
  const entries = Object.entries(assigned)
  for (const [name] of entries) {
    if (parent !== undefined && variableOf(parent, name) !== undefined) {
      throw runtimeFailure(visit, `The variable '${name}' belongs to an outer scope and cannot be assigned.`)
    }
  }
  if (entries.length > 0) {
    payloadText(visit, assigned)
    checkTogether(visit, assigned)
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, JSON.stringify(value)]))
}

/** Keeps what a state has assigned: the states after it read it. */
export function assign(branch: Branch, assigned: JsonObject): void {
  branch.variableBytes += growth(branch, assigned)
  for (const [name, value] of Object.entries(assigned)) branch.variables.set(name, value)
}

/** Bytes that the variables of an execution have together at most (Developer Guide, variables). */
const mostBytes = 10 * 1024 * 1024

/** AWS documents the limit, but not how it is refused: as what is too long for a payload, here. */
function checkTogether({ branch, name }: Visit, assigned: JsonObject): void {
  let bytes = growth(branch, assigned)
  for (const { variableBytes } of branch.execution.branches) bytes += variableBytes
  if (bytes <= mostBytes) return
  throw new StateFailure({
    error: 'States.DataLimitExceeded',
    cause: `The state '${name}' assigns variables with which those of the execution exceed ${mostBytes} bytes together.`,
  })
}

function growth({ variables }: Branch, assigned: JsonObject): number {
  return Object.entries(assigned).reduce(
    (sum, [name, value]) => sum + bytesOf(value) - bytesOf(variables.get(name)),
    0,
  )
}

function bytesOf(value: JsonValue | undefined): number {
  return value === undefined ? 0 : utf8Length(JSON.stringify(value))
}
