import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useParams } from '@tanstack/react-router'
import { DeadlineWithEvidence } from '../../parts/deadline-cell.tsx'
import { Ending } from '../../parts/ending.tsx'
import { KIND_WORDS } from '../../parts/kind-words.ts'
import { Moment } from '../../parts/moment.tsx'
import { intervalWords, workerWords } from '../../parts/task-facts.tsx'
import { RouteLink, taskHref, taskLabel } from '../../parts/task-name.tsx'
import type { EndedRow, ExecutionRows, TaskRow } from '../../queries/in-flight.ts'
import { useNarrow } from '../../ui/use-media-query.ts'
import { ExecutionFrame } from './execution-frame.tsx'

/** One execution, opened by its ARN or from the board: its tasks, in flight and ended. */
export function ExecutionPage() {
  const { connectionId, executionArn } = useParams({ from: '/executions/$connectionId/$executionArn' })
  return (
    <ExecutionFrame connectionId={connectionId} executionArn={executionArn}>
      {(rows) => <Execution rows={rows} executionArn={executionArn} />}
    </ExecutionFrame>
  )
}

const STATUS_WORDS = {
  succeeded: 'succeeded',
  failed: 'failed',
  timedOut: 'timed out',
  aborted: 'was stopped',
} as const

function Execution({ rows, executionArn }: { readonly rows: ExecutionRows; readonly executionArn: string }) {
  const { folded, readAt } = rows.record
  const [, executionName = ''] = executionArn.split(':').slice(6)
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h1">{executionName}</Header>}>
        <KeyValuePairs
          columns={4}
          items={[
            {
              label: 'Status',
              value:
                folded.ended === null ? (
                  'running'
                ) : (
                  <>
                    {STATUS_WORDS[folded.ended.outcome]} <Moment ms={folded.ended.atMs} />
                  </>
                ),
            },
            {
              label: 'Started',
              value: folded.startedAtMs === null ? 'not known' : <Moment ms={folded.startedAtMs} />,
            },
            { label: 'Read', value: <Moment ms={readAt.lo} /> },
            {
              label: 'Execution ARN',
              value: (
                <CopyToClipboard
                  variant="inline"
                  copyButtonAriaLabel="Copy ARN"
                  copySuccessText="ARN copied"
                  copyErrorText="Could not copy"
                  textToCopy={executionArn}
                  textToDisplay={executionArn}
                />
              ),
            },
          ]}
        />
      </Container>
      <TaskTable
        title="Tasks in flight"
        rows={rows.open}
        empty={
          folded.ended === null
            ? 'No task is in flight: the execution is between tasks, or waits.'
            : 'The execution has ended; nothing is in flight.'
        }
      />
      {rows.ended.length > 0 && <TaskTable title="Ended tasks" rows={rows.ended.toReversed()} empty="" />}
    </SpaceBetween>
  )
}

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
  { id: 'kind', header: 'Kind', cell: ({ task }) => KIND_WORDS[task.kind] },
  { id: 'worker', header: 'Working on it', cell: ({ task }) => workerWords(task) },
  { id: 'interval', header: 'Interval', cell: ({ task }) => intervalWords(task) },
  { id: 'scheduled', header: 'Scheduled', cell: ({ task }) => <Moment ms={task.scheduledAtMs} /> },
]

function TaskTable({
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
      columnDefinitions={useNarrow() ? COLUMNS.slice(0, 2) : COLUMNS}
    />
  )
}
