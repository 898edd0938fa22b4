import Alert, { type AlertProps } from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { ConnectionReport } from '../../console/check/check-report.ts'
import type { CheckRow } from '../../parts/check-row.ts'
import { type CheckSection, checkSections, type Verdict, verdictOf } from '../../parts/check-words.ts'
import { PolicyStatement } from '../../parts/policy-statement.tsx'
import './check.css'

const ALERT: Readonly<Record<Verdict['kind'], AlertProps.Type>> = {
  works: 'success',
  unsettled: 'warning',
  signedOut: 'warning',
  cannot: 'error',
}

/** What the whole check comes to. */
export function CheckVerdict({ reports }: { readonly reports: readonly ConnectionReport[] }) {
  const { kind, headline, sentences } = verdictOf(reports)
  return (
    <Alert type={ALERT[kind]} header={headline}>
      {sentences.map((sentence) => (
        <div key={sentence} className="breakable">
          {sentence}
        </div>
      ))}
    </Alert>
  )
}

const ONE: Readonly<
  Record<Verdict['kind'], { readonly type: 'success' | 'warning' | 'error'; words: string }>
> = {
  works: { type: 'success', words: 'The console can work with it' },
  unsettled: { type: 'warning', words: 'Not settled' },
  signedOut: { type: 'warning', words: 'Nobody is signed in' },
  cannot: { type: 'error', words: 'Something is in the way' },
}

interface ConnectionCheckProps {
  readonly report: ConnectionReport
  /** Among others, one that is in order shows that alone. */
  readonly isOnly: boolean
}

/** Everything that was found of one account and region. */
export function ConnectionCheck({ report, isOnly }: ConnectionCheckProps) {
  const { kind } = verdictOf([report])
  const { type, words } = ONE[kind]
  return (
    <ExpandableSection
      variant="container"
      headerText={report.id}
      headingTagOverride="h2"
      headerActions={<StatusIndicator type={type}>{words}</StatusIndicator>}
      defaultExpanded={isOnly || kind !== 'works'}
    >
      <SpaceBetween size="l">
        {checkSections(report).map((section) => (
          <Section key={section.heading} section={section} />
        ))}
      </SpaceBetween>
    </ExpandableSection>
  )
}

function Section({ section: { heading, rows } }: { readonly section: CheckSection }) {
  return (
    <section>
      <Box variant="h3" padding={{ bottom: 'xs' }}>
        {heading}
      </Box>
      <dl className="check-rows">
        {rows.map((row) => (
          <Finding key={`${row.asked} ${row.on ?? ''}`} row={row} />
        ))}
      </dl>
    </section>
  )
}

const INDICATOR = { good: 'success', warning: 'warning', bad: 'error', unknown: 'pending' } as const
const LEVEL: Readonly<Record<CheckRow['level'], string>> = {
  good: 'In order',
  warning: 'To know',
  bad: 'Not in order',
  unknown: 'Not known',
}

function Finding({ row }: { readonly row: CheckRow }) {
  const { level, asked, on, came, means, todo, policy } = row
  return (
    <div className="check-row">
      <dt>
        {asked}
        {on !== undefined && <div className="check-on">{on}</div>}
      </dt>
      <dd>
        <StatusIndicator type={INDICATOR[level]} iconAriaLabel={LEVEL[level]} wrapText>
          {came}
        </StatusIndicator>
        <div className="check-means">{means}</div>
        {todo !== undefined && <div>To do: {todo}</div>}
        {policy !== undefined && <PolicyStatement policy={policy} />}
      </dd>
    </div>
  )
}
