import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import { useConsole } from '../../parts/console-context.tsx'
import { JournalTable } from '../../parts/journal-table.tsx'
import { useStore } from '../../ui/use-store.ts'

/** Every write of this console in this tab, newest first. */
export function JournalPage() {
  const { journal } = useConsole()
  const entries = useStore(journal.entries)
  return (
    <JournalTable
      entries={entries}
      label="Journal"
      withTask
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
    />
  )
}
