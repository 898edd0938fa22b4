import { AwsError } from '../aws-error.ts'
import type { BadPageToken } from '../page-tokens.ts'

/**
 * SWF's answer to a bad `nextPageToken`. That of an expired one is documented with every list of the API reference;
 * that of a forged one is not, and is assumed.
 */
export function refusePageToken(why: BadPageToken): AwsError {
  const message = why === 'expired' ? 'Specified token has exceeded its maximum lifetime' : 'Invalid token'
  return new AwsError('ValidationException', message)
}
