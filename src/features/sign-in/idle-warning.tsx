import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import { formatDuration } from '../../lib/duration.ts'
import { useConsole } from '../../parts/console-context.tsx'
import { useTicked } from '../../parts/use-ticking.ts'
import { useStore } from '../../ui/use-store.ts'

/**
 * Said for the last minute before everybody is signed out. Over the page, and only its own button ends it: a notice that went when the
 * pointer moved would move what is under the pointer.
 */
export function IdleWarning() {
  const { idle, ports } = useConsole()
  const endsAtMs = useStore(idle.endsAtMs)
  const left = useTicked(() => formatDuration(Math.max(0, (endsAtMs ?? 0) - ports.passed()), 'up'))
  return (
    <Modal
      visible={endsAtMs !== null}
      header="You are about to be signed out"
      closeAriaLabel="Stay signed in"
      onDismiss={() => idle.stay()}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={() => idle.stay()}>
            Stay signed in
          </Button>
        </Box>
      }
    >
      Nobody has been active in any tab. In {left} this page signs out, and forgets what was pasted.
    </Modal>
  )
}
