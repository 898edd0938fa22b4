import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { BOARD_PATH } from './link.ts'

/** A page of this console failed: a bug. Reads continue, and the other pages work. */
export function BrokenPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const openBoard = (): void => {
    // Where the address is this one already, only the reset renders the board again.
    void router.navigate({ to: BOARD_PATH, search: {} }).then(reset)
  }
  return (
    <Alert type="error" header={<span role="alert">This screen broke</span>}>
      <SpaceBetween size="s">
        <div>
          This is a bug in the console ({error instanceof Error ? error.name : 'no reason given'}). It sent
          nothing to AWS. The other pages still work.
        </div>
        <SpaceBetween size="xs" direction="horizontal">
          <Button variant="primary" onClick={openBoard}>
            Open the board without filters
          </Button>
          <Button onClick={() => location.reload()}>Reload</Button>
        </SpaceBetween>
      </SpaceBetween>
    </Alert>
  )
}
