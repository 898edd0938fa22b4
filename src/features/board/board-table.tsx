import Cards from '@cloudscape-design/components/cards'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useMemo } from 'react'
import { useConsole } from '../../parts/console-context.tsx'
import { useNarrow } from '../../ui/use-media-query.ts'
import { boardColumns, DeadlineColumn, HeartbeatButton, TaskColumn } from './board-columns.tsx'
import type { BoardRow } from './board-model.ts'

interface BoardTableProps extends Pick<TableProps, 'header' | 'filter' | 'pagination' | 'empty'> {
  readonly rows: readonly BoardRow[]
  readonly onHeartbeat: (row: BoardRow) => void
}

/** The rows as a table, or where it is narrow as cards in the same order: deadline, task, who, action. */
export function BoardTable({ rows, onHeartbeat, ...frame }: BoardTableProps) {
  const { vault } = useConsole()
  const narrow = useNarrow()
  const columns = useMemo(
    () => boardColumns({ onHeartbeat, hasPasted: ({ ref }) => vault.get(ref) !== undefined }),
    [onHeartbeat, vault],
  )
  if (!narrow) {
    return (
      <Table
        {...frame}
        variant="container"
        items={rows}
        trackBy="id"
        columnDefinitions={columns}
        contentDensity="compact"
        stickyHeader
        wrapLines
        enableKeyboardNavigation
        ariaLabels={{ tableLabel: 'Tasks in flight' }}
      />
    )
  }
  return (
    <Cards
      {...frame}
      items={rows}
      trackBy="id"
      ariaLabels={{ itemSelectionLabel: () => '', selectionGroupLabel: '', cardsLabel: 'Tasks in flight' }}
      cardDefinition={{
        header: (row) => <DeadlineColumn row={row} />,
        sections: [
          { id: 'task', content: (row) => <TaskColumn row={row} /> },
          ...columns
            .filter(({ id }) => id === 'worker' || id === 'running' || id === 'interval')
            .map(({ id = '', header, cell }) => ({
              id,
              header,
              content: cell,
              width: id === 'worker' ? 46 : 27,
            })),
          { id: 'action', content: (row) => <HeartbeatButton row={row} onHeartbeat={onHeartbeat} /> },
        ],
      }}
    />
  )
}
