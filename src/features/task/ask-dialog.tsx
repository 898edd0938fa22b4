import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { Ending } from '../../parts/ending.tsx'
import { HeartbeatPanel } from '../../parts/heartbeat-panel.tsx'
import { taskLabel } from '../../parts/task-name.tsx'
import type { EndedRow, TaskRow } from '../../queries/in-flight.ts'

interface AskDialogProps {
  readonly row: TaskRow | EndedRow
  readonly onClose: () => void
}

/** Asks SWF by heartbeat whether cancellation is requested; where the task ends meanwhile, how it ended. */
export function AskDialog({ row, onClose }: AskDialogProps) {
  const over = 'ending' in row
  return (
    <Modal
      visible
      size="medium"
      header={`Ask by heartbeat whether ${taskLabel(row)} is to be cancelled?`}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button onClick={onClose}>Close</Button>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {over ? (
          <div>
            <b>This task has ended.</b>
            <Ending row={row} />
          </div>
        ) : (
          <Box>
            History shows the same without a side effect. This is a heartbeat like any other: it resets the
            clock and may hide a dead worker. SWF answers with cancelRequested.
          </Box>
        )}
        <HeartbeatPanel row={row} kind="askCancelRequested" over={over} />
      </SpaceBetween>
    </Modal>
  )
}
