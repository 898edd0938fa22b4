import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Connection } from '../console/connection.ts'
import { mapRunsUnderWay } from '../domain/map-runs-under-way.ts'
import type { ExecutionRecord } from './execution-query.ts'
import { keys } from './keys.ts'
import type { Definable } from './limits-query.ts'

/** An execution whose limits count. Epoch milliseconds of server time. */
export interface Limited extends Definable {
  /** Its start, or its last redrive; null: not read. */
  readonly limitsFromMs: number | null
}

/** The execution that a Map Run is part of, as far as the limits of the run's children need it. */
export interface MapRunParent extends Limited {
  readonly limitsFromMs: number
  /** Server time: what a redrive has changed until then is in here. */
  readonly asOfMs: number
}

/** DescribeExecution is eventually consistent: so long after a redrive it may not tell of it. */
const DESCRIBE_LAG_MS = 60_000

/** DescribeMapRun and DescribeExecution: two requests, and no history, however long that of the parent may be. */
export function mapRunParentQuery(
  connection: Connection,
  mapRunArn: string,
  beforePage: () => Promise<void> = async () => undefined,
) {
  return queryOptions({
    queryKey: keys.mapRunParent(connection.id, mapRunArn),
    queryFn: async (): Promise<MapRunParent> => {
      const executionArn = await connection.states.executionOfMapRun(mapRunArn)
      await beforePage()
      const sentAt = connection.clock.mark()
      const { redrivenAtMs, ...told } = await connection.states.describeExecution(executionArn)
      const asOfMs = sentAt().lo - DESCRIBE_LAG_MS
      return { executionArn, ...told, limitsFromMs: redrivenAtMs ?? told.startedAtMs, asOfMs }
    },
  })
}

/**
 * The same by a history that was read anyway, for the Map Runs under way in it. Does nothing where the history's beginning was not
 * readable.
 */
export function noteAsParent(
  queryClient: QueryClient,
  { connectionId, executionId: executionArn, folded, readAt, mapRunArn }: ExecutionRecord,
  stateMachineVersionArn: string | null | undefined,
): void {
  const { startedAtMs, limitsFromMs } = folded
  if (startedAtMs === null || limitsFromMs === null) return
  const asOfMs = readAt.lo
  const parent: MapRunParent = {
    executionArn,
    startedAtMs,
    stateMachineVersionArn,
    mapRunArn,
    limitsFromMs,
    asOfMs,
  }
  for (const one of mapRunsUnderWay(folded))
    queryClient.setQueryData(keys.mapRunParent(connectionId, one), parent)
}

/**
 * Whether the parent cannot have been redriven since it was read, as far as this child shows: a redrive begins a Map Run's children anew,
 * so one that runs on has seen none.
 */
export function isCurrentFor(parent: MapRunParent, { limitsFromMs }: Limited): boolean {
  return limitsFromMs !== null && parent.asOfMs >= limitsFromMs
}
