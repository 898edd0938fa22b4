import Header from '@cloudscape-design/components/header'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import type { BetweenRow } from '../queries/in-flight.ts'
import { stackedColumns } from '../ui/stacked-columns.tsx'
import { useNarrow } from '../ui/use-media-query.ts'
import { betweenLabel, failedWords, nextWords } from './between-words.ts'
import { OfConnection } from './of-connection.tsx'
import { executionHref, RouteLink } from './task-name.tsx'
import { useWriteMoment } from './use-write-moment.ts'

/** States that failed and wait to be tried again: no task of theirs is in flight, and nobody can beat one. */
export function BetweenTable({ rows }: { readonly rows: readonly BetweenRow[] }) {
  const write = useWriteMoment()
  const narrow = useNarrow()
  if (rows.length === 0) return null
  const columns: TableProps.ColumnDefinition<BetweenRow>[] = [
    {
      id: 'state',
      header: 'State',
      isRowHeader: true,
      cell: (row) => betweenLabel(row),
      minWidth: 160,
    },
    {
      id: 'next',
      header: 'Next',
      cell: (row) => (
        <>
          {nextWords(row.retry, write)}
          <div className="deadline-under">{failedWords(row, write)}</div>
        </>
      ),
      minWidth: 160,
    },
    {
      id: 'execution',
      header: 'Execution',
      cell: ({ connection, executionId, executionName }) => (
        <>
          <RouteLink href={executionHref(connection.id, executionId)}>{executionName}</RouteLink>
          <OfConnection id={connection.id} />
        </>
      ),
      minWidth: 100,
    },
  ]
  return (
    <Table
      items={rows}
      trackBy="id"
      wrapLines
      contentDensity="compact"
      ariaLabels={{ tableLabel: 'Between attempts' }}
      header={
        <Header
          variant="h2"
          counter={`(${rows.length})`}
          description="No task is in flight here; the next one comes by itself, if one comes."
        >
          Between attempts
        </Header>
      }
      columnDefinitions={narrow ? stackedColumns(columns) : columns}
    />
  )
}
