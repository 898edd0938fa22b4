import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import { useConsole } from '../../parts/console-context.tsx'
import { Ending } from '../../parts/ending.tsx'
import { HeartbeatPanel } from '../../parts/heartbeat-panel.tsx'
import { OfConnection } from '../../parts/of-connection.tsx'
import { taskLabel } from '../../parts/task-name.tsx'
import type { TaskRow } from '../../queries/in-flight.ts'
import { useStore } from '../../ui/use-store.ts'

interface HeartbeatDialogProps {
  readonly row: TaskRow
  readonly onClose: () => void
}

/** The heartbeat of one task, over the board; where the task ends meanwhile, how it ended. */
export function HeartbeatDialog({ row, onClose }: HeartbeatDialogProps) {
  const { inFlight } = useConsole()
  const { byId, ended } = useStore(inFlight)
  const endedRow = byId.has(row.id) ? undefined : ended.find(({ id }) => id === row.id)
  return (
    <Modal
      visible
      size="medium"
      header={
        <>
          Send a heartbeat to {taskLabel(row)}
          <OfConnection id={row.connection.id} />?
        </>
      }
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button onClick={onClose}>Close</Button>
        </Box>
      }
    >
      {endedRow !== undefined && (
        <Box margin={{ bottom: 'm' }}>
          <b>This task has ended.</b>
          <Ending row={endedRow} />
        </Box>
      )}
      <HeartbeatPanel key={row.id} row={byId.get(row.id) ?? row} over={endedRow !== undefined} />
    </Modal>
  )
}
