import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { FindingItem } from '../../parts/finding-item.tsx'
import { useLatestRow } from '../../parts/use-latest-row.ts'
import { useTicked } from '../../parts/use-ticking.ts'
import { findingsOf } from '../../queries/findings.ts'
import type { TaskRow } from '../../queries/in-flight.ts'

/** What is wrong with this task, if anything. */
export function TaskFindings({ row }: { readonly row: TaskRow }) {
  const latest = useLatestRow(row)
  const findings = useTicked(
    () => findingsOf(latest()).findings,
    (a, b) => JSON.stringify(a) === JSON.stringify(b),
  )
  if (findings.length === 0) return null
  return (
    <Container
      header={
        <Header variant="h2" counter={`(${findings.length})`}>
          {'Findings'}
        </Header>
      }
    >
      <SpaceBetween size="s">
        {findings.map((finding) => (
          <FindingItem key={finding.kind} finding={finding} task={row.task} />
        ))}
      </SpaceBetween>
    </Container>
  )
}
