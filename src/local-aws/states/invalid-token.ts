import { AwsError } from '../aws-error.ts'

/** Step Functions' answer to a bad `nextToken`, also an expired one, and to a bad task token alike. */
export function invalidToken(): AwsError {
  return new AwsError('InvalidToken', "Invalid Token: 'Invalid token'")
}
