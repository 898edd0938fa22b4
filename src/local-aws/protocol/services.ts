import type { CognitoIdentityOperations } from '../identity/cognito-identity.ts'
import type { Operation } from '../operation.ts'
import type { StepFunctionsOperations } from '../states/operations.ts'
import type { SwfOperations } from '../swf/operations.ts'
import { type AwsJsonDialect, statesErrorType, swfErrorType } from './aws-json.ts'

/** Everything the local AWS can do, by the service's signing name and the operation's. */
export interface Services {
  readonly states: StepFunctionsOperations
  readonly swf: SwfOperations
  readonly 'cognito-identity': CognitoIdentityOperations
}

export type ServiceName = keyof Services

/** The input of `Services[S][O]`, as its `parse` gives it. */
export type InputOf<T> = T extends Operation<infer I, infer _O> ? I : never
export type OutputOf<T> = T extends Operation<infer _I, infer O> ? O : never

interface ServiceFront extends AwsJsonDialect {
  readonly targetPrefix: string
  /** Operations that are called without a signature. */
  readonly unsigned: readonly string[]
  /** Whether its operations are turns of the world. Who people are lies outside of it: to prove it takes time, in which the world goes on. */
  readonly inWorld: boolean
}

export const serviceFronts: Readonly<Record<ServiceName, ServiceFront>> = {
  states: {
    targetPrefix: 'AWSStepFunctions',
    contentType: 'application/x-amz-json-1.0',
    errorType: statesErrorType,
    unsigned: [],
    inWorld: true,
  },
  swf: {
    targetPrefix: 'SimpleWorkflowService',
    contentType: 'application/x-amz-json-1.0',
    errorType: swfErrorType,
    unsigned: [],
    inWorld: true,
  },
  'cognito-identity': {
    targetPrefix: 'AWSCognitoIdentityService',
    contentType: 'application/x-amz-json-1.1',
    errorType: (code) => code,
    unsigned: ['GetId', 'GetCredentialsForIdentity'],
    inWorld: false,
  },
}

/** `X-Amz-Target` taken apart; undefined where no service here has that prefix. */
export function parseTarget(
  target: string | undefined,
): { service: ServiceName; operation: string } | undefined {
  const [prefix, operation, ...rest] = (target ?? '').split('.')
  if (operation === undefined || rest.length > 0) return undefined
  for (const service of ['states', 'swf', 'cognito-identity'] as const) {
    if (serviceFronts[service].targetPrefix === prefix) return { service, operation }
  }
  return undefined
}

/** The operation of that name; undefined where the service has none. */
export function findOperation(
  services: Services,
  service: ServiceName,
  name: string,
): Operation<unknown, unknown> | undefined {
  const operations = services[service]
  if (!Object.hasOwn(operations, name)) return undefined
  // Sound: an operation's `resource` and `run` are only ever given what its own `parse` returned.
  return operations[name as keyof typeof operations] as unknown as Operation<unknown, unknown>
}
