import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { useRouter } from '@tanstack/react-router'
import { errorWords } from '../../parts/error-words.ts'
import { executionHref } from '../../parts/task-name.tsx'
import { troubleOf, usePinnedExecution } from '../../parts/use-pinned-execution.ts'
import type { ExecutionRows } from '../../queries/in-flight.ts'
import type { LoopStatus, ReadLoop } from '../../queries/read-loop.ts'
import { useStore } from '../../ui/use-store.ts'

interface ExecutionFrameProps {
  readonly connectionId: string
  readonly executionArn: string
  readonly lastCrumb?: string
  readonly children: (rows: ExecutionRows) => React.ReactNode
}

/** What every page about one execution shares: the way back, and why there is nothing to show yet. */
export function ExecutionFrame({ connectionId, executionArn, lastCrumb, children }: ExecutionFrameProps) {
  const router = useRouter()
  const pinned = usePinnedExecution(connectionId, executionArn)
  const [stateMachineName = '', executionName = ''] = executionArn.split(':').slice(6)
  const crumbs = [
    { text: 'In flight', href: '/' },
    { text: `${stateMachineName} / ${executionName}`, href: executionHref(connectionId, executionArn) },
    ...(lastCrumb === undefined ? [] : [{ text: lastCrumb, href: '#' }]),
  ]
  return (
    <SpaceBetween size="m">
      <BreadcrumbGroup
        items={crumbs}
        ariaLabel="Where you are"
        onFollow={(event) => {
          event.preventDefault()
          router.history.push(event.detail.href)
        }}
      />
      {pinned.kind === 'noSuchConnection' ? (
        <Alert type="error" header={`No connection is called ${connectionId}`}>
          config.json has none of that name. Go back to the list and open the execution from there.
        </Alert>
      ) : (
        <Content loop={pinned.loop} rows={pinned.rows} executionArn={executionArn}>
          {children}
        </Content>
      )}
    </SpaceBetween>
  )
}

function Content({
  loop,
  rows,
  executionArn,
  children,
}: {
  readonly loop: ReadLoop
  readonly rows: ExecutionRows | undefined
  readonly executionArn: string
  readonly children: ExecutionFrameProps['children']
}) {
  const status = useStore(loop.status)
  const trouble = troubleOf(status, executionArn)
  return (
    <>
      {trouble !== undefined && (
        <Alert type="error" header={errorWords(trouble).headline}>
          {errorWords(trouble).detail} {errorWords(trouble).next}
        </Alert>
      )}
      {rows !== undefined && children(rows)}
      {rows === undefined && trouble === undefined && <Loading status={status} />}
    </>
  )
}

function Loading({ status }: { readonly status: LoopStatus }) {
  if (status.paused)
    return <Alert type="info">Reading is paused. Resume it above to read this execution.</Alert>
  return (
    <Box padding="l">
      <Spinner /> Reading its history
    </Box>
  )
}
