import Header from '@cloudscape-design/components/header'
import Table from '@cloudscape-design/components/table'
import { sameTask, type TaskRef } from '../../console/journal.ts'
import { useConsole } from '../../parts/console-context.tsx'
import { JournalOutcome } from '../../parts/journal-entry.tsx'
import { Moment } from '../../parts/moment.tsx'
import { useStore } from '../../ui/use-store.ts'

/** What this console has sent for one task, newest first. */
export function OwnWrites({ of }: { readonly of: TaskRef }) {
  const { journal } = useConsole()
  const entries = useStore(journal.entries).filter(({ task }) => sameTask(task, of))
  if (entries.length === 0) return null
  return (
    <Table
      items={entries.toReversed()}
      trackBy="id"
      contentDensity="compact"
      ariaLabels={{ tableLabel: 'What you sent for this task' }}
      header={
        <Header variant="h2" counter={`(${entries.length})`}>
          What you sent
        </Header>
      }
      columnDefinitions={[
        { id: 'at', header: 'Asked for', cell: (entry) => <Moment ms={entry.askedAtMs} />, isRowHeader: true },
        { id: 'what', header: 'What', cell: () => 'Heartbeat' },
        { id: 'outcome', header: 'Outcome', cell: (entry) => <JournalOutcome entry={entry} /> },
        { id: 'token', header: 'Token', cell: (entry) => entry.tokenFingerprint },
      ]}
    />
  )
}
