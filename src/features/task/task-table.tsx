import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { DeadlineWithEvidence } from '../../parts/deadline-cell.tsx'
import { Ending } from '../../parts/ending.tsx'
import { kindWords } from '../../parts/kind-words.ts'
import { Moment } from '../../parts/moment.tsx'
import { intervalWords, workerWords } from '../../parts/task-facts.tsx'
import { RouteLink, taskHref, taskLabel } from '../../parts/task-name.tsx'
import type { EndedRow, TaskRow } from '../../queries/in-flight.ts'
import { stackedColumns } from '../../ui/stacked-columns.tsx'
import { useNarrow } from '../../ui/use-media-query.ts'

const COLUMNS: TableProps.ColumnDefinition<TaskRow | EndedRow>[] = [
  {
    id: 'deadline',
    header: 'Deadline',
    cell: (row) => ('ending' in row ? <Ending row={row} /> : <DeadlineWithEvidence row={row} />),
    width: 240,
  },
  {
    id: 'task',
    header: 'Task',
    isRowHeader: true,
    cell: (row) => <RouteLink href={taskHref(row)}>{taskLabel(row)}</RouteLink>,
  },
  { id: 'kind', header: 'Kind', cell: ({ task }) => kindWords(task) },
  { id: 'worker', header: 'Working on it', cell: (row) => workerWords(row.task, 'ending' in row) },
  { id: 'interval', header: 'Interval', cell: ({ task }) => intervalWords(task) },
  { id: 'scheduled', header: 'Scheduled', cell: ({ task }) => <Moment ms={task.scheduledAtMs} /> },
]

const NARROW_COLUMNS = stackedColumns(COLUMNS.slice(0, 2))

/** Tasks of one execution. */
export function TaskTable({
  title,
  rows,
  empty,
}: {
  readonly title: string
  readonly rows: readonly (TaskRow | EndedRow)[]
  readonly empty: string
}) {
  return (
    <Table
      items={rows}
      trackBy="id"
      wrapLines
      contentDensity="compact"
      ariaLabels={{ tableLabel: title }}
      header={
        <Header variant="h2" counter={`(${rows.length})`}>
          {title}
        </Header>
      }
      empty={<Box textAlign="center">{empty}</Box>}
      columnDefinitions={useNarrow() ? NARROW_COLUMNS : COLUMNS}
    />
  )
}
