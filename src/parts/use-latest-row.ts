import type { TaskRow } from '../queries/in-flight.ts'
import { useConsole } from './console-context.tsx'

/**
 * The newest that is known of a row's task, for what is written at every tick: a read that only says "still open" need not render the
 * row again.
 */
export function useLatestRow(row: TaskRow): () => TaskRow {
  const { inFlight } = useConsole()
  return () => inFlight.get().byId.get(row.id) ?? row
}
