import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import LiveRegion from '@cloudscape-design/components/live-region'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { exactly } from '../../domain/interval.ts'
import { momentWriter } from '../../lib/moment.ts'
import { region } from '../../local-aws/place.ts'
import { deadlineWords } from '../../parts/deadline-words.ts'
import { executionHref } from '../../parts/task-name.tsx'
import type { LabRun, LabState } from './lab-client.ts'
import type { LabTrace } from './lab-run.ts'
import { LabStrip } from './lab-strip.tsx'
import { EventsTable, LanesTable } from './lab-tables.tsx'
import { type LabTask, type LabTimeline, labTimeline } from './lab-timeline.ts'
import { truthWords } from './lab-words.ts'

/** How a run goes, told twice: as it is, and as AWS has it. */
export function LabResult({
  state: { run, refused, trace },
  onRun,
  onStop,
}: {
  readonly state: LabState
  readonly onRun: () => void
  readonly onStop: () => void
}) {
  const timeline = run === null || trace === null ? null : labTimeline(trace, run.machine)
  const isRunning = refused === null && timeline !== null && timeline.executionEnded === null
  const actions = (
    <SpaceBetween size="xs" direction="horizontal" alignItems="center">
      {run !== null && (
        <Link href={`#${executionHref(`local/${region}`, run.executionArn)}`}>Open in the console</Link>
      )}
      {isRunning && <Button onClick={onStop}>Stop the execution</Button>}
      <Button variant="primary" onClick={onRun}>
        Run
      </Button>
    </SpaceBetween>
  )
  return (
    <Container
      header={
        <Header variant="h2" actions={actions}>
          The run
        </Header>
      }
    >
      {refused !== null ? (
        <Alert type="error" header={`AWS refused: ${refused.code}`}>
          {refused.message}
        </Alert>
      ) : run === null || trace === null || timeline === null ? (
        <Box color="text-body-secondary">Nothing runs yet. Choose a state machine and press Run.</Box>
      ) : (
        <RunTold run={run} trace={trace} timeline={timeline} />
      )}
    </Container>
  )
}

function RunTold({
  run,
  trace,
  timeline,
}: {
  readonly run: LabRun
  readonly trace: LabTrace
  readonly timeline: LabTimeline
}) {
  const over = timeline.executionEnded !== null
  return (
    <SpaceBetween size="m">
      <RunStatus timeline={timeline} />
      <LiveRegion hidden>{over ? 'The execution is over.' : 'The execution runs.'}</LiveRegion>
      {!run.order.manner.polls && !over && (
        <Alert type="warning">
          No worker is there. A task that nobody takes waits without a heartbeat clock, and its TimeoutSeconds
          do not count either.
        </Alert>
      )}
      {timeline.open.map((task) => (
        <OpenTask key={task.task.scheduledEventId} task={task} nowMs={timeline.nowMs} />
      ))}
      <LabStrip trace={trace} timeline={timeline} />
      <p className="lab-quiet">
        A beat makes no event, and no call of AWS tells of it: what happened is known to this lab alone.
      </p>
      <LanesTable timeline={timeline} />
      {trace.cutShort && (
        <Alert type="info">The history is longer than the 1,000 events that the lab reads.</Alert>
      )}
      <EventsTable events={trace.events} nowMs={timeline.nowMs} />
    </SpaceBetween>
  )
}

const OUTCOMES = {
  succeeded: { type: 'success', words: 'succeeded' },
  failed: { type: 'error', words: 'failed' },
  timedOut: { type: 'error', words: 'timed out' },
  aborted: { type: 'stopped', words: 'was stopped' },
} as const

function RunStatus({ timeline }: { readonly timeline: LabTimeline }) {
  const { executionEnded, nowMs, startedAtMs } = timeline
  const { zoned } = momentWriter('local')
  if (executionEnded === null)
    return (
      <StatusIndicator type="in-progress">
        Running since {zoned(startedAtMs, nowMs)}; it is now{' '}
        <span className="figures">{zoned(nowMs, nowMs)}</span>
      </StatusIndicator>
    )
  const { type, words } = OUTCOMES[executionEnded.outcome]
  return (
    <StatusIndicator type={type}>
      The execution {words} at {zoned(executionEnded.atMs, nowMs)}
      {executionEnded.error === null ? '' : `: ${executionEnded.error}`}
    </StatusIndicator>
  )
}

/** One task in both tellings. */
function OpenTask({ task: known, nowMs }: { readonly task: LabTask; readonly nowMs: number }) {
  const { task, told } = known
  const words = deadlineWords(task, told, exactly(nowMs))
  const attempt = task.attempt === null || task.attempt === 1 ? '' : ` (try ${task.attempt})`
  return (
    <dl className="lab-task" aria-label={`${task.name ?? 'Task'}${attempt}`}>
      <div>
        <dt>
          {task.name}
          {attempt}, as the console has it
        </dt>
        <dd>
          <strong className="figures">{words.figure}</strong> {words.words}, {words.under}
        </dd>
      </div>
      <div>
        <dt>As it is</dt>
        <dd>{truthWords(known, nowMs)}</dd>
      </div>
    </dl>
  )
}
