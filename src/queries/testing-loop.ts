import type { QueryClient } from '@tanstack/react-query'
import type { Connection } from '../console/connection.ts'
import { fakeConnection } from '../console/testing-connection.ts'
import { type VirtualPorts, virtualPorts } from '../console/testing-ports.ts'
import { createQueryClient } from './query-client.ts'
import { createReadLoop, type ReadLoop } from './read-loop.ts'
import { FakeAccount } from './testing-account.ts'

export interface Stage {
  readonly ports: VirtualPorts
  readonly account: FakeAccount
  readonly connection: Connection
  readonly queryClient: QueryClient
  readonly loop: ReadLoop
}

/** A read loop on a virtual clock, over an account that the test plays; not started. */
export function stageOf(change: Partial<Pick<Connection, 'readsPerSecond' | 'watch'>> = {}): Stage {
  const ports = virtualPorts()
  const account = new FakeAccount(ports)
  const connection = fakeConnection(ports, { states: account.states, ...change })
  const queryClient = createQueryClient()
  return { ports, account, connection, queryClient, loop: createReadLoop(connection, queryClient, ports) }
}
