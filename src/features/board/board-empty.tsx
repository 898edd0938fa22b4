import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useConsole } from '../../parts/console-context.tsx'
import { useStores } from '../../ui/use-stores.ts'
import { readingOf } from './board-state.tsx'

interface BoardEmptyProps {
  readonly filtered: boolean
  readonly onClear: () => void
}

/** Why there is no row: the filter, reading not done, something in the way, or really nothing in flight. */
export function BoardEmpty({ filtered, onClear }: BoardEmptyProps) {
  const { loops } = useConsole()
  const statuses = useStores(loops.map((loop) => loop.status))
  if (filtered) {
    return (
      <Message title="No task matches the filter">
        <Button onClick={onClear}>Clear filter</Button>
      </Message>
    )
  }
  const { watched, listed, executions, read } = readingOf(statuses)
  if (statuses.every(({ troubles, watched: count }) => count === null && troubles.length > 0)) {
    return (
      <Message title="Nothing could be read">
        The reason stands above. What to do next stands with it.
      </Message>
    )
  }
  if (statuses.some(({ watched: count }) => count === null)) {
    return <Message title="Reading the list of state machines">This takes a few seconds.</Message>
  }
  if (listed < watched || read < executions) {
    return (
      <Message title="Reading what is in flight">
        <ProgressBar
          value={(100 * (listed + read)) / Math.max(1, watched + executions)}
          label={`${listed} of ${watched} state machines listed, ${read} of ${executions} executions read`}
        />
      </Message>
    )
  }
  if (watched === 0) {
    return (
      <Message title="No state machine is watched">
        None in this account and region matches the watch list of config.json, or there is none. Open an
        execution by its ARN above.
      </Message>
    )
  }
  return (
    <Message title={`Nothing in flight in ${watched} state machines`}>
      New executions appear here by themselves.
    </Message>
  )
}

function Message({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <Box textAlign="center" padding={{ vertical: 'l' }}>
      <SpaceBetween size="xs">
        <b>{title}</b>
        <div>{children}</div>
      </SpaceBetween>
    </Box>
  )
}
