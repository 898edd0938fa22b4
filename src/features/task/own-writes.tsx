import Header from '@cloudscape-design/components/header'
import { sameTask, type TaskRef } from '../../console/journal-entry.ts'
import { useConsole } from '../../parts/console-context.tsx'
import { JournalTable } from '../../parts/journal-table.tsx'
import { useStore } from '../../ui/use-store.ts'

/** What this console has sent for one task, newest first. */
export function OwnWrites({ of }: { readonly of: TaskRef }) {
  const { shownJournal } = useConsole()
  const entries = useStore(shownJournal).entries.filter(({ task }) => sameTask(task, of))
  if (entries.length === 0) return null
  return (
    <JournalTable
      entries={entries}
      label="What you sent for this task"
      withTask={false}
      header={
        <Header variant="h2" counter={`(${entries.length})`}>
          What you sent
        </Header>
      }
    />
  )
}
