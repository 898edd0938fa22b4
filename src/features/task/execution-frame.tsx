import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { useRouter } from '@tanstack/react-router'
import type { Connection } from '../../console/connection.ts'
import { executionRefOf } from '../../domain/execution-id.ts'
import { useBoardAddress } from '../../parts/board-place.ts'
import { useConsole } from '../../parts/console-context.tsx'
import { errorWords } from '../../parts/error-words.ts'
import { PolicyStatement } from '../../parts/policy-statement.tsx'
import { executionHref, executionLabel, RouteLink } from '../../parts/task-name.tsx'
import { troubleOf, usePinnedExecution } from '../../parts/use-pinned-execution.ts'
import type { ExecutionRows } from '../../queries/in-flight.ts'
import type { LoopStatus } from '../../queries/loop-status.ts'
import type { ReadLoop } from '../../queries/read-loop.ts'
import { useStore } from '../../ui/use-store.ts'

interface ExecutionFrameProps {
  readonly connectionId: string
  readonly executionId: string
  readonly lastCrumb?: string
  readonly children: (rows: ExecutionRows) => React.ReactNode
}

/** What every page about one execution shares: the way back, and why there is nothing to show yet. */
export function ExecutionFrame({ connectionId, executionId, lastCrumb, children }: ExecutionFrameProps) {
  const router = useRouter()
  const pinned = usePinnedExecution(connectionId, executionId)
  const board = useBoardAddress()
  const ref = executionRefOf(executionId)
  const crumb = (text: string, path: string) => ({ text, path, href: router.history.createHref(path) })
  const crumbs = [
    crumb('In flight', board),
    crumb(executionLabel(executionId), executionHref(connectionId, executionId)),
    ...(lastCrumb === undefined ? [] : [{ text: lastCrumb, path: '', href: '#' }]),
  ]
  return (
    <SpaceBetween size="m">
      <BreadcrumbGroup
        items={crumbs}
        ariaLabel="Where you are"
        onFollow={(event) => {
          event.preventDefault()
          router.history.push(event.detail.item.path)
        }}
      />
      {ref === null ? (
        <Alert type="error" header="This address names no execution">
          It holds neither an execution ARN nor an SWF workflow execution. Open one by its ARN or ids above.
        </Alert>
      ) : pinned.kind === 'noSuchConnection' ? (
        <Alert type="error" header={`No connection is called ${connectionId}`}>
          config.json has none of that name. Go back to the list and open the execution from there.
        </Alert>
      ) : pinned.kind === 'notKnown' ? (
        <Alert type="info" header="Not loaded yet">
          Its workflowId is a task token, so this address holds only that token's fingerprint. The page opens
          once the console has read the execution.
        </Alert>
      ) : (
        <Content loop={pinned.loop} rows={pinned.rows} executionId={pinned.executionId}>
          {children}
        </Content>
      )}
    </SpaceBetween>
  )
}

function Content({
  loop,
  rows,
  executionId,
  children,
}: {
  readonly loop: ReadLoop
  readonly rows: ExecutionRows | undefined
  readonly executionId: string
  readonly children: ExecutionFrameProps['children']
}) {
  const status = useStore(loop.status)
  const trouble = troubleOf(status, executionId)
  const words = trouble === undefined ? undefined : errorWords(trouble)
  return (
    <SpaceBetween size="m">
      {trouble !== undefined && words !== undefined && (
        <Alert type="error" header={words.headline}>
          <SpaceBetween size="xs">
            <div className="breakable">
              {words.detail} {words.next}
            </div>
            {words.policy !== undefined && <PolicyStatement policy={words.policy} />}
            {(trouble.kind === 'notFound' || trouble.kind === 'denied') && (
              <LookElsewhere executionId={executionId} not={loop.connection} />
            )}
          </SpaceBetween>
        </Alert>
      )}
      {rows !== undefined && children(rows)}
      {rows === undefined && trouble === undefined && <Loading status={status} />}
    </SpaceBetween>
  )
}

/**
 * It may be in another connection: SWF's ids tell neither account nor region, and which account a connection is of may not have been
 * known when an ARN was opened.
 */
function LookElsewhere({ executionId, not }: { readonly executionId: string; readonly not: Connection }) {
  const { connections, inFlight } = useConsole()
  const { accounts } = useStore(inFlight)
  const [, , , region, account] = executionId.split(':')
  const isSwf = executionRefOf(executionId)?.service === 'swf'
  const others = connections.filter(
    ({ id, region: of }) =>
      id !== not.id && (isSwf || (of === region && (accounts.get(id) ?? account) === account)),
  )
  if (others.length === 0) return null
  return (
    <SpaceBetween size="xs" direction="horizontal">
      {others.map(({ id }) => (
        <RouteLink key={id} href={executionHref(id, executionId)}>{`Look in ${id}`}</RouteLink>
      ))}
    </SpaceBetween>
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
