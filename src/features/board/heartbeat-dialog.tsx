import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import { useConsole } from '../../parts/console-context.tsx'
import { HeartbeatPanel } from '../../parts/heartbeat-panel.tsx'
import { taskLabel } from '../../parts/task-name.tsx'
import type { TaskRow } from '../../queries/in-flight.ts'
import { useStore } from '../../ui/use-store.ts'

interface HeartbeatDialogProps {
  readonly row: TaskRow
  readonly onClose: () => void
}

/** The heartbeat of one task, over the board. */
export function HeartbeatDialog({ row, onClose }: HeartbeatDialogProps) {
  const { inFlight } = useConsole()
  const latest = useStore(inFlight).byId.get(row.id) ?? row
  return (
    <Modal
      visible
      size="medium"
      header={`Send a heartbeat to ${taskLabel(row)}?`}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button onClick={onClose}>Close</Button>
        </Box>
      }
    >
      <HeartbeatPanel row={latest} />
    </Modal>
  )
}
