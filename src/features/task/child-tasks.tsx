import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Spinner from '@cloudscape-design/components/spinner'
import { errorWords } from '../../parts/error-words.ts'
import { troubleOf, usePinnedExecution } from '../../parts/use-pinned-execution.ts'
import type { TaskRow } from '../../queries/in-flight.ts'
import type { ReadLoop } from '../../queries/read-loop.ts'
import { useStore } from '../../ui/use-store.ts'
import { TaskTable } from './task-table.tsx'

/** What the execution that this task started has in flight: there it is decided when the task ends. */
export function ChildTasks({ row: { task, ref } }: { readonly row: TaskRow }) {
  if (task.childExecutionArn === null) return null
  return <TasksOf connectionId={ref.connectionId} childExecutionArn={task.childExecutionArn} />
}

function TasksOf({
  connectionId,
  childExecutionArn,
}: {
  readonly connectionId: string
  readonly childExecutionArn: string
}) {
  const pinned = usePinnedExecution(connectionId, childExecutionArn)
  if (pinned.kind !== 'pinned') return null
  if (pinned.rows === undefined) return <NotRead loop={pinned.loop} executionId={childExecutionArn} />
  const { folded } = pinned.rows.record
  return (
    <TaskTable
      title="In flight in the child execution"
      rows={pinned.rows.open}
      empty={
        folded.ended === null
          ? 'No task is in flight there: the child is between tasks, or waits.'
          : 'The child execution has ended; this task ends with it.'
      }
    />
  )
}

function NotRead({ loop, executionId }: { readonly loop: ReadLoop; readonly executionId: string }) {
  const trouble = troubleOf(useStore(loop.status), executionId)
  if (trouble === undefined)
    return (
      <Box padding="s">
        <Spinner /> Reading the child execution
      </Box>
    )
  const { headline, detail, next } = errorWords(trouble)
  return (
    <Alert type="warning" header={`The child execution cannot be read: ${headline}`}>
      {detail} {next}
    </Alert>
  )
}
