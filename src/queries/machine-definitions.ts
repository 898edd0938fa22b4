import type { QueryClient } from '@tanstack/react-query'
import type { StateMachineListing } from '../aws/states-api.ts'
import type { Connection } from '../console/connection.ts'
import { isMapProcessor } from '../domain/execution-address.ts'
import type { DefinitionRow } from '../domain/findings-by-state.ts'
import { isWatched } from '../domain/watch-list.ts'
import { keys } from './keys.ts'
import { type KnownLimits, newestLimits } from './limits-query.ts'
import type { Listing } from './listing-queries.ts'

/** A state machine, and what its newest definition that has been read shows to be wrong with its states. */
export interface MachineDefinition extends DefinitionRow {
  readonly connection: Connection
  readonly stateMachineArn: string
  /** null: none has been read. Only an execution that runs has AWS tell one, and not everybody may ask. */
  readonly read: KnownLimits | null
}

/** Every state machine that is watched, or an execution of which somebody opened, in the order of their names. */
export function machineDefinitions(
  queryClient: QueryClient,
  connections: readonly Connection[],
): readonly MachineDefinition[] {
  return connections.flatMap((connection) => {
    const known = new Map<string, readonly KnownLimits[]>()
    const listing = queryClient.getQueryData<Listing<StateMachineListing>>(keys.stateMachines(connection.id))
    for (const { name, stateMachineArn } of listing?.items ?? [])
      if (isWatched(connection.watch, name)) known.set(stateMachineArn, [])
    const limits = queryClient.getQueriesData<readonly KnownLimits[]>({
      queryKey: keys.allLimits(connection.id),
    })
    for (const [key, data] of limits) {
      const stateMachineArn = String(key[2])
      // What a Distributed Map's children run is judged in the definition that it is a part of.
      if (data !== undefined && !isMapProcessor(stateMachineArn)) known.set(stateMachineArn, data)
    }
    return [...known]
      .map(([stateMachineArn, all]) =>
        machineDefinition(connection, stateMachineArn, newestLimits(all) ?? null),
      )
      .sort((a, b) => (a.workflowName < b.workflowName ? -1 : 1))
  })
}

function machineDefinition(
  connection: Connection,
  stateMachineArn: string,
  read: KnownLimits | null,
): MachineDefinition {
  return {
    connection,
    stateMachineArn,
    scope: connection.id,
    workflowName: stateMachineArn.split(':')[6] ?? stateMachineArn,
    findings: read?.lint.kind === 'read' ? read.lint.findings : [],
    read,
  }
}
