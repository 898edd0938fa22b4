import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useState } from 'react'
import { checkConnection } from '../../console/check/check-connection.ts'
import type { ConnectionReport } from '../../console/check/check-report.ts'
import { checkText } from '../../parts/check-words.ts'
import { useConsole } from '../../parts/console-context.tsx'
import { CheckVerdict, ConnectionCheck } from './check-result.tsx'

/** `reports`: of the connections that are through. */
type CheckState =
  | { readonly kind: 'notRun'; readonly reports: readonly [] }
  | { readonly kind: 'running'; readonly id: string; readonly reports: readonly ConnectionReport[] }
  | { readonly kind: 'done'; readonly reports: readonly ConnectionReport[] }

/** What of AWS answers this page, and what it may read there: asked at a press, and told as text that may be passed on. */
export function CheckPage() {
  const { connections, ports } = useConsole()
  const [state, setState] = useState<CheckState>({ kind: 'notRun', reports: [] })
  const run = async (): Promise<void> => {
    const reports: ConnectionReport[] = []
    for (const connection of connections) {
      setState({ kind: 'running', id: connection.id, reports: [...reports] })
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
            Not checked yet. A check makes up to some twenty reads for each account and region, within its
            rate.
          </Box>
        )}
        {state.kind === 'running' && (
          <StatusIndicator type="in-progress" wrapText>
            Checking {state.id}
            {connections.length > 1 && `, ${state.reports.length + 1} of ${connections.length}`}
          </StatusIndicator>
        )}
        {state.kind === 'done' && <CheckVerdict reports={state.reports} />}
      </div>
      {state.reports.map((report) => (
        <ConnectionCheck key={report.id} report={report} isOnly={connections.length === 1} />
      ))}
    </SpaceBetween>
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
