import { AwsError } from '../aws-error.ts'
import { integer, list, oneOf, optional, required, structure, text, type ValueRule } from '../validation.ts'
import type { Timeout } from './model.ts'

// Lengths and ranges from the API model of SWF (2012-01-25).

export const domainName = text({ min: 1, max: 256 })
export const name = text({ min: 1, max: 256 })
export const version = text({ min: 1, max: 64 })
export const description = text({ max: 1024 })
export const pageSize = integer({ min: 0, max: 1000 })
export const pageToken = text({ max: 2048 })
export const workflowId = text({ min: 1, max: 256 })

/** A name that is being given, not looked up: the API reference forbids some characters in it. */
export const newDomainName = given(domainName)
export const newName = given(name)
export const newVersion = given(version)

export const taskList = structure({ name: required(name) })
export const newTaskList = structure({ name: required(newName) })
export const typeId = structure({ name: required(name), version: required(version) })
export const execution = structure({
  workflowId: required(workflowId),
  runId: required(text({ min: 1, max: 64 })),
})

/** Java's whole numbers, as a text. */
export const taskPriority = checked(text(), (value) => {
  const number = Number(value)
  if (value === '') return undefined
  return /^-?\d{1,10}$/.test(value) && number >= -2_147_483_648 && number <= 2_147_483_647
    ? undefined
    : 'Member must be an integer from -2147483648 to 2147483647'
})

/** Seconds or `NONE`; empty is as good as absent. The model allows eight characters. */
export const timeout = checked(text({ max: 8 }), (value) =>
  value === '' || value === 'NONE' || /^\d+$/.test(value)
    ? undefined
    : 'Member must be a whole number of seconds or NONE',
)

/** Of an execution: at most a year, and never `NONE`. */
export const executionTimeout = checked(text({ max: 8 }), (value) =>
  value === '' || (/^\d+$/.test(value) && Number(value) <= 31_536_000)
    ? undefined
    : 'Member must be a whole number of seconds, at most 31536000',
)

/** Seconds, never `NONE` and never empty. */
export const duration = checked(text({ min: 1, max: 8 }), (value) =>
  /^\d+$/.test(value) ? undefined : 'Member must be a whole number of seconds',
)

/** Of a Lambda function: API reference, ScheduleLambdaFunctionDecisionAttributes. Empty is as good as absent. */
export const lambdaTimeout = checked(text({ max: 8 }), (value) =>
  value === '' || (/^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= 900)
    ? undefined
    : 'Member must be a whole number of seconds from 1 to 900',
)

export const retentionDays = checked(text({ min: 1, max: 8 }), (value) =>
  value === 'NONE' || (/^\d+$/.test(value) && Number(value) <= 90)
    ? undefined
    : 'Member must be a whole number of days, at most 90, or NONE',
)

/** Input, result, details, context: what only the workflow's own code reads. */
export const data = text({ max: 32_768, secret: true })
export const reason = text({ max: 256, secret: true })
export const identity = text({ max: 256 })
export const taskToken = text({ min: 1, max: 1024, secret: true })
/** Of a heartbeat: what it says of the progress. */
export const progress = text({ max: 2048, secret: true })
/** Empty is as good as absent. */
export const optionalRunId = text({ max: 64 })
/** Of a domain. */
export const resourceTags = list(
  structure({ key: required(text({ min: 1, max: 128 })), value: optional(text({ max: 256 })) }),
)
/** Of an execution: what it can be found by. */
export const tags = list(text({ max: 256 }), { max: 5 })
export const lambdaRole = text({ min: 1, max: 1600 })
export const arn = text({ min: 1, max: 1600 })

export const childPolicy = oneOf(['TERMINATE', 'REQUEST_CANCEL', 'ABANDON'])
export const registrationStatus = oneOf(['REGISTERED', 'DEPRECATED'])

/** Epoch seconds on the wire; callers inside the world pass the `Date` itself. */
export const timestamp: ValueRule<Date> = {
  shape: { kind: 'timestamp' },
  read(value) {
    if (value instanceof Date) return value
    const date = new Date(typeof value === 'number' ? value * 1000 : Number.NaN)
    // No Date goes further than 8.64e15 ms from the epoch.
    if (!Number.isNaN(date.getTime())) return date
    throw new AwsError('SerializationException', 'Expected a timestamp in epoch seconds.')
  },
}

export const timeFilter = structure({ oldestDate: required(timestamp), latestDate: optional(timestamp) })

/** A `maximumPageSize` of 0 or none means the most that is allowed. */
export function pageLength(maximumPageSize: number | undefined): number {
  return maximumPageSize === undefined || maximumPageSize === 0 ? 1000 : maximumPageSize
}

/** What `timeout` let through, as the model has it; undefined for an absent or empty one. */
export function toTimeout(value: string | undefined): Timeout | undefined {
  if (value === undefined || value === '') return undefined
  return value === 'NONE' ? 'NONE' : Number(value)
}

/** A timeout as the wire has it. */
export function fromTimeout(value: Timeout): string
export function fromTimeout(value: Timeout | undefined): string | undefined
export function fromTimeout(value: Timeout | undefined): string | undefined {
  return value === undefined ? undefined : String(value)
}

/** The API reference of SWF, for every name that a caller makes up. */
function given(rule: ValueRule<string>): ValueRule<string> {
  return checked(rule, (value) =>
    value !== value.trim() || value === 'arn' || /[:/|\p{Cc}]/u.test(value)
      ? "Member must not start or end with whitespace, be the literal 'arn' or contain ':', '/', '|' or a control character"
      : undefined,
  )
}

/** AWS documents these constraints, but not how it words a refusal. */
function checked(rule: ValueRule<string>, problem: (value: string) => string | undefined): ValueRule<string> {
  return {
    shape: rule.shape,
    read(value, at, violations) {
      const read = rule.read(value, at, violations)
      const found = problem(read)
      if (found !== undefined) {
        violations.push(`Value '${read}' at '${at}' failed to satisfy constraint: ${found}`)
      }
      return read
    },
  }
}
