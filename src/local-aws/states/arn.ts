import { AwsError } from '../aws-error.ts'

export type StatesResource = 'activity' | 'execution' | 'express' | 'mapRun' | 'stateMachine'

/** `arn:aws:states:eu-west-1:123456789012:stateMachine:Orders`; `names` is what follows the type. */
export function statesArn(
  region: string,
  account: string,
  resource: StatesResource,
  ...names: readonly string[]
): string {
  return `arn:aws:states:${region}:${account}:${resource}:${names.join(':')}`
}

/** Throws `InvalidArn` where the text is no ARN of Step Functions, or one of another kind of resource. */
export function checkArn(arn: string, ...allowed: readonly StatesResource[]): void {
  const [prefix, partition, service, region, account, resource, ...names] = arn.split(':')
  if (prefix !== 'arn' || partition === undefined || partition === '') {
    throw invalidArn(`Invalid ARN prefix: ${arn}`)
  }
  if (service !== 'states') throw invalidArn(`Service not valid in this context: ${service ?? ''}`)
  if (!region || !account || resource === undefined || names.length === 0 || names.includes('')) {
    throw invalidArn(`Invalid ARN: ${arn}`)
  }
  if (!allowed.some((name) => name === resource)) {
    throw invalidArn(`Resource type not valid in this context: ${resource}`)
  }
}

function invalidArn(reason: string): AwsError {
  return new AwsError('InvalidArn', `Invalid Arn: '${reason}'`)
}
