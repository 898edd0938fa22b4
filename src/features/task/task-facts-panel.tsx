import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs, { type KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs'
import type { Seconds } from '../../asl/lint-rules.ts'
import type { ExecutionRef } from '../../domain/execution-id.ts'
import type { SwfActivity, TaskFacts } from '../../domain/in-flight-task.ts'
import { formatInterval } from '../../lib/duration.ts'
import { useConsole } from '../../parts/console-context.tsx'
import { Moment } from '../../parts/moment.tsx'
import { HardLimitCell, intervalWords, LastSeen, RunningFor, workerWords } from '../../parts/task-facts.tsx'
import { executionHref, RouteLink } from '../../parts/task-name.tsx'
import { tokenFacts } from '../../parts/token-words.ts'
import type { EndedRow, TaskRow } from '../../queries/in-flight.ts'

/** All that the history tells of one task. */
export function TaskFactsPanel({ row }: { readonly row: TaskRow | EndedRow }) {
  const { vault } = useConsole()
  const { task } = row
  const over = 'ending' in row
  const items: KeyValuePairsProps.Item[] = [
    { label: 'Working on it', value: workerWords(task, over) },
    { label: 'Scheduled', value: <Moment ms={task.scheduledAtMs} /> },
    {
      label: task.kind === 'activity' ? 'Taken by a worker' : 'Started',
      value: task.startedAtMs === null ? over ? 'never' : 'not yet' : <Moment ms={task.startedAtMs} />,
    },
    ...submitted(task),
    ...(over
      ? []
      : [
          { label: 'Running', value: <RunningFor row={row} /> },
          { label: 'Last seen open', value: <LastSeen row={row} /> },
        ]),
    { label: 'Heartbeat interval', value: intervalWords(task) },
    ...(task.swf === null
      ? [{ label: 'TimeoutSeconds', value: seconds(task.timeoutSeconds, 'none') }]
      : swfTimeouts(task, task.swf)),
    ...(over ? [] : [{ label: 'Hard limit', value: <HardLimitCell row={row} /> }]),
    { label: 'Attempt', value: task.attempt === null ? 'not known' : String(task.attempt) },
    { label: 'Token', value: tokenFacts(task, vault.get(row.ref) !== undefined, over) },
    ...(task.swf === null
      ? [{ label: 'Resource', value: <span className="breakable">{task.resource}</span> }]
      : swfNames(row.execution, task.swf)),
    ...(task.childExecutionArn === null
      ? []
      : [
          {
            label: 'Child execution',
            value: (
              <RouteLink href={executionHref(row.ref.connectionId, task.childExecutionArn)}>
                <span className="breakable">{task.childExecutionArn}</span>
              </RouteLink>
            ),
          },
        ]),
  ]
  return (
    <Container header={<Header variant="h2">What history tells</Header>}>
      {/* Wide enough for the longest name of a setting. */}
      <KeyValuePairs columns={4} minColumnWidth={180} items={items} />
    </Container>
  )
}

function submitted({ kind, submittedAtMs }: TaskFacts): KeyValuePairsProps.Item[] {
  if (kind !== 'callback' && kind !== 'job') return []
  const value = submittedAtMs === null ? 'not seen yet' : <Moment ms={submittedAtMs} />
  return [{ label: 'Submitted', value }]
}

function swfTimeouts({ timeoutSeconds }: TaskFacts, swf: SwfActivity): KeyValuePairsProps.Item[] {
  return [
    { label: 'startToCloseTimeout', value: seconds(timeoutSeconds, 'NONE') },
    { label: 'scheduleToStartTimeout', value: seconds(swf.scheduleToStartSeconds, 'NONE') },
    { label: 'scheduleToCloseTimeout', value: seconds(swf.scheduleToCloseSeconds, 'NONE') },
  ]
}

function swfNames(execution: ExecutionRef, swf: SwfActivity): KeyValuePairsProps.Item[] {
  const { activityId, activityType, taskList } = swf
  const named = [
    { label: 'Activity type', value: `${activityType.name} (${activityType.version})` },
    { label: 'activityId', value: activityId },
    { label: 'Task list', value: taskList },
  ]
  if (execution.service === 'swf')
    named.push(
      { label: 'Domain', value: execution.domain },
      { label: 'workflowId', value: execution.workflowId },
      { label: 'runId', value: execution.runId },
    )
  return named.map(({ label, value }) => ({ label, value: <span className="breakable">{value}</span> }))
}

function seconds(value: Seconds, none: string): string {
  if (value === undefined) return 'unknown'
  if (value === null) return none
  const readable = formatInterval(value)
  return readable === `${value} s` ? readable : `${value} s · ${readable}`
}
