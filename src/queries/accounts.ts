import type { QueryClient } from '@tanstack/react-query'
import type { StateMachineListing } from '../aws/states-api.ts'
import type { Connection } from '../console/connection.ts'
import type { ExecutionRecord } from './execution-query.ts'
import { keys } from './keys.ts'
import type { Listing } from './listing-queries.ts'

/** The AWS account of each connection, by its id, where an ARN that AWS has given it tells: nothing else does. */
export function accountsOf(
  queryClient: QueryClient,
  connections: readonly Pick<Connection, 'id'>[],
  read: readonly { readonly record: Pick<ExecutionRecord, 'connectionId' | 'executionId' | 'ref'> }[],
): ReadonlyMap<string, string> {
  const known = new Map<string, string>()
  for (const { id } of connections) {
    const machines = queryClient.getQueryData<Listing<StateMachineListing>>(keys.stateMachines(id))
    const arn =
      machines?.items[0]?.stateMachineArn ??
      read.find(({ record }) => record.connectionId === id && record.ref.service === 'states')?.record
        .executionId
    const account = arn?.split(':')[4]
    if (account !== undefined) known.set(id, account)
  }
  return known
}
