import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import Table from '@cloudscape-design/components/table'
import { useConsole } from '../../parts/console-context.tsx'
import { JournalOutcome } from '../../parts/journal-entry.tsx'
import { Moment } from '../../parts/moment.tsx'
import { RouteLink, taskHref } from '../../parts/task-name.tsx'
import { useStore } from '../../ui/use-store.ts'

/** Every write of this console in this tab, newest first. */
export function JournalPage() {
  const { journal } = useConsole()
  const entries = useStore(journal.entries)
  return (
    <Table
      items={entries.toReversed()}
      trackBy="id"
      variant="container"
      wrapLines
      ariaLabels={{ tableLabel: 'Journal' }}
      header={
        <Header
          variant="h1"
          counter={`(${entries.length})`}
          description="What was sent to AWS from this tab, kept until the tab is closed. Tokens are never kept, only their fingerprints."
        >
          Journal
        </Header>
      }
      empty={<Box textAlign="center">Nothing has been sent to AWS from this tab.</Box>}
      columnDefinitions={[
        { id: 'at', header: 'Asked for', cell: (entry) => <Moment ms={entry.askedAtMs} />, width: 180 },
        { id: 'what', header: 'What', cell: () => 'Heartbeat', width: 110 },
        {
          id: 'task',
          header: 'Task',
          isRowHeader: true,
          cell: (entry) => <RouteLink href={taskHref({ ref: entry.task })}>{entry.taskName}</RouteLink>,
        },
        { id: 'outcome', header: 'Outcome', cell: (entry) => <JournalOutcome entry={entry} /> },
        { id: 'basis', header: 'Token', cell: ({ tokenBasis, tokenFingerprint }) => `${tokenBasis} · ${tokenFingerprint}` },
        { id: 'connection', header: 'Connection', cell: ({ task }) => task.connectionId },
      ]}
    />
  )
}
