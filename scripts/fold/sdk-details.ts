import { isJsonObject, type JsonObject, type JsonValue } from '../../src/lib/json.ts'

/** Members whose text may be JSON, which a tool between AWS and here may have parsed already. */
const TEXTS = new Set(['input', 'output', 'parameters', 'cause', 'error', 'details', 'reason', 'result'])
/** SWF's objects of texts that are read. */
const OBJECTS = new Set(['activityType', 'workflowType', 'taskList'])
const NUMBERS = /(?:InSeconds|EventId|^index|^length)$/
const SWF_TIMEOUT = /Timeout$/

/**
 * The details of an event with the types that the SDK gives them: texts that were parsed are texts again, a number that stands in quotes
 * is a number, and what is of another type is left out, as AWS leaves out what it does not tell.
 */
export function asSdkDetails(details: JsonObject): Record<string, unknown> {
  const entries = Object.entries(details).map(([key, value]) => [key, asSdkMember(key, value)] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function asSdkMember(key: string, value: JsonValue): unknown {
  if (value === null) return undefined
  if (TEXTS.has(key)) return typeof value === 'string' ? value : JSON.stringify(value)
  if (NUMBERS.test(key)) return numberOf(value)
  if (key === 'assignedVariables' && isJsonObject(value)) return asTexts(value)
  if (SWF_TIMEOUT.test(key) && typeof value === 'number') return String(value)
  // All else that is read is a text.
  return OBJECTS.has(key) && isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).filter(([, one]) => typeof one === 'string'))
    : ifText(value)
}

function asTexts(value: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, typeof one === 'string' ? one : JSON.stringify(one)]),
  )
}

function numberOf(value: JsonValue): number | undefined {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}

function ifText(value: JsonValue): string | undefined {
  return typeof value === 'string' ? value : undefined
}
