import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { JournalEntry, WriteOutcome } from '../console/journal.ts'

const WORDS: Readonly<
  Record<WriteOutcome['kind'], { readonly type: StatusIndicatorProps.Type; readonly text: string }>
> = {
  accepted: { type: 'success', text: 'accepted' },
  taskClosed: { type: 'info', text: "the token's task was closed" },
  underWay: { type: 'info', text: 'not sent: another was under way' },
  taskDoesNotExist: { type: 'warning', text: 'AWS knows no such task' },
  taskUnknown: { type: 'info', text: 'closed, or never a task' },
  invalidToken: { type: 'warning', text: 'not a task token' },
  refused: { type: 'error', text: 'refused' },
  alreadyEnded: { type: 'info', text: 'not sent: the task had ended' },
  notSent: { type: 'error', text: 'not sent' },
  unknown: { type: 'warning', text: 'not known whether it arrived' },
}

/** How one write ended, in a word or two. */
export function JournalOutcome({ entry: { outcome, tokenBasis } }: { readonly entry: JournalEntry }) {
  if (outcome === null) return <StatusIndicator type="in-progress">under way</StatusIndicator>
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
    </StatusIndicator>
  )
}
