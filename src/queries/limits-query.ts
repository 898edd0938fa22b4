import { queryOptions } from '@tanstack/react-query'
import type { Connection } from '../console/connection.ts'
import { keys } from './keys.ts'

/** A state machine's own time limit, and for which executions it is known: those started in [fromMs, toMs], server time. */
export interface KnownLimits {
  readonly fromMs: number
  readonly toMs: number
  readonly timeoutSeconds: number | null | undefined
}

/**
 * DescribeStateMachineForExecution for one execution. The definition it runs was put in force at `fromMs`, so every execution of that
 * machine started between then and this one runs the same: one scarce read (1 a second) serves many.
 */
export function limitsQuery(
  connection: Connection,
  stateMachineArn: string,
  execution: { readonly executionArn: string; readonly startedAtMs: number },
) {
  const queryKey = keys.limits(connection.id, stateMachineArn)
  return queryOptions({
    queryKey,
    queryFn: async ({ client }): Promise<readonly KnownLimits[]> => {
      const known = client.getQueryData<readonly KnownLimits[]>(queryKey) ?? []
      const { inForceFromMs, timeoutSeconds } = await connection.states.describeLimits(execution.executionArn)
      const read: KnownLimits = {
        fromMs: Math.min(inForceFromMs, execution.startedAtMs),
        toMs: execution.startedAtMs,
        timeoutSeconds,
      }
      return [...known.filter((other) => other.fromMs !== read.fromMs || other.toMs > read.toMs), read]
    },
  })
}

export function limitsFor(
  known: readonly KnownLimits[] | undefined,
  startedAtMs: number,
): KnownLimits | undefined {
  return known?.find(({ fromMs, toMs }) => startedAtMs >= fromMs && startedAtMs <= toMs)
}
