import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  GetExecutionHistoryCommand,
  type GetExecutionHistoryOutput,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
} from '@aws-sdk/client-sfn'
import { readConfig } from '../../src/console/config.ts'
import { realPorts } from '../../src/console/ports.ts'
import { namedTaskTokens, TaskToken } from '../../src/domain/task-token.ts'
import { type LocalSignIn, localConfig } from '../../src/local-aws/local-config.ts'
import type { Checking } from './check-aws.ts'

/** A check of the local AWS at `url` as a page of `http://127.0.0.1:5173` would see it, without a relay. */
export function checkingOf(
  url: string,
  change: Partial<Checking> = {},
  { signIn = { person: 'ana' }, fields = {} }: TestedConfig = {},
): Checking {
  const read = readConfig(JSON.stringify(configOf(url, signIn, fields)))
  if (read.kind !== 'ok') throw new Error(JSON.stringify(read.problems))
  return {
    config: read.config,
    origin: 'http://127.0.0.1:5173',
    relay: undefined,
    credentials: undefined,
    ports: realPorts,
    ...change,
  }
}

interface TestedConfig {
  readonly signIn?: LocalSignIn
  readonly fields?: Readonly<Record<string, unknown>>
}

/** The rate changes nothing but how long a test takes. */
function configOf(url: string, signIn: LocalSignIn, fields: Readonly<Record<string, unknown>>): unknown {
  return localConfig(url, signIn, { readsPerSecond: 50, transport: 'auto', ...fields })
}

/** A server of one test. */
export async function serving(
  listener: RequestListener,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo // a TCP server has this kind of address
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** The token of a callback task that is open, from its history, as the account's root user reads it. */
export async function openCallbackToken(url: string): Promise<TaskToken> {
  const client = new SFNClient({
    region: 'eu-west-1',
    endpoint: url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  try {
    const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}))
    for (const { stateMachineArn } of stateMachines) {
      const { executions = [] } = await client.send(
        new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }),
      )
      for (const { executionArn } of executions) {
        const history = await client.send(new GetExecutionHistoryCommand({ executionArn }))
        const [token] = tokensIn(history)
        if (token !== undefined) return new TaskToken(token)
      }
    }
  } finally {
    client.destroy()
  }
  throw new Error('no callback task is open')
}

function tokensIn({ events = [] }: GetExecutionHistoryOutput): readonly string[] {
  return events.flatMap(({ taskScheduledEventDetails }) =>
    namedTaskTokens(taskScheduledEventDetails?.parameters ?? ''),
  )
}
