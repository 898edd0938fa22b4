import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { TokenBasis, WriteOutcome } from '../console/journal-entry.ts'
import { deadlineLimits, unreadLimit } from '../domain/hard-limit.ts'
import type { TaskRow } from '../queries/in-flight.ts'
import { NoKeyRepeat } from '../ui/no-key-repeat.tsx'
import { useStore } from '../ui/use-store.ts'
import { useConsole } from './console-context.tsx'
import { outcomeWords } from './outcome-words.ts'
import { PolicyCopy } from './policy-copy.tsx'
import { unrecordedWords } from './unrecorded-words.ts'
import { useWriteMoment } from './use-write-moment.ts'

/** Whether a write to this task is under way, from any page of this browser. */
export function useIsUnderWay({ ref }: TaskRow): boolean {
  const { journal } = useConsole()
  useStore(journal.entries)
  return journal.isUnderWay(ref)
}

interface WriteOutcomeAlertProps {
  readonly row: TaskRow
  readonly outcome: WriteOutcome
  readonly basis: TokenBasis
  /** false: the statement that would allow it is shown beside this. */
  readonly withPolicy: boolean
  /** Sends it although it cannot be recorded. */
  readonly onSendWithoutRecord: () => void
}

/** How one write ended, in the words of the person who sent it, and whether the journal has it. */
export function WriteOutcomeAlert({
  row,
  outcome,
  basis,
  withPolicy,
  onSendWithoutRecord,
}: WriteOutcomeAlertProps) {
  const { journal } = useConsole()
  const write = useWriteMoment()
  const recorded = useStore(journal.entries).find((entry) => entry.outcome === outcome)?.recorded
  const { task, evidence } = row
  const hardMs = deadlineLimits(task, evidence.execution)?.at.lo ?? null
  const limitUnread = unreadLimit(task, evidence.execution)
  const words = outcomeWords(outcome, { task, basis, hardMs, limitUnread }, write)
  const unrecorded = recorded === undefined ? null : unrecordedWords(recorded)
  return (
    <Alert
      type={words.type}
      header={words.headline}
      action={
        outcome.kind === 'unrecorded' && (
          <NoKeyRepeat>
            <Button onClick={onSendWithoutRecord}>Send without a record</Button>
          </NoKeyRepeat>
        )
      }
    >
      <SpaceBetween size="xs">
        {words.detail !== '' && <div>{words.detail}</div>}
        {unrecorded !== null && <div>{unrecorded}</div>}
        {withPolicy && words.policy !== undefined && <PolicyCopy policy={words.policy} />}
      </SpaceBetween>
    </Alert>
  )
}
