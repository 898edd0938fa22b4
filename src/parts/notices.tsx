import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useRouterState } from '@tanstack/react-router'
import { addressableId } from '../domain/execution-id.ts'
import { percentDecoded } from '../domain/percent-decoded.ts'
import { policyStatement } from '../domain/permission.ts'
import { formatDuration } from '../lib/duration.ts'
import type { ReadLoop } from '../queries/read-loop.ts'
import { isOfTheConnection, type Trouble } from '../queries/trouble.ts'
import { useStore } from '../ui/use-store.ts'
import { useConsole } from './console-context.tsx'
import { errorWords } from './error-words.ts'
import { NoticeList } from './notice-list.tsx'
import { PolicyCopy } from './policy-copy.tsx'
import { useTicked } from './use-ticking.ts'

/** What keeps the console from reading AWS, per connection, each with what to do next. What was known stays on screen. */
export function Notices() {
  const { loops } = useConsole()
  return (
    <NoticeList>
      {loops.map((loop) => (
        <ConnectionNotices key={loop.connection.id} loop={loop} />
      ))}
    </NoticeList>
  )
}

function ConnectionNotices({ loop }: { readonly loop: ReadLoop }) {
  const { troubles } = useStore(loop.status)
  const pathname = useRouterState({ select: ({ location }) => location.pathname })
  // The page of an execution tells its own trouble.
  const signedOut = troubles.some(({ error }) => error.kind === 'signedOut')
  const elsewhere = troubles.filter(
    ({ read, error, ofOneExecution }) =>
      ofOneExecution !== true &&
      // Who has to sign in where is told once for all connections that it is for, and is what is in the way of all the rest.
      !(signedOut && isOfTheConnection(error)) &&
      (read.kind !== 'history' || !isPageOf(pathname, loop.connection.id, read.executionId)),
  )
  return [...gathered(elsewhere)].map(([key, alike]) => <Notice key={key} loop={loop} alike={alike} />)
}

function isPageOf(pathname: string, connectionId: string, executionId: string): boolean {
  const [room, connection, execution] = pathname.split('/').slice(1).map(percentDecoded)
  return room === 'executions' && connection === connectionId && execution === addressableId(executionId)
}

type Alike = readonly [Trouble, ...Trouble[]]

function Notice({ loop, alike }: { readonly loop: ReadLoop; readonly alike: Alike }) {
  const { inFlight } = useConsole()
  const [trouble, ...more] = alike
  const { connection } = loop
  const age = useTicked(() => {
    const oldest = inFlight.get().oldestReadAt.get(connection.id)
    return oldest === undefined ? '' : formatDuration(connection.clock.now().hi - oldest.lo)
  })
  const words = errorWords(trouble.error)
  const policy = policyStatement(alike.flatMap(({ error }) => (error.kind === 'denied' ? [error] : [])))
  const one = trouble.read.kind === 'history' && more.length === 0 && trouble.error.kind !== 'denied'
  return (
    <Alert
      type={trouble.error.kind === 'throttled' ? 'warning' : 'error'}
      header={<span role="alert">{`${connection.id}: ${words.headline}`}</span>}
      action={<Button onClick={() => loop.retry()}>Try now</Button>}
    >
      <SpaceBetween size="xxs">
        <div>
          {words.detail} {words.next}
          {one && ' This concerns one execution; the rest goes on.'}
          {more.length > 0 && ` ${alike.length} reads failed like this.`}
        </div>
        {policy !== undefined && <PolicyCopy policy={policy} />}
        {age !== '' && <div>The oldest of what is shown was read {age} ago.</div>}
      </SpaceBetween>
    </Alert>
  )
}

function noticeKey({ error, read }: Trouble): string {
  // A guest is refused everything, and for one reason; which statement would help, if any, hangs on the kind of policy.
  if (error.kind === 'denied')
    return error.guest ? 'guest' : `denied ${error.action} ${error.explicit} ${error.policy}`
  if (error.kind === 'unreadable') return `${error.kind} ${error.action} ${error.problem}`
  if (error.kind === 'awsFault') return `${error.kind} ${error.code}`
  return error.kind === 'notFound' ? `${error.kind} ${JSON.stringify(read)}` : error.kind
}

/** One notice for many reads that failed alike. */
function gathered(troubles: readonly Trouble[]): ReadonlyMap<string, Alike> {
  const groups = new Map<string, [Trouble, ...Trouble[]]>()
  for (const trouble of troubles) {
    const key = noticeKey(trouble)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [trouble])
    else group.push(trouble)
  }
  return groups
}
