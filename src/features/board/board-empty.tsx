import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useConsole } from '../../parts/console-context.tsx'
import type { Trouble } from '../../queries/trouble.ts'
import { useStores } from '../../ui/use-stores.ts'
import {
  inUnlisted,
  isListing,
  isListingMachines,
  isReading,
  listingWords,
  listWords,
  readingOf,
  unreadableWords,
} from './board-state.tsx'

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
  const reading = readingOf(statuses)
  const { lists, listed, unlisted, executions, read, unread } = reading
  if (
    listed === 0 &&
    statuses.every(({ troubles, watched: count }) => count === null && troubles.length > 0)
  ) {
    return (
      <Message title="Nothing could be read">
        The reason stands above. What to do next stands with it.
      </Message>
    )
  }
  if (statuses.some(isListingMachines)) {
    return <Message title="Reading the list of state machines">This takes a few seconds.</Message>
  }
  if (isListing(reading) || isReading(reading)) {
    return (
      <Message title="Reading what is in flight">
        <ProgressBar
          value={(100 * (listed + read)) / Math.max(1, lists + executions)}
          label={`${listingWords(reading)}, ${read} of ${executions} executions read`}
        />
      </Message>
    )
  }
  if (unlisted + unread > 0) {
    return (
      <Message title="Not everything could be read">
        The reason stands above: {unreadableWords(reading)}. What could be read has nothing in flight.
      </Message>
    )
  }
  if (statuses.some(({ watched, troubles }) => watched !== null && troubles.some(hidesTasks))) {
    return (
      <Message title="Not everything can be read any more">
        The reason stands above. When it could be read, nothing was in flight.
      </Message>
    )
  }
  if (statuses.some(({ watched }) => watched === null)) {
    return (
      <Message title={`The state machines could not be listed${inUnlisted(loops)}`}>
        The reason stands above. Nothing is in flight in {listWords(reading)}.
      </Message>
    )
  }
  if (lists === 0) {
    return (
      <Message title="No state machine and no SWF domain is watched">
        No state machine in this account and region matches the watch list of config.json, or there is none,
        and it names no SWF domain. Open an execution by its ARN above.
      </Message>
    )
  }
  return (
    <Message title={`Nothing in flight in ${listWords(reading)}`}>
      New executions appear here by themselves.
    </Message>
  )
}

/** Whether a task may be in flight that this trouble keeps from being seen. */
function hidesTasks({ read }: Trouble): boolean {
  return read.kind !== 'definition' && read.kind !== 'mapRunParent'
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
