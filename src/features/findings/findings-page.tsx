import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { FindingPlace, FoundKind } from '../../domain/findings-by-state.ts'
import { useConsole } from '../../parts/console-context.tsx'
import { FindingItem } from '../../parts/finding-item.tsx'
import { executionHref, RouteLink, taskHref } from '../../parts/task-name.tsx'
import { useFindings } from '../../parts/use-findings.ts'
import type { FoundGroup, FoundRow } from '../../queries/findings.ts'
import { useStores } from '../../ui/use-stores.ts'

/** What is wrong with the states of what is in flight, whether or not anything dies now; one container a state. */
export function FindingsPage() {
  const groups = useFindings()
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        counter={`(${groups.length})`}
        description="Settings and waits that will cost somebody a night, by state; the worst first. Each says on what evidence."
      >
        Findings
      </Header>
      {groups.length === 0 && <NoFindings />}
      {groups.map((group) => (
        <Group key={group.key} group={group} />
      ))}
    </SpaceBetween>
  )
}

function NoFindings() {
  const { loops, inFlight } = useConsole()
  const statuses = useStores(loops.map(({ status }) => status))
  const unread = statuses.reduce((sum, { executions, read }) => sum + executions - read, 0)
  const isComplete = unread === 0 && statuses.every(({ watched }) => watched !== null)
  return (
    <Box padding="l" textAlign="center">
      {isComplete
        ? `Nothing is wrong with the ${inFlight.get().rows.length} tasks in flight, as far as their histories tell.`
        : 'Nothing found yet: what is in flight is still being read.'}
    </Box>
  )
}

function Group({ group }: { readonly group: FoundGroup }) {
  const { workflowName, place, scope, rowCount, found } = group
  const what = place.kind === 'execution' ? 'execution' : 'task'
  return (
    <Container
      header={
        <Header variant="h2" description={`${scope} · ${rowCount} ${what}${rowCount === 1 ? '' : 's'}`}>
          {[workflowName, ...placeWords(place)].join(' / ')}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {found.map((kind) => (
          <Found key={kind.kind} kind={kind} />
        ))}
      </SpaceBetween>
    </Container>
  )
}

/** As in the names of tasks: what stands around the branches, without the outermost state, which the workflow's name stands for. */
function placeWords(place: FindingPlace): readonly string[] {
  switch (place.kind) {
    case 'state':
      return [...place.path.slice(1), place.name ?? 'a state whose name was not readable']
    case 'activityType':
      return [`${place.name} (${place.version})`]
    case 'execution':
      return []
  }
}

/** More tasks of a state with the same finding say nothing new. */
const SHOWN = 5

function Found({ kind: { items } }: { readonly kind: FoundKind<FoundRow> }) {
  const [worst] = items
  if (worst === undefined) return null
  return (
    <SpaceBetween size="xxs">
      <FindingItem finding={worst.finding} task={worst.row.row?.task ?? null} />
      <SpaceBetween size="s" direction="horizontal">
        {items.slice(0, SHOWN).map(({ row }) => (
          <RouteLink key={row.id} href={hrefOf(row)} fontSize="body-s">
            {row.executionName}
          </RouteLink>
        ))}
        {items.length > SHOWN && (
          <Box fontSize="body-s" color="text-body-secondary">
            and {items.length - SHOWN} more
          </Box>
        )}
      </SpaceBetween>
    </SpaceBetween>
  )
}

function hrefOf({ row, connection, executionId }: FoundRow): string {
  return row === null ? executionHref(connection.id, executionId) : taskHref(row)
}
