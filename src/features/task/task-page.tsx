import Alert from '@cloudscape-design/components/alert'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useParams } from '@tanstack/react-router'
import { useConsole } from '../../parts/console-context.tsx'
import { DeadlineCell, DeadlineEvidence } from '../../parts/deadline-cell.tsx'
import { Ending } from '../../parts/ending.tsx'
import { HeartbeatPanel } from '../../parts/heartbeat-panel.tsx'
import { KIND_WORDS } from '../../parts/kind-words.ts'
import { Moment } from '../../parts/moment.tsx'
import {
  HardLimitCell,
  intervalWords,
  isUnclaimed,
  LastSeen,
  RunningFor,
  tokenWords,
  workerWords,
} from '../../parts/task-facts.tsx'
import { executionHref, RouteLink, taskLabel } from '../../parts/task-name.tsx'
import type { EndedRow, ExecutionRows, TaskRow } from '../../queries/in-flight.ts'
import { ExecutionFrame } from './execution-frame.tsx'
import { OwnWrites } from './own-writes.tsx'

/** One task: what is known of its end, what can be done about it at what price, and what was done. */
export function TaskPage() {
  const { connectionId, executionArn, scheduledEventId } = useParams({
    from: '/executions/$connectionId/$executionArn/tasks/$scheduledEventId',
  })
  return (
    <ExecutionFrame connectionId={connectionId} executionArn={executionArn} lastCrumb="Task">
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
  const isIt = (row: TaskRow): boolean => String(row.ref.scheduledEventId) === scheduledEventId
  const open = rows.open.find(isIt)
  const ended = rows.ended.find(isIt)
  if (open !== undefined) return <OpenTask row={open} />
  if (ended !== undefined) return <EndedTask row={ended} />
  return (
    <Alert type="warning" header={`Event ${scheduledEventId} is not the scheduling of a task`}>
      This execution has no such task. Its own page lists those it has.
    </Alert>
  )
}

function OpenTask({ row }: { readonly row: TaskRow }) {
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={<ExecutionLine row={row} />}>
        {taskLabel(row)}
      </Header>
      <ColumnLayout columns={2}>
        <Container header={<Header variant="h2">Deadline</Header>} fitHeight>
          <SpaceBetween size="m">
            <DeadlineCell row={row} size="page" />
            <DeadlineEvidence row={row} />
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Send a heartbeat</Header>} fitHeight>
          <Heartbeat row={row} />
        </Container>
      </ColumnLayout>
      <Facts row={row} />
      <OwnWrites of={row.ref} />
    </SpaceBetween>
  )
}

function Heartbeat({ row }: { readonly row: TaskRow }) {
  const { task } = row
  if (task.kind === 'lambda' || task.kind === 'requestResponse')
    return <>Tasks of this kind have no token and take no heartbeat.</>
  if (isUnclaimed(task))
    return <>No worker has taken this task, so nobody has its token and no heartbeat clock runs.</>
  return <HeartbeatPanel key={row.id} row={row} />
}

function EndedTask({ row }: { readonly row: EndedRow }) {
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={<ExecutionLine row={row} />}>
        {taskLabel(row)}
      </Header>
      <Container header={<Header variant="h2">This task has ended</Header>}>
        <Ending row={row} />
      </Container>
      <Facts row={row} />
      <OwnWrites of={row.ref} />
    </SpaceBetween>
  )
}

function ExecutionLine({ row }: { readonly row: TaskRow }) {
  return (
    <>
      {KIND_WORDS[row.task.kind]} of execution{' '}
      <RouteLink href={executionHref(row.ref.connectionId, row.ref.executionArn)}>
        {row.executionName}
      </RouteLink>
      {' · '}
      {row.connection.id}
    </>
  )
}

function Facts({ row }: { readonly row: TaskRow }) {
  const { vault } = useConsole()
  const { task } = row
  const ended = 'ending' in row
  return (
    <Container header={<Header variant="h2">What history tells</Header>}>
      <KeyValuePairs
        columns={4}
        items={[
          { label: 'Working on it', value: workerWords(task) },
          { label: 'Scheduled', value: <Moment ms={task.scheduledAtMs} /> },
          {
            label: task.kind === 'activity' ? 'Taken by a worker' : 'Started',
            value: task.startedAtMs === null ? 'not yet' : <Moment ms={task.startedAtMs} />,
          },
          ...(task.kind === 'callback' || task.kind === 'job'
            ? [
                {
                  label: 'Submitted',
                  value: task.submittedAtMs === null ? 'not seen yet' : <Moment ms={task.submittedAtMs} />,
                },
              ]
            : []),
          ...(ended
            ? []
            : [
                { label: 'Running', value: <RunningFor row={row} /> },
                { label: 'Last seen open', value: <LastSeen row={row} /> },
              ]),
          { label: 'Heartbeat interval', value: intervalWords(task) },
          {
            label: 'TimeoutSeconds',
            value: task.timeoutSeconds === null ? 'none' : `${task.timeoutSeconds} s`,
          },
          { label: 'Hard limit', value: <HardLimitCell row={row} /> },
          { label: 'Attempt', value: String(task.attempt) },
          { label: 'Token', value: tokenWords(task, vault.get(row.ref) !== undefined) },
          { label: 'Resource', value: <span className="breakable">{task.resource}</span> },
        ]}
      />
    </Container>
  )
}
