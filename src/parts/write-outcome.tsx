import Alert from '@cloudscape-design/components/alert'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { type ActionKind, type JournalEntry, sameTask } from '../console/journal.ts'
import { deadlineLimits, unreadLimit } from '../domain/hard-limit.ts'
import type { TaskRow } from '../queries/in-flight.ts'
import { useStore } from '../ui/use-store.ts'
import { useConsole } from './console-context.tsx'
import { outcomeWords } from './outcome-words.ts'
import { PolicyCopy } from './policy-copy.tsx'
import { useWriteMoment } from './use-write-moment.ts'

/** What was sent for this task: whether something is under way, and how the newest of its kind in this visit ended. */
export function useOwnWrites(
  { ref }: TaskRow,
  kind: ActionKind,
): {
  readonly sending: boolean
  readonly last: JournalEntry | undefined
} {
  const { journal } = useConsole()
  const entries = useStore(journal.entries).filter(({ task }) => sameTask(task, ref))
  const [before] = useState(entries.length)
  const newest = entries.slice(before).findLast((entry) => entry.kind === kind)
  return {
    sending: entries.some(({ outcome }) => outcome === null),
    last: newest?.outcome === null ? undefined : newest,
  }
}

/** How one write ended, in the words of the one who sent it. */
export function WriteOutcomeAlert({
  row,
  entry,
  withPolicy,
}: {
  readonly row: TaskRow
  readonly entry: JournalEntry
  /** false: the statement that would allow it stands beside this. */
  readonly withPolicy: boolean
}) {
  const write = useWriteMoment()
  const { task, evidence } = row
  const hardMs = deadlineLimits(task, evidence.execution)?.at.lo ?? null
  const limitUnread = unreadLimit(task, evidence.execution)
  if (entry.outcome === null) return null
  const words = outcomeWords(entry.outcome, { task, basis: entry.tokenBasis, hardMs, limitUnread }, write)
  return (
    <Alert type={words.type} header={words.headline}>
      <SpaceBetween size="xs">
        {words.detail !== '' && <div>{words.detail}</div>}
        {withPolicy && words.policy !== undefined && <PolicyCopy policy={words.policy} />}
      </SpaceBetween>
    </Alert>
  )
}
