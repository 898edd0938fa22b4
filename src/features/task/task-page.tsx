import Alert from '@cloudscape-design/components/alert'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { TaskFacts } from '../../domain/in-flight-task.ts'
import { upperFirst } from '../../lib/upper-first.ts'
import { DeadlineCell, DeadlineEvidence } from '../../parts/deadline-cell.tsx'
import { DeadlineTimeline } from '../../parts/deadline-timeline.tsx'
import { Ending } from '../../parts/ending.tsx'
import { HeartbeatPanel } from '../../parts/heartbeat-panel.tsx'
import { kindWords } from '../../parts/kind-words.ts'
import { whyNoHeartbeat } from '../../parts/no-heartbeat-words.ts'
import { isUnanswerable, isUnclaimed, takesHeartbeats } from '../../parts/task-kinds.ts'
import { executionHref, RouteLink, taskLabel } from '../../parts/task-name.tsx'
import { PASSED_TO_NOBODY } from '../../parts/token-words.ts'
import type { EndedRow, ExecutionRows, TaskRow } from '../../queries/in-flight.ts'
import { AskDialog } from './ask-dialog.tsx'
import { Cancellation, CancellationBefore } from './cancellation.tsx'
import { ChildTasks } from './child-tasks.tsx'
import { ExecutionFrame } from './execution-frame.tsx'
import { OwnWrites } from './own-writes.tsx'
import { TaskFactsPanel } from './task-facts-panel.tsx'
import { TaskFindings } from './task-findings.tsx'

/** One task: what is known of its end, what can be done about it at what price, and what was done. */
export function TaskPage() {
  const { connectionId, executionId, scheduledEventId } = useParams({
    from: '/executions/$connectionId/$executionId/tasks/$scheduledEventId',
  })
  return (
    <ExecutionFrame connectionId={connectionId} executionId={executionId} lastCrumb="Task">
      {(rows) => <TaskOrNone rows={rows} scheduledEventId={scheduledEventId} />}
    </ExecutionFrame>
  )
}

function TaskOrNone({
  rows,
  scheduledEventId,
}: {
  readonly rows: ExecutionRows
  readonly scheduledEventId: string
}) {
  const [asking, setAsking] = useState(false)
  const isIt = (row: TaskRow): boolean => String(row.ref.scheduledEventId) === scheduledEventId
  const open = rows.open.find(isIt)
  const ended = rows.ended.find(isIt)
  const row = open ?? ended
  if (row === undefined)
    return (
      <Alert type="warning" header={`Event ${scheduledEventId} is not the scheduling of a task`}>
        This execution has no such task. Its own page lists those it has.
      </Alert>
    )
  return (
    <>
      {open !== undefined && <OpenTask row={open} onAsk={() => setAsking(true)} />}
      {open === undefined && ended !== undefined && <EndedTask row={ended} />}
      {/* Outside both, so that it stays where it is when the task ends beneath it. */}
      {asking && <AskDialog row={row} onClose={() => setAsking(false)} />}
    </>
  )
}

function OpenTask({ row, onAsk }: { readonly row: TaskRow; readonly onAsk: () => void }) {
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={<ExecutionLine row={row} />}>
        {taskLabel(row)}
      </Header>
      <ColumnLayout columns={2}>
        <SpaceBetween size="l">
          <Container header={<Header variant="h2">Deadline</Header>}>
            <SpaceBetween size="m">
              <DeadlineCell row={row} size="page" />
              <DeadlineTimeline row={row} />
              <DeadlineEvidence row={row} />
            </SpaceBetween>
          </Container>
          {takesHeartbeats(row.task) && <Cancellation row={row} onAsk={onAsk} />}
        </SpaceBetween>
        <Container header={<Header variant="h2">Send a heartbeat</Header>} fitHeight>
          <Heartbeat row={row} />
        </Container>
      </ColumnLayout>
      <ChildTasks row={row} />
      <TaskFindings row={row} />
      <TaskFactsPanel row={row} />
      <OwnWrites of={row.ref} />
    </SpaceBetween>
  )
}

function Heartbeat({ row }: { readonly row: TaskRow }) {
  const { task } = row
  if (!takesHeartbeats(task)) return <>{noHeartbeatWords(task)}</>
  if (isUnclaimed(task))
    return <>No worker has taken this task, so nobody has its token and no heartbeat clock runs.</>
  return <HeartbeatPanel key={row.id} row={row} />
}

function noHeartbeatWords(task: TaskFacts): string {
  const { kind, childExecutionArn } = task
  if (isUnanswerable(task))
    return `${PASSED_TO_NOBODY} There is no token to paste, and no operator can get one.`
  if (task.tokenPassedToNobody && task.heartbeatSeconds !== null)
    return 'The state passes its task token to nobody, so no heartbeat can arrive: it times out by its heartbeat unless the job ends sooner.'
  if (kind !== 'job') return 'Tasks of this kind have no token and take no heartbeat.'
  const watched = childExecutionArn === null ? 'its job' : 'its child execution'
  return `${upperFirst(whyNoHeartbeat(task))}, and AWS ends this task with ${watched}: a heartbeat would change nothing.`
}

function EndedTask({ row }: { readonly row: EndedRow }) {
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={<ExecutionLine row={row} />}>
        {taskLabel(row)}
      </Header>
      <Container header={<Header variant="h2">This task has ended</Header>}>
        <Ending row={row} whole />
        <CancellationBefore row={row} />
      </Container>
      <TaskFactsPanel row={row} />
      <OwnWrites of={row.ref} />
    </SpaceBetween>
  )
}

function ExecutionLine({ row }: { readonly row: TaskRow }) {
  return (
    <>
      {kindWords(row.task)} of execution{' '}
      <RouteLink href={executionHref(row.ref.connectionId, row.ref.executionId)}>
        {row.executionName}
      </RouteLink>
      {' · '}
      {row.connection.id}
    </>
  )
}
