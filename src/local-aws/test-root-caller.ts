import type { CallContext, Later, Operation } from './operation.ts'
import type { World } from './world/world.ts'

/** Carries out operations as the account's root user would have them, each in a turn of the world of its own. */
export function rootCaller(
  world: World,
  region: string,
): <O>(operation: Operation<unknown, O>, input: unknown) => Promise<O | Later<O>> {
  const context: CallContext = {
    account: world.account,
    region,
    requestId: 'request',
    principal: { arn: `arn:aws:iam::${world.account}:root`, kind: 'root' },
  }
  return (operation, input) => world.loop.run(() => operation.run(operation.parse(input), context))
}
