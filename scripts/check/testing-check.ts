import {
  CreateStateMachineCommand,
  GetExecutionHistoryCommand,
  type GetExecutionHistoryOutput,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
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

/** The token of a callback task that is open, from its history, as the account's root user reads it. */
export function openCallbackToken(url: string): Promise<TaskToken> {
  return withRoot(url, async (client) => {
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
    throw new Error('no callback task is open')
  })
}

const waiting = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 3600, End: true } } }
const distributed = {
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        ...waiting,
      },
      End: true,
    },
  },
}

interface NewStateMachine {
  /** One execution is started. */
  readonly run?: boolean
  /** It waits in two children of a Map Run. */
  readonly distributed?: boolean
}

/** A state machine whose executions wait. `account`: what its ARN, and those of its executions, begin with. */
export function newStateMachine(
  url: string,
  name: string,
  { run = false, distributed: isDistributed = false }: NewStateMachine = {},
): Promise<{ readonly account: string }> {
  return withRoot(url, async (client) => {
    const { stateMachineArn = '' } = await client.send(
      new CreateStateMachineCommand({
        name,
        definition: JSON.stringify(isDistributed ? distributed : waiting),
        roleArn: 'arn:aws:iam::123456789012:role/any',
      }),
    )
    if (run) await client.send(new StartExecutionCommand({ stateMachineArn, input: '[1,2]' }))
    return { account: stateMachineArn.split('stateMachine:', 1)[0] ?? '' }
  })
}

async function withRoot<T>(url: string, call: (client: SFNClient) => Promise<T>): Promise<T> {
  const client = new SFNClient({
    region: 'eu-west-1',
    endpoint: url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  try {
    return await call(client)
  } finally {
    client.destroy()
  }
}

function tokensIn({ events = [] }: GetExecutionHistoryOutput): readonly string[] {
  return events.flatMap(({ taskScheduledEventDetails }) =>
    namedTaskTokens(taskScheduledEventDetails?.parameters ?? ''),
  )
}
