import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { type JournalEntry, sameTask } from '../../console/journal-entry.ts'
import type { CancelRequest, SwfActivity } from '../../domain/in-flight-task.ts'
import { useConsole } from '../../parts/console-context.tsx'
import { denialReason } from '../../parts/denied-words.ts'
import { Elapsed } from '../../parts/elapsed.tsx'
import { useDenial } from '../../parts/missing-permission.tsx'
import { Moment } from '../../parts/moment.tsx'
import { isUnclaimed } from '../../parts/task-kinds.ts'
import type { TaskRow } from '../../queries/in-flight.ts'
import { useStore } from '../../ui/use-store.ts'

/** Whether somebody asked for this task to be cancelled: from history, which costs nothing, or by heartbeat, which does. */
export function Cancellation({ row, onAsk }: { readonly row: TaskRow; readonly onAsk: () => void }) {
  const { swf } = row.task
  const denied = useDenial(row, 'askCancelRequested')
  if (swf === null) {
    return (
      <Container header={<Header variant="h2">Cancellation</Header>}>
        Step Functions has no cancelRequested: nobody can ask a single task to stop. Stopping the execution
        ends its tasks, and their workers learn it only when AWS refuses their next heartbeat or answer.
      </Container>
    )
  }
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            isUnclaimed(row.task) ? undefined : (
              <Button
                {...(denied === undefined ? {} : { disabled: true, disabledReason: denialReason(denied) })}
                onClick={onAsk}
              >
                Ask by heartbeat
              </Button>
            )
          }
        >
          Cancellation
        </Header>
      }
    >
      <SpaceBetween size="s">
        <FromHistory row={row} swf={swf} />
        <LastAnswer row={row} />
      </SpaceBetween>
    </Container>
  )
}

function FromHistory({
  row: { connection, evidence },
  swf: { cancelRequest },
}: {
  readonly row: TaskRow
  readonly swf: SwfActivity
}) {
  if (cancelRequest === null) {
    return (
      <div>
        <StatusIndicator type="stopped">cancelRequested: false as of the last read</StatusIndicator>
        <div className="deadline-under">
          No ActivityTaskCancelRequested in its history as of <Moment ms={evidence.openAt.lo} />. Histories
          may lag by some seconds.
        </div>
      </div>
    )
  }
  const { sinceMs } = cancelRequest
  return (
    <div>
      <StatusIndicator type="warning">
        cancelRequested: true since <Elapsed connection={connection} sinceMs={sinceMs} />
      </StatusIndicator>
      <div className="deadline-under">
        <AskedBy request={cancelRequest} /> Its worker learns it from the answer to its next heartbeat, and
        may ignore it.
      </div>
    </div>
  )
}

/** Of an ended task: that its cancellation had been requested, and by whom. */
export function CancellationBefore({ row: { task } }: { readonly row: TaskRow }) {
  const request = task.swf?.cancelRequest ?? null
  if (request === null) return null
  return (
    <div className="deadline-under">
      Its cancellation had been requested. <AskedBy request={request} />
    </div>
  )
}

function AskedBy({
  request: { sinceMs, atMs, decisionEventId, decider },
}: {
  readonly request: CancelRequest
}) {
  return (
    <>
      {sinceMs === atMs ? 'Asked for' : 'Asked for again'} at <Moment ms={atMs} /> by the decision in event{' '}
      {decisionEventId}
      {decider === null ? ', whose decider gave no identity' : ` of decider ${decider}`}.
    </>
  )
}

/** What SWF answered to the newest heartbeat of this console for this task. */
function LastAnswer({ row: { ref } }: { readonly row: TaskRow }) {
  const { shownJournal } = useConsole()
  const answered = useStore(shownJournal).entries.findLast(
    (entry) => sameTask(entry.task, ref) && cancelRequestedIn(entry) !== null,
  )
  if (answered?.outcome?.kind !== 'accepted') return null
  const { at, cancelRequested } = answered.outcome
  return (
    <div className="deadline-under">
      Your heartbeat at <Moment ms={at.lo} /> was answered cancelRequested: {String(cancelRequested)}
      {answered.tokenBasis === 'pasted' && ', for the task that the pasted token belongs to'}.
    </div>
  )
}

function cancelRequestedIn({ outcome }: JournalEntry): boolean | null {
  return outcome?.kind === 'accepted' ? outcome.cancelRequested : null
}
