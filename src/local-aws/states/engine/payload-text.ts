import type { JsonValue } from '../../../lib/json.ts'
import { utf8Length } from '../../validation.ts'
import type { Visit } from '../model.ts'
import { StateFailure } from './state-failure.ts'

/** Bytes of a payload, and of the variables that one state assigns (Developer Guide, quotas and variables). */
const mostBytes = 262_144

/** A payload as history has it. Throws where it is longer than AWS allows. */
export function payloadText(visit: Visit, value: JsonValue): string {
  const text = JSON.stringify(value)
  // A UTF-16 unit takes three bytes at most, so most payloads need no counting.
  if (text.length * 3 > mostBytes && utf8Length(text) > mostBytes) {
    throw new StateFailure({
      error: 'States.DataLimitExceeded',
      cause: `The state/task '${visit.name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    })
  }
  return text
}
