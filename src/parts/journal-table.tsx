import Box from '@cloudscape-design/components/box'
import Pagination from '@cloudscape-design/components/pagination'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useState } from 'react'
import type { ActionKind, JournalEntry } from '../console/journal-entry.ts'
import { type ExecutionId, executionNameOf, executionRefOf } from '../domain/execution-id.ts'
import { useNarrow } from '../ui/use-media-query.ts'
import { JournalOutcome } from './journal-outcome.tsx'
import { Moment } from './moment.tsx'
import { OfConnection } from './of-connection.tsx'
import { RouteLink, taskHref } from './task-name.tsx'

const ACTION_WORDS: Readonly<Record<ActionKind, string>> = {
  heartbeat: 'Heartbeat',
  askCancelRequested: 'Asked by heartbeat',
}

const AT: TableProps.ColumnDefinition<JournalEntry> = {
  id: 'at',
  header: 'Requested at',
  cell: ({ askedAtMs }) => <Moment ms={askedAtMs} />,
}
const OUTCOME: TableProps.ColumnDefinition<JournalEntry> = {
  id: 'outcome',
  header: 'Outcome',
  cell: (entry) => <JournalOutcome entry={entry} />,
}
const TASK: TableProps.ColumnDefinition<JournalEntry> = {
  id: 'task',
  header: 'Task',
  cell: (entry) => (
    <>
      <RouteLink href={taskHref({ ref: entry.task })}>{entry.taskName}</RouteLink>
      <OfConnection id={entry.task.connectionId} />
      <Box fontSize="body-s" color="text-body-secondary">
        {executionNameIn(entry.task.executionId)}
      </Box>
    </>
  ),
  isRowHeader: true,
}
const WIDE: readonly TableProps.ColumnDefinition<JournalEntry>[] = [
  AT,
  { id: 'action', header: 'Action', cell: ({ kind }) => ACTION_WORDS[kind] },
  OUTCOME,
  { id: 'token', header: 'Token', cell: (entry) => tokenText(entry) },
]
const NARROW: readonly TableProps.ColumnDefinition<JournalEntry>[] = [
  {
    id: 'outcome',
    header: 'What was sent',
    cell: (entry) => (
      <>
        <JournalOutcome entry={entry} />
        <Box fontSize="body-s" color="text-body-secondary">
          {ACTION_WORDS[entry.kind]} · <Moment ms={entry.askedAtMs} /> · {tokenText(entry)}
        </Box>
      </>
    ),
  },
]

const PAGE_SIZE = 50

interface JournalTableProps extends Pick<TableProps, 'header' | 'empty'> {
  /** Oldest first. */
  readonly entries: readonly JournalEntry[]
  readonly label: string
  /** Where the entries are of several tasks. */
  readonly withTask: boolean
}

/** Writes of this browser, newest first, in pages. */
export function JournalTable({ entries, label, withTask, ...rest }: JournalTableProps) {
  const columns = useNarrow() ? NARROW : WIDE
  const [asked, setPage] = useState(1)
  const pages = Math.max(1, Math.ceil(entries.length / PAGE_SIZE))
  const page = Math.min(asked, pages)
  return (
    <Table
      {...rest}
      items={entries.toReversed().slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)}
      trackBy="id"
      variant="container"
      contentDensity="compact"
      wrapLines
      ariaLabels={{ tableLabel: label }}
      columnDefinitions={withTask ? [TASK, ...columns] : columns}
      pagination={
        pages > 1 && (
          <Pagination
            currentPageIndex={page}
            pagesCount={pages}
            onChange={({ detail }) => setPage(detail.currentPageIndex)}
          />
        )
      }
    />
  )
}

function executionNameIn(executionId: ExecutionId): string {
  const ref = executionRefOf(executionId)
  return ref === null ? '' : executionNameOf(ref)
}

function tokenText({ tokenBasis, tokenFingerprint }: JournalEntry): string {
  return `${tokenBasis === 'history' ? 'proved' : 'pasted'} · ${tokenFingerprint}`
}
