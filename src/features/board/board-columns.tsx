import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import type { TableProps } from '@cloudscape-design/components/table'
import { DeadlineWithEvidence } from '../../parts/deadline-cell.tsx'
import { Ending } from '../../parts/ending.tsx'
import { kindWords } from '../../parts/kind-words.ts'
import { denialReasonInList, useDenial } from '../../parts/missing-permission.tsx'
import { OfConnection } from '../../parts/of-connection.tsx'
import { HardLimitCell, intervalWords, LastSeen, RunningFor, WorkingOnIt } from '../../parts/task-facts.tsx'
import { isUnclaimed, takesHeartbeats } from '../../parts/task-kinds.ts'
import { executionHref, RouteLink, taskHref, taskLabel } from '../../parts/task-name.tsx'
import { tokenWords } from '../../parts/token-words.ts'
import { type BoardRow, hasEnded } from './board-model.ts'

export interface BoardActions {
  readonly onHeartbeat: (row: BoardRow) => void
  readonly hasPasted: (row: BoardRow) => boolean
}

export function DeadlineColumn({ row }: { readonly row: BoardRow }) {
  return hasEnded(row) ? <Ending row={row} /> : <DeadlineWithEvidence row={row} />
}

export function TaskColumn({ row }: { readonly row: BoardRow }) {
  return (
    <div className="task-name">
      <RouteLink href={taskHref(row)}>{taskLabel(row)}</RouteLink>
      <Box fontSize="body-s" color="text-body-secondary">
        {kindWords(row.task)} · {row.task.swf !== null && `${row.task.swf.activityId} · `}
        <RouteLink href={executionHref(row.ref.connectionId, row.ref.executionId)} fontSize="body-s">
          {row.executionName}
        </RouteLink>
        <OfConnection id={row.connection.id} />
      </Box>
    </div>
  )
}

export function HeartbeatButton({
  row,
  onHeartbeat,
}: { readonly row: BoardRow } & Pick<BoardActions, 'onHeartbeat'>) {
  const denied = useDenial(row)
  if (hasEnded(row) || !takesHeartbeats(row.task) || isUnclaimed(row.task)) return null
  return (
    <Button
      variant="inline-link"
      ariaLabel={`Send heartbeat to ${taskLabel(row)}`}
      {...(denied === undefined ? {} : { disabled: true, disabledReason: denialReasonInList(denied) })}
      onClick={() => onHeartbeat(row)}
    >
      Send heartbeat
    </Button>
  )
}

export function boardColumns({
  onHeartbeat,
  hasPasted,
}: BoardActions): TableProps.ColumnDefinition<BoardRow>[] {
  return [
    { id: 'deadline', header: 'Deadline', cell: (row) => <DeadlineColumn row={row} />, width: 230 },
    {
      id: 'task',
      header: 'Task',
      cell: (row) => <TaskColumn row={row} />,
      isRowHeader: true,
      minWidth: 220,
    },
    { id: 'worker', header: 'Working on it', cell: (row) => <WorkingOnIt row={row} />, minWidth: 150 },
    { id: 'running', header: 'Running', cell: (row) => <RunningFor row={row} />, minWidth: 96 },
    { id: 'interval', header: 'Interval', cell: ({ task }) => intervalWords(task), minWidth: 92 },
    { id: 'hardLimit', header: 'Hard limit', cell: (row) => <HardLimitCell row={row} />, minWidth: 110 },
    {
      id: 'token',
      header: 'Token',
      cell: (row) => tokenWords(row.task, hasPasted(row)),
      minWidth: 84,
    },
    { id: 'seen', header: 'Last seen', cell: (row) => <LastSeen row={row} />, minWidth: 110 },
    {
      id: 'action',
      header: 'Action',
      cell: (row) => <HeartbeatButton row={row} onHeartbeat={onHeartbeat} />,
      minWidth: 130,
    },
  ]
}
