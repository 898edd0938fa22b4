import type { JournalHealth } from '../../console/journal.ts'

/** What an empty list means. `others`: entries that are not shown. */
export function emptyWords(reading: JournalHealth['reading'], others: number): string {
  if (reading === 'loading') return 'Loading the journal.'
  if (reading === 'failed') return 'The journal could not be read, so what was sent before is unknown.'
  return others === 0 ? 'The journal of this browser is empty.' : 'No entries that can be shown.'
}

/** null: there is nothing to say. */
export function hiddenWords(hidden: number): string | null {
  if (hidden === 0) return null
  return hidden === 1
    ? 'One more entry is not shown: it belongs to somebody else, or to a connection that nobody is signed in to or that config.json no longer names.'
    : `${hidden} more entries are not shown: they belong to somebody else, or to a connection that nobody is signed in to or that config.json no longer names.`
}

export function unreadableWords(unreadable: number): string | null {
  if (unreadable === 0) return null
  return unreadable === 1
    ? 'One more entry was written by another version of the console and cannot be shown.'
    : `${unreadable} more entries were written by another version of the console and cannot be shown.`
}

export function unrecordedCountWords(count: number): string | null {
  if (count === 0) return null
  return count === 1
    ? 'One of these is not in the journal. Only this page lists it, until you close it.'
    : `${count} of these are not in the journal. Only this page lists them, until you close it.`
}
