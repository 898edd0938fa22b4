import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { JournalEntry, Recorded, WriteOutcome } from '../console/journal-entry.ts'

const WORDS: Readonly<
  Record<WriteOutcome['kind'], { readonly type: StatusIndicatorProps.Type; readonly text: string }>
> = {
  accepted: { type: 'success', text: 'accepted' },
  taskClosed: { type: 'info', text: "the token's task was closed" },
  underWay: { type: 'info', text: 'not sent: another was under way' },
  unrecorded: { type: 'warning', text: 'not sent: the journal could not be written' },
  pageClosed: { type: 'info', text: 'not sent: its page was closed first' },
  taskDoesNotExist: { type: 'warning', text: 'AWS knows no such task' },
  taskUnknown: { type: 'info', text: 'closed, or never a task' },
  invalidToken: { type: 'warning', text: 'not a task token' },
  refused: { type: 'error', text: 'refused' },
  alreadyEnded: { type: 'info', text: 'not sent: the task had ended' },
  notSent: { type: 'error', text: 'not sent' },
  unknown: { type: 'warning', text: 'outcome unknown' },
}

const RECORDED: Readonly<Record<Recorded, string>> = {
  whole: '',
  withoutOutcome: ' · outcome not saved',
  none: ' · not in the journal',
}

/** How one write ended, in a word or two. */
export function JournalOutcome({
  entry: { outcome, tokenBasis, recorded },
}: {
  readonly entry: JournalEntry
}) {
  if (outcome === null)
    return <StatusIndicator type="in-progress">under way{RECORDED[recorded]}</StatusIndicator>
  const { type, text } = WORDS[outcome.kind]
  const doubt = outcome.kind === 'accepted' && tokenBasis === 'pasted' ? ' for a pasted token' : ''
  const asked =
    outcome.kind === 'accepted' && outcome.cancelRequested !== null
      ? ` · cancelRequested ${outcome.cancelRequested}`
      : ''
  return (
    <StatusIndicator type={type}>
      {text}
      {doubt}
      {asked}
      {RECORDED[recorded]}
    </StatusIndicator>
  )
}
