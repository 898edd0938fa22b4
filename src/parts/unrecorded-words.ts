import type { Recorded } from '../console/journal-entry.ts'

/** What of a write is lost when its page closes; null: nothing. */
export function unrecordedWords(recorded: Recorded): string | null {
  switch (recorded) {
    case 'whole':
      return null
    case 'withoutOutcome':
      return 'This outcome could not be saved to the journal. Once this page is closed, the journal shows it as unknown.'
    case 'none':
      return 'This is not in the journal. Only this page lists it, until you close it.'
  }
}
