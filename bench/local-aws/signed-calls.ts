import {
  type GetExecutionHistoryCommand,
  type ListExecutionsCommand,
  type ListStateMachinesCommand,
  type SendTaskHeartbeatCommand,
  SFNClient,
  type StartExecutionCommand,
} from '@aws-sdk/client-sfn'
import { sdkRequestHandler } from '../../src/local-aws/sdk-request-handler.ts'
import type { WireRequest } from '../../src/local-aws/wire.ts'

export const region = 'eu-west-1'
const rootKeys = { accessKeyId: 'test', secretAccessKey: 'test' }

/** A client as applications have it. */
export function sdkClient(endpoint: string): SFNClient {
  return new SFNClient({ endpoint, region, credentials: rootKeys, maxAttempts: 1 })
}

type Command =
  | GetExecutionHistoryCommand
  | ListExecutionsCommand
  | ListStateMachinesCommand
  | SendTaskHeartbeatCommand
  | StartExecutionCommand

/** What the SDK would send for each command, signed for the endpoint: a signature holds for five minutes. */
export async function signedCalls(endpoint: string, commands: readonly Command[]): Promise<WireRequest[]> {
  const calls: WireRequest[] = []
  const client = new SFNClient({
    endpoint,
    region,
    credentials: rootKeys,
    maxAttempts: 1,
    requestHandler: sdkRequestHandler(async (call) => {
      calls.push(call)
      return { status: 200, headers: {}, body: new TextEncoder().encode('{}') }
    }),
  })
  for (const command of commands) {
    // One type of command at a time is what `send` is written for; the union of them is none of its overloads.
    await client.send(command as StartExecutionCommand)
  }
  return calls
}
