import { useConsole } from '../../parts/console-context.tsx'
import { type ExecutionRows, executionKey } from '../../queries/in-flight.ts'
import { useStore } from '../../ui/use-store.ts'
import { TaskTable } from './task-table.tsx'

/** What is in flight in the child executions of a Distributed Map that this execution runs. */
export function MapChildren({ record: { connectionId, executionId } }: Pick<ExecutionRows, 'record'>) {
  const { inFlight } = useConsole()
  const { executions, mapChildren } = useStore(inFlight)
  const children = mapChildren.get(executionKey(connectionId, executionId))
  if (children === undefined) return null
  const rows = children.flatMap((child) => executions.get(executionKey(connectionId, child))?.open ?? [])
  return (
    <TaskTable
      title="In flight in the children of its Map Runs"
      rows={rows}
      empty={`No task of its ${children.length} running children is in flight, as far as they have been read.`}
    />
  )
}
