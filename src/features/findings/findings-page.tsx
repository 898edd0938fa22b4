import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { Severity } from '../../asl/lint-rules.ts'
import { countBySeverity } from '../../domain/findings-by-state.ts'
import { useConsole } from '../../parts/console-context.tsx'
import { SEVERITY_ICON } from '../../parts/finding-item.tsx'
import { definitionsRead } from '../../parts/lint-source.ts'
import { useFindings } from '../../parts/use-findings.ts'
import { useTicked } from '../../parts/use-ticking.ts'
import type { FoundGroup } from '../../queries/findings.ts'
import { useStores } from '../../ui/use-stores.ts'
import { FindingGroup } from './finding-group.tsx'

/** What is wrong with the states of what is in flight, whether or not anything dies now; one container a state. */
export function FindingsPage() {
  const { inFlight } = useConsole()
  const groups = useFindings()
  const read = useTicked(() => definitionsRead(inFlight.get().definitions))
  return (
    <SpaceBetween size="l">
      <SpaceBetween size="xs">
        <Header
          variant="h1"
          counter={`(${groups.length})`}
          description="Settings and waits that will cost somebody a night, by state; the worst first. Each says on what evidence."
        >
          Findings
        </Header>
        {groups.length > 0 && <Counts groups={groups} />}
        {read !== null && (
          <Box fontSize="body-s" color="text-body-secondary">
            {read}
          </Box>
        )}
      </SpaceBetween>
      {groups.length === 0 && <NoFindings />}
      {groups.map((group) => (
        <FindingGroup key={group.key} group={group} />
      ))}
    </SpaceBetween>
  )
}

const SEVERITIES: readonly (readonly [Severity, string])[] = [
  ['error', 'to act on'],
  ['warning', 'may go wrong'],
  ['info', 'worth knowing'],
]

/** How many states each severity is the worst of. */
function Counts({ groups }: { readonly groups: readonly FoundGroup[] }) {
  const counts = countBySeverity(groups)
  return (
    <SpaceBetween size="m" direction="horizontal">
      {SEVERITIES.filter(([severity]) => counts[severity] > 0).map(([severity, means]) => (
        <StatusIndicator key={severity} type={SEVERITY_ICON[severity]}>
          {counts[severity]} {means}
        </StatusIndicator>
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
