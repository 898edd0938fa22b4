import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useState } from 'react'
import { type JournalEntry, sameTask } from '../../console/journal.ts'
import type { SwfActivity } from '../../domain/in-flight-task.ts'
import { useConsole } from '../../parts/console-context.tsx'
import { Elapsed } from '../../parts/elapsed.tsx'
import { HeartbeatPanel } from '../../parts/heartbeat-panel.tsx'
import { Moment } from '../../parts/moment.tsx'
import { isUnclaimed } from '../../parts/task-kinds.ts'
import { taskLabel } from '../../parts/task-name.tsx'
import type { TaskRow } from '../../queries/in-flight.ts'
import { useStore } from '../../ui/use-store.ts'

/** Whether somebody asked for this task to be cancelled: from history, which costs nothing, or by heartbeat, which does. */
export function Cancellation({ row }: { readonly row: TaskRow }) {
  const [asking, setAsking] = useState(false)
  const { swf } = row.task
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
              <Button onClick={() => setAsking(true)}>Ask by heartbeat</Button>
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
      {asking && (
        <Modal
          visible
          size="medium"
          header={`Ask by heartbeat whether ${taskLabel(row)} is to be cancelled?`}
          onDismiss={() => setAsking(false)}
          footer={
            <Box float="right">
              <Button onClick={() => setAsking(false)}>Close</Button>
            </Box>
          }
        >
          <SpaceBetween size="m">
            <Box>
              History shows the same without a side effect. This is a heartbeat like any other: it resets the
              clock and may hide a dead worker. SWF answers with cancelRequested.
            </Box>
            <HeartbeatPanel row={row} kind="askCancelRequested" />
          </SpaceBetween>
        </Modal>
      )}
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
  const { atMs, decisionEventId, decider } = cancelRequest
  return (
    <div>
      <StatusIndicator type="warning">
        cancelRequested: true since <Elapsed connection={connection} sinceMs={atMs} />
      </StatusIndicator>
      <div className="deadline-under">
        Asked for at <Moment ms={atMs} /> by the decision in event {decisionEventId}
        {decider === null ? ', whose decider gave no identity' : ` of decider ${decider}`}. Its worker learns
        it from the answer to its next heartbeat, and may ignore it.
      </div>
    </div>
  )
}

/** What SWF answered to the newest heartbeat of this console for this task. */
function LastAnswer({ row: { ref } }: { readonly row: TaskRow }) {
  const { journal } = useConsole()
  const answered = useStore(journal.entries).findLast(
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
