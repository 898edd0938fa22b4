import { setMember } from '../../lib/json.ts'
import { AwsError } from '../aws-error.ts'
import type { WireRequest, WireResponse } from '../wire.ts'
import { bodyText, textResponse } from './wire-parts.ts'

/** How one service speaks awsJson. */
export interface AwsJsonDialect {
  readonly contentType: 'application/x-amz-json-1.0' | 'application/x-amz-json-1.1'
  /** `__type` of an error: with the namespace that the service itself uses. */
  readonly errorType: (code: string) => string
}

/** The decoded body. Throws `SerializationException` where it is not a JSON object. */
export function decodeInput(call: WireRequest): unknown {
  const text = bodyText(call)
  let input: unknown
  try {
    input = text === undefined ? undefined : JSON.parse(text)
  } catch {
    input = undefined
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new AwsError('SerializationException', 'Start of structure or map found where not expected.')
  }
  return input
}

/** An operation's output; `Date`s become epoch seconds with milliseconds, as awsJson has them. */
export function encodeOutput(output: unknown): string {
  // Not with a replacer: JSON.stringify is several times slower when it has to call one for every member.
  return JSON.stringify(withEpochSeconds(output ?? {}))
}

function withEpochSeconds(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return value.getTime() / 1000
  if (Array.isArray(value)) return value.map(withEpochSeconds)
  const copy: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) setMember(copy, name, withEpochSeconds(member))
  return copy
}

/** An error as awsJson has it. */
export function errorResponse(
  error: AwsError,
  dialect: AwsJsonDialect,
  headers: Readonly<Record<string, string>>,
): WireResponse {
  const body = { __type: dialect.errorType(error.code), message: error.message }
  return textResponse(error.status, JSON.stringify(body), { ...headers, 'content-type': dialect.contentType })
}

const coralNamespaces: Readonly<Record<string, string>> = {
  ValidationException: 'com.amazon.coral.validate',
  ThrottlingException: 'com.amazon.coral.availability',
  SerializationException: 'com.amazon.coral.service',
  UnknownOperationException: 'com.amazon.coral.service',
  AccessDeniedException: 'com.amazon.coral.service',
  ExpiredTokenException: 'com.amazon.coral.service',
  IncompleteSignatureException: 'com.amazon.coral.service',
  InvalidSignatureException: 'com.amazon.coral.service',
  MissingAuthenticationTokenException: 'com.amazon.coral.service',
  UnrecognizedClientException: 'com.amazon.coral.service',
  InternalFailure: 'com.amazon.coral.service',
  ServiceUnavailableException: 'com.amazon.coral.service',
}

/** Step Functions' errors carry the namespace of the framework's part that raised them, or that of SWF's successor. */
export function statesErrorType(code: string): string {
  return `${coralNamespaces[code] ?? 'com.amazonaws.swf.service.v2.model'}#${code}`
}

/** SWF's own faults, as its clients have recorded them: `com.amazonaws.swf.base.model#UnknownResourceFault`. */
export function swfErrorType(code: string): string {
  return `${coralNamespaces[code] ?? 'com.amazonaws.swf.base.model'}#${code}`
}
