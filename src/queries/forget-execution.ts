import type { QueryClient } from '@tanstack/react-query'
import type { ExecutionId } from '../domain/execution-id.ts'
import type { ExecutionRecord } from './execution-query.ts'
import { keys } from './keys.ts'
import type { KnownLimits } from './limits-query.ts'

/** Removes an execution that is over from the cache, with what was read for the children of its Map Runs alone. */
export function forgetExecution(
  queryClient: QueryClient,
  connectionId: string,
  executionId: ExecutionId,
): void {
  const queryKey = keys.execution(connectionId, executionId)
  const folded = queryClient.getQueryData<ExecutionRecord>(queryKey)?.folded
  const mapRuns = folded?.service === 'states' ? folded.mapRuns : []
  for (const { mapRunArn } of mapRuns)
    if (mapRunArn !== null) forgetMapRun(queryClient, connectionId, mapRunArn)
  queryClient.removeQueries({ queryKey })
}

/** Every Map Run has read a definition of its own. */
function forgetMapRun(queryClient: QueryClient, connectionId: string, mapRunArn: string): void {
  queryClient.removeQueries({ queryKey: keys.mapRunParent(connectionId, mapRunArn) })
  // `mapRun:Machine/Label:id` and `stateMachine:Machine/Label`.
  const stateMachineArn = mapRunArn.replace(':mapRun:', ':stateMachine:').split(':').slice(0, 7).join(':')
  queryClient.setQueryData<readonly KnownLimits[]>(keys.limits(connectionId, stateMachineArn), (known) =>
    known?.filter((limits) => limits.mapRunArn !== mapRunArn),
  )
}
