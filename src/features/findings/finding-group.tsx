import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { DefinedFinding, FindingPlace, FoundKind } from '../../domain/findings-by-state.ts'
import { FindingItem, FindingText } from '../../parts/finding-item.tsx'
import { definitionSource } from '../../parts/lint-source.ts'
import { lintWords } from '../../parts/lint-words.ts'
import { executionHref, RouteLink, taskHref } from '../../parts/task-name.tsx'
import { useWriteMoment } from '../../parts/use-write-moment.ts'
import type { FoundGroup, FoundRow } from '../../queries/findings.ts'
import type { MachineDefinition } from '../../queries/machine-definitions.ts'

/** What is wrong with one state: what its tasks show first, then what its definition alone does. */
export function FindingGroup({ group }: { readonly group: FoundGroup }) {
  const { workflowName, place, scope, found, inDefinition } = group
  return (
    <Container
      header={
        <Header variant="h2" description={`${scope} · ${foundIn(group)}`}>
          {[workflowName, ...placeWords(place)].join(' / ')}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {found.map((kind) => (
          <Found key={kind.kind} kind={kind} />
        ))}
        {inDefinition.map((defined) => (
          <Defined key={defined.finding.kind} defined={defined} />
        ))}
      </SpaceBetween>
    </Container>
  )
}

function foundIn({ place, rowCount }: FoundGroup): string {
  if (rowCount === 0) return 'in the definition only: no task in flight has shown it'
  const what = place.kind === 'execution' ? 'execution' : 'task'
  return `${rowCount} ${what}${rowCount === 1 ? '' : 's'}`
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

function Defined({
  defined: { finding, definition },
}: {
  readonly defined: DefinedFinding<MachineDefinition>
}) {
  const write = useWriteMoment()
  const { read, connection } = definition
  return (
    <SpaceBetween size="xxs">
      <FindingText severity={finding.severity} words={lintWords(finding)} />
      {read !== null && (
        <Box fontSize="body-s" color="text-body-secondary">
          At <span className="breakable">{finding.pointer}</span> in {definitionSource(read, write)}, which{' '}
          <RouteLink href={executionHref(connection.id, read.executionArn)} fontSize="body-s">
            {read.executionArn.split(':').slice(7).join(':')}
          </RouteLink>{' '}
          runs.
        </Box>
      )}
    </SpaceBetween>
  )
}
