import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useState } from 'react'
import { checkConnection } from '../../console/check/check-connection.ts'
import type { ConnectionReport } from '../../console/check/check-report.ts'
import {
  type CheckRow,
  type CheckSection,
  checkSections,
  checkText,
  isSignedOut,
  verdictWords,
} from '../../parts/check-words.ts'
import { useConsole } from '../../parts/console-context.tsx'
import { PolicyCopy } from '../../parts/policy-copy.tsx'

type CheckState =
  | { readonly kind: 'notRun' }
  | { readonly kind: 'running'; readonly id: string; readonly done: number }
  | { readonly kind: 'done'; readonly reports: readonly ConnectionReport[] }

/** What of AWS answers this page, and what it may read there: asked at a press, and told as text that may be passed on. */
export function CheckPage() {
  const { connections, ports } = useConsole()
  const [state, setState] = useState<CheckState>({ kind: 'notRun' })
  const run = async (): Promise<void> => {
    const reports: ConnectionReport[] = []
    for (const connection of connections) {
      setState({ kind: 'running', id: connection.id, done: reports.length })
      reports.push(await checkConnection(connection, { ports, hasRelay: true }))
    }
    setState({ kind: 'done', reports })
  }
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description="By which way this page reaches AWS, whose time it goes by, and which of its reads are permitted. Nothing is written. Whether a heartbeat is permitted shows when one is sent from a task's page."
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            {state.kind === 'done' && <TextCopy reports={state.reports} />}
            <Button variant="primary" loading={state.kind === 'running'} onClick={() => void run()}>
              {state.kind === 'done' ? 'Check again' : 'Check'}
            </Button>
          </SpaceBetween>
        }
      >
        Check AWS
      </Header>
      <div aria-live="polite">
        {state.kind === 'notRun' && (
          <Box>
            Not checked yet. A check makes some ten reads for each account and region, within its rate.
          </Box>
        )}
        {state.kind === 'running' && (
          <StatusIndicator type="in-progress">
            Checking {state.id}, {state.done + 1} of {connections.length}
          </StatusIndicator>
        )}
        {state.kind === 'done' && <Verdict reports={state.reports} />}
      </div>
      {state.kind === 'done' &&
        state.reports
          .flatMap(checkSections)
          .map((section) => <Section key={section.heading} section={section} />)}
    </SpaceBetween>
  )
}

function Verdict({ reports }: { readonly reports: readonly ConnectionReport[] }) {
  const { works, sentences } = verdictWords(reports)
  const signedOut = !works && reports.every(isSignedOut)
  return (
    <Alert
      type={works ? 'success' : signedOut ? 'warning' : 'error'}
      header={
        works
          ? 'The console can work'
          : signedOut
            ? 'Nobody is signed in: nothing could be asked'
            : 'The console cannot work with everything that is configured'
      }
    >
      {sentences.map((sentence) => (
        <div key={sentence} className="breakable">
          {sentence}
        </div>
      ))}
    </Alert>
  )
}

function Section({ section: { heading, rows } }: { readonly section: CheckSection }) {
  return (
    <Container header={<Header variant="h2">{heading}</Header>}>
      <SpaceBetween size="m">
        {rows.map((row) => (
          <Finding key={row.asked} row={row} />
        ))}
      </SpaceBetween>
    </Container>
  )
}

const INDICATOR = { good: 'success', warning: 'warning', bad: 'error', unknown: 'pending' } as const
const LEVEL: Readonly<Record<CheckRow['level'], string>> = {
  good: 'In order',
  warning: 'To know',
  bad: 'Not in order',
  unknown: 'Not known',
}

function Finding({ row: { level, asked, came, means, todo, policy } }: { readonly row: CheckRow }) {
  return (
    <div className="breakable">
      <Box fontWeight="bold">{asked}</Box>
      <StatusIndicator type={INDICATOR[level]} iconAriaLabel={LEVEL[level]} wrapText>
        {came}
      </StatusIndicator>
      <div>{means}</div>
      {todo !== undefined && <div>To do: {todo}</div>}
      {policy !== undefined && (
        <SpaceBetween size="xs">
          <pre className="statement">{policy}</pre>
          <PolicyCopy policy={policy} />
        </SpaceBetween>
      )}
    </div>
  )
}

function TextCopy({ reports }: { readonly reports: readonly ConnectionReport[] }) {
  return (
    <CopyToClipboard
      variant="button"
      copyButtonText="Copy as text"
      copySuccessText="Text copied"
      copyErrorText="Could not copy"
      textToCopy={checkText(reports)}
    />
  )
}
