import type { SteppedWorld } from './test-stepped-world.ts'
import { steppedWorld } from './test-stepped-world.ts'

/** The output of an execution, or how it ended without one. */
export async function outcomeOf(aws: SteppedWorld, executionArn: string): Promise<unknown> {
  const { status, output, error, cause } = await aws.call('DescribeExecution', { executionArn })
  return status === 'SUCCEEDED' ? JSON.parse(output ?? '') : { error, cause }
}

/** Runs states of which none waits for anybody, the first one first, for a minute of world time. */
export async function runMachine(
  states: object,
  input: unknown = {},
  more: object = {},
  aws: SteppedWorld = steppedWorld(),
): Promise<unknown> {
  const executionArn = await aws.start(await aws.stateMachine('M', states, more), input)
  await aws.step(60_000)
  return outcomeOf(aws, executionArn)
}
