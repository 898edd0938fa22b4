import type { QueryClient } from '@tanstack/react-query'
import type { Connection } from '../console/connection.ts'
import type { Ports } from '../console/ports.ts'
import { exactClock, fakeConnection } from '../console/testing-connection.ts'
import { type VirtualPorts, virtualPorts } from '../console/testing-ports.ts'
import type { ExecutionRecord } from './execution-query.ts'
import { keys } from './keys.ts'
import { createQueryClient } from './query-client.ts'
import { createReadLoop, type ReadLoop } from './read-loop.ts'
import { executionArn, FakeAccount, type Request } from './testing-account.ts'

export interface Stage {
  readonly ports: VirtualPorts
  readonly account: FakeAccount
  readonly connection: Connection
  readonly queryClient: QueryClient
  readonly loop: ReadLoop
}

/** A read loop on a virtual clock, over an account that the test plays; not started. */
export function stageOf({
  fetch,
  aheadMs = () => 0,
  ...change
}: Partial<Pick<Connection, 'readsPerSecond' | 'watch' | 'swfDomains' | 'swf'> & Pick<Ports, 'fetch'>> & {
  /** How far AWS's clock is ahead of this machine's. */
  readonly aheadMs?: () => number
} = {}): Stage {
  const ports = virtualPorts(fetch === undefined ? {} : { fetch })
  const account = new FakeAccount(ports)
  const clock = exactClock(() => ports.wall() + aheadMs())
  const connection = fakeConnection(ports, { states: account.states, clock, ...change })
  const queryClient = createQueryClient()
  return { ports, account, connection, queryClient, loop: createReadLoop(connection, queryClient, ports) }
}

/** What the loop knows of an execution. */
export function recordOf(
  { queryClient, connection }: Stage,
  machine: string,
  name: string,
): ExecutionRecord | undefined {
  return queryClient.getQueryData(keys.execution(connection.id, executionArn(machine, name)))
}

/** The requests made while the clock moves on. */
export async function during({ ports, account }: Stage, ms: number): Promise<readonly Request[]> {
  const before = account.requests.length
  await ports.advance(ms)
  return account.requests.slice(before)
}
