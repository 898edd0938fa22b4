import Box from '@cloudscape-design/components/box'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useRef, useSyncExternalStore } from 'react'
import type { ReadableStore } from '../../lib/store.ts'
import { useConsole } from '../../parts/console-context.tsx'
import { Ending } from '../../parts/ending.tsx'
import { OfConnection } from '../../parts/of-connection.tsx'
import { workerWords } from '../../parts/task-facts.tsx'
import { RouteLink, taskHref, taskLabel } from '../../parts/task-name.tsx'
import type { EndedRow, InFlight } from '../../queries/in-flight.ts'
import { stackedColumns } from '../../ui/stacked-columns.tsx'
import { useNarrow } from '../../ui/use-media-query.ts'

const SHOWN = 20

/** The ended rows; the list stays the same one while nothing has ended. */
function useEnded(inFlight: ReadableStore<InFlight>): readonly EndedRow[] {
  const last = useRef<readonly EndedRow[]>([])
  const read = (): readonly EndedRow[] => {
    const { ended } = inFlight.get()
    const same =
      ended.length === last.current.length && ended.every(({ id }, i) => id === last.current[i]?.id)
    if (!same) last.current = ended
    return last.current
  }
  return useSyncExternalStore(inFlight.subscribe, read)
}

const COLUMNS: TableProps.ColumnDefinition<EndedRow>[] = [
  { id: 'ending', header: 'Ended', cell: (row) => <Ending row={row} />, minWidth: 200 },
  {
    id: 'task',
    header: 'Task',
    isRowHeader: true,
    cell: (row) => <RouteLink href={taskHref(row)}>{taskLabel(row)}</RouteLink>,
    minWidth: 200,
  },
  {
    id: 'execution',
    header: 'Execution',
    cell: ({ executionName, connection }) => (
      <>
        {executionName}
        <OfConnection id={connection.id} />
      </>
    ),
    minWidth: 160,
  },
  { id: 'worker', header: 'Worker', cell: ({ task }) => workerWords(task, true), minWidth: 120 },
]

const NARROW_COLUMNS = stackedColumns(COLUMNS.slice(0, 3))

/** What left the board, newest first, and how each ended. */
export function RecentlyEnded() {
  const { inFlight } = useConsole()
  const rows = useEnded(inFlight)
  const narrow = useNarrow()
  if (rows.length === 0) return null
  const shown = rows.slice(0, SHOWN)
  return (
    <ExpandableSection
      variant="container"
      defaultExpanded
      headerText="Recently ended"
      headerCounter={`(${rows.length})`}
      headerDescription={`Ended tasks of the executions read by this page${rows.length > SHOWN ? `, the newest ${SHOWN}` : ''}.`}
    >
      <Table
        variant="embedded"
        items={shown}
        trackBy="id"
        contentDensity="compact"
        wrapLines
        ariaLabels={{ tableLabel: 'Recently ended tasks' }}
        columnDefinitions={narrow ? NARROW_COLUMNS : COLUMNS}
        empty={<Box textAlign="center">Nothing has ended yet.</Box>}
      />
    </ExpandableSection>
  )
}
