import type { CallContext, Operation } from '../../src/local-aws/operation.ts'
import { encodeOutput } from '../../src/local-aws/protocol/aws-json.ts'
import { stepFunctionsOperations } from '../../src/local-aws/states/operations.ts'
import { createStatesStore } from '../../src/local-aws/states/store.ts'
import { createWorld } from '../../src/local-aws/world/world.ts'
import { histories, starts, stateMachine, tokenIn } from './scene.ts'
import { region } from './signed-calls.ts'

/** Calls of one operation, as the bodies of requests. */
type Calls = (operation: string, bodies: readonly string[]) => Promise<string[]>

/** The same world in this process: JSON to JSON through the operations, without HTTP and signatures. */
export async function openInProcess(): Promise<{ readonly call: Calls; readonly tokens: readonly string[] }> {
  const world = createWorld({ seed: 'bench', wall: Date.now })
  const operations: object = stepFunctionsOperations(world, createStatesStore(world))
  const context: CallContext = {
    account: world.account,
    region,
    requestId: 'request',
    principal: { arn: `arn:aws:iam::${world.account}:root`, kind: 'root' },
  }
  const call: Calls = async (name, bodies) => {
    // Sound: each operation's `run` is given what its own `parse` returned.
    const operation = (operations as Record<string, Operation<unknown, unknown>>)[name]
    if (operation === undefined) throw new Error(`there is no ${name}`)
    const answers: string[] = []
    for (const body of bodies) {
      const output = await world.loop.run(() => operation.run(operation.parse(JSON.parse(body)), context))
      answers.push(encodeOutput(output))
    }
    return answers
  }
  await call('CreateStateMachine', [JSON.stringify(stateMachine)])
  await call('StartExecution', texts(starts))
  // Tasks begin by themselves within a second of world time.
  world.clock.step(5000)
  const tokens = (await call('GetExecutionHistory', texts(histories))).map(tokenIn)
  return { call, tokens }
}

function texts(inputs: readonly object[]): string[] {
  return inputs.map((input) => JSON.stringify(input))
}
