import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import type { ErrorComponentProps } from '@tanstack/react-router'

/** A screen of this console broke: a defect. Reading goes on, and the other screens work. */
export function BrokenPage({ error, reset }: ErrorComponentProps) {
  return (
    <Alert
      type="error"
      header="This screen broke"
      action={<Button onClick={() => reset()}>Show it again</Button>}
    >
      That is a defect of the console ({error instanceof Error ? error.name : 'no reason given'}). Nothing was
      sent to AWS by it. The list of tasks still works.
    </Alert>
  )
}
