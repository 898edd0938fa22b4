import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useConsole } from '../../parts/console-context.tsx'
import { JournalTable } from '../../parts/journal-table.tsx'
import { useStore } from '../../ui/use-store.ts'
import { emptyWords, hiddenWords, unreadableWords, unrecordedCountWords } from './journal-words.ts'

/** Every write of this browser, newest first. */
export function JournalPage() {
  const { journal, shownJournal } = useConsole()
  const { reading, unreadable } = useStore(journal.health)
  const { entries, hidden } = useStore(shownJournal)
  const notRecorded = entries.filter(({ recorded }) => recorded === 'none').length
  const notes = [unrecordedCountWords(notRecorded), hiddenWords(hidden), unreadableWords(unreadable)].filter(
    (words) => words !== null,
  )
  return (
    <SpaceBetween size="m">
      <JournalTable
        entries={entries}
        label="Journal"
        withTask
        header={
          <Header
            variant="h1"
            counter={`(${entries.length})`}
            description="What you sent to AWS from this browser. Tokens are never kept; their fingerprints are."
          >
            Journal
          </Header>
        }
        empty={<Box textAlign="center">{emptyWords(reading, hidden + unreadable)}</Box>}
      />
      {notes.map((words) => (
        <Alert key={words} type="info">
          {words}
        </Alert>
      ))}
    </SpaceBetween>
  )
}
