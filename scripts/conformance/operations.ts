import { cognitoIdentityOperations } from '../../src/local-aws/identity/cognito-identity.ts'
import { LocalIdentity } from '../../src/local-aws/identity/local-identity.ts'
import type { StructureShape } from '../../src/local-aws/input-shape.ts'
import { account } from '../../src/local-aws/place.ts'
import type { ServiceName } from '../../src/local-aws/protocol/services.ts'
import { stepFunctionsOperations } from '../../src/local-aws/states/operations.ts'
import { swfOperations } from '../../src/local-aws/swf/operations.ts'
import { createWorld } from '../../src/local-aws/world/world.ts'

/** An operation of the local AWS, and what it reads. */
export interface KnownOperation {
  readonly service: ServiceName
  readonly name: string
  readonly input: StructureShape
}

/** Every operation that the local AWS has, by service and name. */
export function knownOperations(): KnownOperation[] {
  const wall = (): number => 0
  const world = createWorld({ seed: 0, wall })
  const services = {
    states: stepFunctionsOperations(world),
    swf: swfOperations(world),
    'cognito-identity': cognitoIdentityOperations(new LocalIdentity(0, account, wall)),
  }
  return (['states', 'swf', 'cognito-identity'] as const).flatMap((service) =>
    Object.entries(services[service])
      .map(([name, operation]) => ({ service, name, input: operation.parse.shape }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  )
}
