import Container from '@cloudscape-design/components/container'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs, { type KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useParams } from '@tanstack/react-router'
import { executionNameOf } from '../../domain/execution-id.ts'
import { maskTokens } from '../../domain/masked-tokens.ts'
import { BetweenTable } from '../../parts/between-table.tsx'
import { Moment } from '../../parts/moment.tsx'
import type { ExecutionRows } from '../../queries/in-flight.ts'
import { ExecutionFrame } from './execution-frame.tsx'
import { MapChildren } from './map-children.tsx'
import { TaskTable } from './task-table.tsx'

/** One execution, opened by its ARN, by workflowId and runId, or from the board: its tasks, in flight and ended. */
export function ExecutionPage() {
  const { connectionId, executionId } = useParams({ from: '/executions/$connectionId/$executionId' })
  return (
    <ExecutionFrame connectionId={connectionId} executionId={executionId}>
      {(rows) => <Execution rows={rows} />}
    </ExecutionFrame>
  )
}

const STATUS_WORDS = {
  succeeded: 'succeeded',
  failed: 'failed',
  timedOut: 'timed out',
  aborted: 'was stopped',
  completed: 'completed',
  canceled: 'was canceled',
  terminated: 'was terminated',
  continuedAsNew: 'continued as a new run',
} as const

function Execution({ rows }: { readonly rows: ExecutionRows }) {
  const { folded, readAt, ref, connectionId } = rows.record
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h1">{executionNameOf(ref)}</Header>}>
        <KeyValuePairs
          columns={4}
          minColumnWidth={180}
          items={[
            {
              label: 'Status',
              value:
                folded.ended === null ? (
                  'running'
                ) : (
                  <>
                    {STATUS_WORDS[folded.ended.outcome]} <Moment ms={folded.ended.atMs} />
                  </>
                ),
            },
            {
              label: 'Started',
              value: folded.startedAtMs === null ? 'not known' : <Moment ms={folded.startedAtMs} />,
            },
            { label: 'Read', value: <Moment ms={readAt.lo} /> },
            { label: 'Connection', value: connectionId },
            ...identity(rows.record),
          ]}
        />
      </Container>
      <TaskTable
        title="Tasks in flight"
        rows={rows.open}
        empty={
          folded.ended === null
            ? 'No task is in flight: the execution is between tasks, or waits.'
            : 'The execution has ended; nothing is in flight.'
        }
      />
      <BetweenTable rows={rows.between} />
      <MapChildren record={rows.record} />
      {rows.ended.length > 0 && <TaskTable title="Ended tasks" rows={rows.ended.toReversed()} empty="" />}
    </SpaceBetween>
  )
}

/** What names the execution to AWS, ready to be copied. */
function identity({ ref, folded }: ExecutionRows['record']): KeyValuePairsProps.Item[] {
  if (ref.service === 'states')
    return [{ label: 'Execution ARN', value: <Copyable text={ref.executionArn} what="ARN" /> }]
  const type = folded.service === 'swf' ? folded.workflowType : null
  const cancelMs = folded.service === 'swf' ? folded.cancelRequestedAtMs : null
  return [
    { label: 'Domain', value: ref.domain },
    { label: 'Workflow type', value: type === null ? 'not known' : `${type.name} (${type.version})` },
    { label: 'workflowId', value: <Copyable text={ref.workflowId} what="workflowId" /> },
    { label: 'runId', value: <Copyable text={ref.runId} what="runId" /> },
    {
      label: 'Cancellation of the workflow',
      value: cancelMs === null ? 'not requested as of that read' : <Moment ms={cancelMs} />,
    },
  ]
}

function Copyable({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <CopyToClipboard
      variant="inline"
      copyButtonAriaLabel={`Copy ${what}`}
      copySuccessText={`${what} copied`}
      copyErrorText="Could not copy"
      textToCopy={text}
      textToDisplay={maskTokens(text)}
    />
  )
}
